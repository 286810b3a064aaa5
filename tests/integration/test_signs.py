"""Signs of accounts: use against the account's own past, silence, waits, key persons, ends of contracts."""

import math
import os
from datetime import UTC, date, datetime, timedelta
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account, Identity
from loiste.metrics.by_account import Ask, values
from loiste.timeline.models import Block
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 11)
SUNDAY = date(2026, 11, 29)  # the sixteen weeks up to it hold one holiday, which is a Saturday
FRESH = count()
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "2"))


def signs(world, *asked, on=DAY, known_by=None):
    """{account: value} of a metric, or of `metric:days`; unknown is None."""
    refs = dict(Account.objects.order_by("id").values_list("id", "ref"))
    metric, _, days = asked[0].partition(":")
    ask = Ask(metric, int(days) if days else None)
    found = values(world.home, world.organisation, [ask], [on], np.array(list(refs)), known_by=known_by)[ask, on]
    return {ref: None if math.isnan(value) else float(value) for ref, value in zip(refs.values(), found, strict=True)}


def used(world, ref, first, last, *, weekdays=range(5), who="a"):
    """Use on these days of the week (0 = Monday) from `first` to `last` days before SUNDAY."""
    for ago in range(first, last - 1, -1):
        day = SUNDAY - timedelta(days=ago)
        if day.weekday() in weekdays:
            world.usage(ref, day.isoformat(), f"{ref}-{who}")
    return world


@pytest.fixture
def world(home):
    return World(home)


def test_use_is_held_against_the_account_s_own_pace_on_the_same_days_of_the_week(world):
    used(world, "steady", 111, 0)
    used(used(world, "falls", 111, 28), "falls", 27, 0, weekdays=(0,))
    used(used(world, "grows", 111, 28, weekdays=(0, 2)), "grows", 27, 0, weekdays=(0, 1, 2, 3))
    used(world, "new", 60, 0)
    used(world, "seldom", 111, 0, weekdays=(0,)).save()
    found = signs(world, "use_against_expected", on=SUNDAY)
    assert found["steady"] == pytest.approx(1, abs=1e-4)
    assert found["falls"] == pytest.approx(0.2, abs=1e-4)
    assert found["grows"] == pytest.approx(2, abs=1e-4)
    assert found["new"] is None  # its own pace is not known yet
    assert found["seldom"] == pytest.approx(1, abs=1e-4)


def test_outcomes_and_visits_to_the_cancellation_page_are_no_use(home):
    world = World(home)
    world.organisation = world.organisation.model_copy(
        update={"settings": world.organisation.settings.model_copy(update={"growth_feature": "sales"})}
    )
    used(world, "K1", 111, 28)
    for ago in range(28):
        world.usage("K1", (SUNDAY - timedelta(days=ago)).isoformat(), None, "sales", value=10.0)
        world.usage("K1", (SUNDAY - timedelta(days=ago)).isoformat(), "a", "cancellation_page")
    world.save()
    assert signs(world, "use_against_expected", on=SUNDAY) == {"K1": 0}


def test_public_holidays_and_july_are_expected_to_be_quieter(home):
    """One that closes on holidays, and one that halves its use in July, are as expected."""
    world, july = World(home), date(2026, 8, 2)
    used(world, "K1", (SUNDAY - july).days + 111, (SUNDAY - july).days + 28)
    for ago in range(27, -1, -1):
        day = july - timedelta(days=ago)
        if day.weekday() < 5 and (day.month != 7 or ago % 2):
            world.usage("K1", day.isoformat(), "K1-a")
    world.save()
    assert signs(world, "use_against_expected", on=july)["K1"] == pytest.approx(1, abs=0.12)


def test_a_season_that_came_last_year_too_is_no_fall(world):
    """Both close for the same four weeks; one did so a year before, of the other nothing is known from then."""
    used(used(world, "closes", 364 + 111, 364 + 28), "closes", 111, 28)
    used(world, "stops", 111, 28)
    for number in range(12):
        used(used(world, f"other{number}", 364 + 111, 364), f"other{number}", 111, 0)
    world.save()
    assert signs(world, "use_shortfall", on=SUNDAY)["stops"] > 3
    assert signs(world, "use_shortfall", on=SUNDAY)["closes"] < 3
    assert signs(world, "use_against_last_year", on=SUNDAY)["closes"] is None


