"""Answers, onboarding, support and usage: hand-drawn tables with both edges of every window."""

import pytest

from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("answers", "nps"),
    [
        pytest.param([(10, "2024-12-31", None)], 100, id="a promoter on the day asked"),
        pytest.param([(10, "2024-01-02", None)], 100, id="the first day of the 365 counts"),
        pytest.param([(10, "2024-01-01", None)], None, id="the day before does not"),
        pytest.param([(9, "2024-06-01", None), (7, "2024-06-01", None), (6, "2024-06-01", None), (0, "2024-06-01", None)], -25,
                     id="promoters from 9, detractors to 6"),
        pytest.param([(9, "2024-06-01", "service"), (0, "2024-06-01", "relationship")], -100, id="encounters are not mixed in"),
    ],
)  # fmt: skip
def test_nps_of_the_relationship(home, answers, nps):
    world = World(home)
    for value, on, level in answers:
        world.answer("nps", value, on, level=level)
    assert world.save().value("nps", "2024-12-31") == nps


def test_service_nps_and_mean_grade_and_shares_stand_apart(home):
    world = (
        World(home)
        .answer("nps", 10, "2024-06-01", level="service")
        .answer("nps", 8, "2024-06-01")
        .answer("nps", 3, "2024-06-01")
        .save()
    )
    assert world.value("nps_service", "2024-06-30") == 100
    assert world.value("nps_mean", "2024-06-30") == 5.5
    assert [world.value(f"nps_{share}", "2024-06-30") for share in ("promoters", "passives", "detractors")] == [
        0,
        0.5,
        0.5,
    ]


@pytest.mark.parametrize(
    ("value", "scale", "satisfied"),
    [(4, 5, 1), (3, 5, 0), (3, 3, 1), (2, 3, 0), (8, 10, 1), (7, 10, 0), (75, 100, 1), (74, 100, 0)],
)
def test_satisfied_is_the_top_quarter_of_any_scale(home, value, scale, satisfied):
    assert World(home).answer("csat", value, "2024-06-01", scale=scale).save().value("csat", "2024-06-30") == satisfied


def test_effort_is_a_mean_and_shorter_scales_are_stretched(home):
    world = World(home).answer("ces", 5, "2024-06-01").answer("ces", 6, "2024-06-01").save()
    assert world.value("ces", "2024-06-30") == 5.5
    world.answer("ces", 5, "2024-06-02", scale=5).save()
    assert world.value("ces", "2024-06-30") == 6


@pytest.mark.parametrize(
    ("signed", "started", "valued", "used", "days"),
    [
        pytest.param(
            "2024-01-01", "2024-01-05", "2024-01-15", None, 10, id="from the start of onboarding to first value"
        ),
        pytest.param("2024-01-01", None, "2024-01-15", None, 14, id="else from sign-up"),
        pytest.param("2024-01-01", None, None, "2024-01-08", 7, id="else to first usage"),
        pytest.param(
            "2024-01-01", None, "2025-01-15", "2024-01-08", 7, id="a first value in the future is not known yet"
        ),
        pytest.param("2024-02-01", None, None, "2024-01-08", None, id="an end before the start gives nothing"),
        pytest.param(None, None, "2024-01-15", None, None, id="no start, no time"),
    ],
)
def test_onboarding_time(home, signed, started, valued, used, days):
    world = World(home).account("a", signed_up_on=signed)
    for name, on in (("onboarding_started", started), ("first_value", valued)):
        if on:
            world.milestone("a", name, on)
    if used:
        world.usage("a", used)
    assert world.save().value("onboarding_days", "2024-12-31") == days


def test_response_times_count_in_the_month_of_the_response_by_channel(home):
    world = World(home)
    for number, (on, minutes, channel) in enumerate(
        [
            ("2024-06-01", 10, "chat"),
            ("2024-06-30", 20, "chat"),
            ("2024-06-15", 90, "mail"),
            ("2024-05-31", 999, "chat"),
        ]
    ):
        world.ticket(f"t{number}", "opened", on, channel=channel).ticket(
            f"t{number}", "responded", on, channel=channel, value=minutes
        )
    world.save()
    assert world.value("first_response_minutes_mean", "2024-06-30") == 40
    assert world.value("first_response_minutes_median", "2024-06-30") == 20
    assert world.groups("first_response_minutes_median", "2024-06-30", "channel") == {"chat": 15, "mail": 90}
    assert world.value("ticket_volume", "2024-06-30") == 3
    assert world.value("ticket_volume", "2024-07-31") == 0


def test_a_ticket_reopened_was_not_solved_at_first_contact(home):
    world = World(home)
    for ref, again in (("t", 0), ("u", 1), ("v", None)):
        world.ticket(ref, "opened", "2024-06-01").ticket(ref, "solved", "2024-06-02", value=24)
        if again is not None:
            world.ticket(ref, "reopened", "2024-06-02", value=again)
    world.save()
    assert world.value("first_contact_resolution", "2024-06-30") == 0.5
    assert world.value("resolution_hours_median", "2024-06-30") == 24


@pytest.mark.parametrize(
    ("first", "second", "share"),
    [
        pytest.param("2024-06-10", "2024-06-17", 0.5, id="seven days later is a repeat"),
        pytest.param("2024-06-10", "2024-06-18", 0.0, id="eight days later is not"),
        pytest.param("2024-05-30", "2024-06-05", 1.0, id="the one before may lie in the month before"),
    ],
)
def test_repeat_contacts(home, first, second, share):
    world = World(home).ticket("t", "opened", first).ticket("u", "opened", second).save()
    assert world.value("repeat_contacts", "2024-06-30") == share


def test_the_content_of_a_ticket_known_on_the_day_counts(home):
    world = World(home).ticket("t", "opened", "2024-06-01", channel="mail").save()
    world.ticket("t", "opened", "2024-06-01", channel="chat", valid_from=None).save()
    assert world.groups("ticket_volume", "2024-06-30", "channel") == {"chat": 1}


def test_usage_of_twenty_eight_days(home):
    world = World(home).usage("a", "2024-06-03", "ann", "orders").usage("a", "2024-06-30", "bob", "orders")
    world.usage("a", "2024-06-30", "ann", "reports").usage("b", "2024-06-02", "cid", "orders").save()
    on = "2024-06-30"  # the window is 3 to 30 June
    assert world.value("active_users", on) == 2
    assert world.value("active_days", on) == 2
    assert world.value("stickiness", on) == pytest.approx((2 + 1) / (28 * 2))
    assert world.value("feature_adoption", on) == 1
    assert world.value("active_users", "2024-12-31") == 0
    assert world.value("active_days", "2024-12-31") is None


def test_active_users_are_unknown_while_usage_names_nobody(home):
    world = World(home).usage("a", "2024-06-03").save()
    assert world.value("active_users", "2024-06-30") is None


def test_customers_own_growth_compares_the_same_weekdays_a_year_before(home):
    world = World(home).usage("a", "2024-06-03", value=110.0).usage("a", "2023-06-05", value=100.0)
    world.usage("b", "2024-06-03", value=500.0).save()
    assert world.value("customer_growth", "2024-06-30") == pytest.approx(0.1), "b has no year before"


def test_rows_of_an_unknown_account_wait_and_rows_of_no_account_count(home):
    world = (
        World(home).answer("nps", 10, "2024-06-01", account="nobody").answer("nps", 0, "2024-06-01").save(known=False)
    )
    assert world.value("nps", "2024-06-30") == -100
    world.answer("nps", 0, "2024-06-02", account="nobody").save()
    assert world.value("nps", "2024-06-30") == pytest.approx(100 * (1 - 2) / 3)
