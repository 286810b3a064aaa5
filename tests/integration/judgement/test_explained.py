"""What moved an account's score between two days: data, late data, another model, an override; and what is unknown."""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account, Identity
from loiste.judgement import explained, judge, overrides, versions
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Judged, Override, Score
from loiste.judgement.pieces import reasons
from tests.integration.judgement.test_judging import OWN
from tests.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "2"))
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 31)
NEW = OWN.replace("metric: days_of_use, weight: 1", "metric: days_of_use, weight: 3")


def morning_after(day):
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=1)


@pytest.fixture
def world(home, people):
    """Model: use 0-10 days and NPS -100 to 100, both weigh 1. K1 used it on two days, K2 was never heard of."""
    world = World(home)
    for ref in ("K1", "K2"):
        world.account(ref, name=ref)
    world.usage("K1", "2026-03-02", "a").usage("K1", "2026-03-03", "a").save(known_at=morning_after(date(2026, 3, 3)))
    versions.change_text(HEALTH, OWN, by=people["owner"], now=morning_after(FIRST))
    return world


def judged(world, day):
    judge.judge(world.home, world.organisation, as_of=day, now=morning_after(day))


def account(ref="K1"):
    return Account.objects.get(ref=ref)


def between(world, ref="K1", first=FIRST, last=LAST):
    return explained.between(explained.one(world.home, world.organisation, account(ref)), first, last)


def told(found):
    return [("+".join(bar.kinds), bar.component, round(bar.points, 6)) for bar in found.bars]


def test_data_late_data_a_model_and_an_override_each_have_their_bar(world, people):
    """Worked by hand; points of use are 10 a day of the last 28, of an answer of 10 they are 100.

    | state     | use      | NPS              | weights | score |
    | --------- | -------- | ---------------- | ------- | ----- |
    | then      | 2 -> 20  | unknown          | 1, -    | 20    |
    | corrected | 3 -> 30  | unknown          | 1, -    | 30    |  8 March became known on the 15th
    | moved     | 3 -> 30  | 100 -> 100       | 1, 1    | 65    |  15 + 50; 2 and 3 March lie too far back
    | now       | 3 -> 30  | 100 -> 100       | 3, 1    | 47.5  |  22.5 + 25
    """
    judged(world, FIRST)
    world.usage("K1", "2026-03-08", "a").save(known_at=datetime(2026, 3, 15, tzinfo=UTC))
    world.usage("K1", "2026-03-20", "a").usage("K1", "2026-03-21", "a").answer("nps", 10, "2026-03-22", "K1")
    world.save(known_at=datetime(2026, 3, 22, tzinfo=UTC))
    versions.change_text(HEALTH, NEW, by=people["owner"], now=morning_after(FIRST))
    judged(world, LAST)
    overrides.override_score(
        account(), score=40, reason="The champion leaves", expires=date(2026, 4, 30), by=people["colleague"],
        now=morning_after(LAST), today=LAST,
    )  # fmt: skip
    found = between(world)
    assert (found.then.score, found.now.score, found.now.shown) == pytest.approx((20, 47.5, 40))
    assert told(found) == [
        ("component", "use", -15), ("component", "nps", 50), ("rest", "", 0), ("late", "", 10), ("model", "", -17.5),
        ("override", "", -7.5),
    ]  # fmt: skip
    assert sum(bar.points for bar in found.bars) == pytest.approx(20, abs=1e-9)
    assert (found.then.model.version, found.now.model.version) == (1, 2)
    assert (found.then.retold, found.now.retold) == (False, False)


def test_each_component_says_what_it_rests_on_and_what_it_weighs(world):
    judged(world, FIRST)
    side = explained.why(explained.one(world.home, world.organisation, account()), FIRST)
    use, nps = side.pieces["use"], side.pieces["nps"]
    assert (use.value, use.points, use.share, use.gives, use.rests) == pytest.approx((2, 20, 1, 20, "known"))
    assert (nps.value, nps.points, nps.share, nps.gives, nps.rests) == (None, None, 0, 0, "left_out")
    assert (side.coverage, side.band, side.heard) == (0.5, "red", date(2026, 3, 3))
    up, down = reasons(side.pieces)
    assert (up, [one.component.key for one in down]) == ([], ["use"])
    assert down[0].lift == pytest.approx(-30)


def test_a_day_without_a_score_has_no_bars_and_no_zero(world):
    judged(world, FIRST)
    found = between(world, "K2")
    assert (found.bars, found.then.score, found.now.score, found.then.shown) == (None, None, None, None)
    assert {(one.value, one.rests) for one in found.then.pieces.values()} == {(None, "left_out")}


def test_what_was_not_judged_is_counted_by_what_is_known_and_nothing_of_it_came_late(world):
    found = between(world)
    assert found.then.moment.judged is None and found.then.score == pytest.approx(20)
    assert [bar for bar in told(found) if bar[0] == "late"] == [("late", "", 0)]


def test_a_file_of_history_that_is_read_in_later_came_late(world):
    """It was known when it happened, but not here when the day was judged."""
    judged(world, FIRST)
    world.usage("K1", "2026-03-08", "a").save(received=morning_after(date(2026, 3, 15)))
    judged(world, LAST)
    found = between(world)
    assert (found.then.score, found.then.retold) == (pytest.approx(20), False)
    assert [bar for bar in told(found) if bar[0] == "late"] == [("late", "", 10)]


def test_what_cannot_be_counted_again_is_said(world):
    """Use that named nobody known was matched only after the day was judged."""
    world.usage("K9", "2026-03-08", "a").save(known=False)
    judged(world, FIRST)
    Identity.objects.create(source="files", ref="K9", account=account(), rule="hand", by="x", since=morning_after(LAST))
    then = between(world).then
    assert (then.said.score, then.score, then.retold) == (20, pytest.approx(30), True)


STORY = st.lists(
    st.tuples(
        st.sampled_from(["usage", "nps"]), st.dates(date(2026, 2, 20), LAST), st.integers(0, 40), st.integers(0, 10)
    ),
    max_size=8,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=EXAMPLES)
@given(STORY, st.booleans(), st.sampled_from([None, 15, 90]))
def test_the_bars_of_any_story_add_up_to_the_change_of_what_is_shown(world, people, story, changed, own_score):
    for table in (Judged, Score, Override):  # of the story before
        table.objects.all().delete()
    for kind, day, late, value in story:
        if kind == "usage":
            world.usage("K1", day.isoformat(), "b")
        else:
            world.answer("nps", value, day.isoformat(), "K1")
        world.save(known_at=morning_after(day) + timedelta(days=late))
    judged(world, FIRST)
    if changed:
        versions.change_text(HEALTH, NEW, by=people["owner"], now=morning_after(FIRST))
    judged(world, LAST)
    if own_score:
        overrides.override_score(
            account(), score=own_score, reason="x", expires=LAST, by=people["colleague"], now=morning_after(LAST),
            today=LAST,
        )  # fmt: skip
    found = between(world)
    assert sum(bar.points for bar in found.bars) == pytest.approx(found.now.shown - found.then.shown, abs=1e-9)