def test_a_dip_of_the_whole_base_is_told_apart(world):
    for number in range(14):
        used(used(world, f"K{number:02}", 111, 28), f"K{number:02}", 27, 0, weekdays=(0, 1) if number else ())
    world.save()
    assert signs(world, "use_against_expected", on=SUNDAY)["K01"] == pytest.approx(0.4, abs=1e-4)
    everyone = signs(world, "use_of_everyone", on=SUNDAY)
    assert list(everyone.values()) == [pytest.approx(0.4 * 13 / 14, abs=1e-4)] * 14
    fallen = signs(world, "use_shortfall", on=SUNDAY)
    assert fallen["K01"] < 0.5  # as all others
    assert fallen["K00"] > fallen["K01"] + 2  # it fell further than they did


def test_when_nobody_uses_anything_no_account_has_fallen(world):
    for number in range(14):
        used(world, f"K{number:02}", 111, 28)
    world.save()
    assert set(signs(world, "use_of_everyone", on=SUNDAY).values()) == {0}
    assert set(signs(world, "use_shortfall", on=SUNDAY).values()) == {None}


def shares(home, paces, copies):
    """Use against expected of each pace, in a base that holds every account so many times."""
    for model in (Block, Identity, Account):
        model.objects.all().delete()
    world = World(home / f"world-{next(FRESH)}")
    world.home.mkdir()
    for copy in range(copies):
        for place, (before, now) in enumerate(paces):
            ref = f"{place}-{copy}"
            used(used(world, ref, 111, 28, weekdays=range(before)), ref, 27, 0, weekdays=range(now))
    found = signs(world.save(), "use_against_expected", on=SUNDAY)
    return [found[f"{place}-0"] for place in range(len(paces))]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(paces=st.lists(st.tuples(st.integers(1, 7), st.integers(0, 7)), min_size=2, max_size=4), times=st.integers(2, 3))
def test_a_base_of_so_many_times_the_size_gives_the_same_shares(home, paces, times):
    alone = shares(home, paces, 1)
    assert shares(home, paces, times) == [None if one is None else pytest.approx(one, abs=1e-4) for one in alone]


def test_use_after_the_day_or_known_later_changes_nothing(world):
    used(world, "K1", 111, 0).save()
    names = ("use_against_expected", "use_shortfall", "days_of_silence")
    before = {name: signs(world, name, on=SUNDAY) for name in names}
    used(world, "K1", -1, -30, weekdays=range(7)).save()
    used(world, "K1", 27, 0, weekdays=(5, 6), who="b").save(known_at=datetime(2026, 12, 1, tzinfo=UTC))
    seen = {name: signs(world, name, on=SUNDAY, known_by=datetime(2026, 11, 30)) for name in names}
    assert seen == before


def test_silence_is_counted_from_what_the_customer_did_not_from_what_we_did(world):
    world.usage("K1", "2026-10-01").tell("note", account_ref="K1", name="call", day=date(2026, 10, 8))
    world.ticket("T1", "opened", "2026-09-01", "K2").ticket("T1", "solved", "2026-10-10", "K2")
    world.answer("nps", 9, "2026-10-11", "K3").account("K4", name="Never heard of").save()
    assert signs(world, "days_of_silence") == {"K1": 10, "K2": 40, "K3": 0, "K4": None}
    assert signs(world, "days_since_contact") == {"K1": 3, "K2": 40, "K3": None, "K4": None}


def test_the_way_to_first_value_is_told_step_by_step(world):
    world.account("K1", signed_up_on="2026-08-01").milestone("K1", "onboarding_started", "2026-09-01")
    world.account("K2", signed_up_on="2026-10-01").milestone("K2", "first_value", "2026-10-06").usage(
        "K1", "2026-10-01"
    )
    for day in ("2026-10-06", "2026-10-07", "2026-10-07", "2026-10-20"):
        world.usage("K2", day)
    world.save()
    assert signs(world, "days_since_start") == {"K1": 40, "K2": 10}
    assert signs(world, "first_value_reached") == {"K1": 0, "K2": 1}
    assert signs(world, "days_since_first_value") == {"K1": None, "K2": 5}
    assert signs(world, "days_used_ever") == {"K1": 1, "K2": 2}


def test_the_newest_answers_hold(world):
    world.answer("nps", 3, "2026-09-01", "K1").answer("nps", 9, "2026-10-01", "K1")
    world.answer("nps", 10, "2026-10-02", "K2").answer("nps", 6, "2026-10-02", "K2")
    world.answer("nps", 0, "2026-10-03", "K1", level="service").answer("ces", 4, "2026-10-03", "K1")
    world.answer("ces", 5, "2026-10-04", "K1", scale=5).save()
    assert signs(world, "newest_nps") == {"K1": 9, "K2": 6}
    assert signs(world, "newest_nps:7") == {"K1": None, "K2": None}
    assert signs(world, "newest_ease") == {"K1": 1, "K2": None}


def test_a_ticket_without_an_answer_waits_where_answers_are_told(world):
    world.ticket("T1", "opened", "2026-10-01", "K1").ticket("T1", "responded", "2026-10-01", "K1", value=90.0)
    world.ticket("T2", "opened", "2026-10-08", "K2").ticket("T3", "opened", "2026-10-02", "K3")
    world.ticket("T3", "solved", "2026-10-03", "K3").ticket("T2", "responded", "2026-10-12", "K2", value=5000.0)
    world.account("K4", name="Asks nothing").save()
    assert signs(world, "longest_wait_hours") == {"K1": 1.5, "K2": 72, "K3": None, "K4": None}
    assert signs(world, "tickets_opened") == {"K1": 1, "K2": 1, "K3": 1, "K4": None}


def person(world, ref, role, since=None, account="K1"):
    """A content of a contact from a day on."""
    world.tell("contact", ref=ref, contact_ref=ref, account_ref=account, category=role,
               valid_from=since and date.fromisoformat(since))  # fmt: skip


def test_a_new_champion_beside_the_former_one_and_a_lost_role_are_changes(world):
    for account in ("K1", "K2", "K3"):
        person(world, f"{account}-a", "champion", account=account)
        world.usage(account, "2026-10-01")
    person(world, "K1-b", "champion", since="2026-10-01")
    person(world, "K2-a", "user", since="2026-09-20", account="K2")
    person(world, "K3-b", "buyer", since="2026-10-01", account="K3")
    world.save()
    assert signs(world, "key_person_changes") == {"K1": 1, "K2": 1, "K3": 0}
    assert signs(world, "key_person_changes:7") == {"K1": 0, "K2": 0, "K3": 0}
    assert signs(world, "key_person_changes", on=date(2026, 9, 30)) == {"K1": None, "K2": 1, "K3": None}


def test_a_key_person_who_stops_is_missed_though_others_go_on(world):
    person(world, "K1-champ", "champion")
    person(world, "K2-champ", "user", account="K2")
    for account in ("K1", "K2"):
        used(world, account, 111, 28, who="champ")
        used(world, account, 111, 0, who="other")
    world.save()
    assert signs(world, "key_person_use", on=SUNDAY) == {"K1": 0, "K2": None}
    assert signs(world, "use_against_expected", on=SUNDAY)["K1"] == pytest.approx(0.5, abs=1e-4)


def test_ends_of_contracts_are_days_away_and_an_end_not_said_yet_is_not_known(world):
    details = '{"renews_on": "2026-12-31", "notice_on": "2026-11-30"}'
    world.subscription("S1", "K1", "2026-01-01", properties=details)
    world.subscription("S2", "K2", "2026-01-01", "2026-11-01")  # a file of history: when that was said is not known
    world.subscription("S3", "K3", "2026-01-01").subscription(
        "S3", "K3", "2026-01-01", "2026-11-10", valid_from="2026-10-01"
    )
    world.subscription("S4", "K4", "2026-01-01").save()
    assert signs(world, "days_to_end") == {"K1": 81, "K2": None, "K3": 30, "K4": None}
    assert signs(world, "days_to_notice") == {"K1": 50, "K2": None, "K3": None, "K4": None}
    assert signs(world, "days_to_end", on=date(2026, 9, 30))["K3"] is None
