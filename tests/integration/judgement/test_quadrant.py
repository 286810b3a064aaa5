"""The quadrant: who stands in which corner, what is kept of it, and that the future cannot be seen."""

import os
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account, Audit
from loiste.judgement import corner_keeping, corners, judge, needs, promised, versions
from loiste.judgement.facts import gather
from loiste.judgement.kinds import QUADRANT, SEGMENT
from loiste.judgement.models import Corner, Cornered, Judged, Membership
from loiste.judgement.words import dump
from tests.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "2"))
DAY = date(2026, 3, 31)
NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
PLACES = {
    "K1": ("both", 10, 12), "K2": ("experience_only", 10, 8), "K3": ("outcomes_only", 2, 12), "K4": ("neither", 2, 8),
    "K5": ("experience_unknown", None, 12), "K6": ("outcomes_unknown", 10, None), "K7": ("unknown", None, None),
}  # fmt: skip


@pytest.fixture
def world(home):
    """One account for each corner, told by what it answered and how its own sales went against 10 a year before."""
    world = World(home)
    for ref, (_corner, answer, sales) in PLACES.items():
        world.account(ref, name=ref).subscription(f"S{ref}", ref, "2025-01-01", mrr=100)
        if answer is not None:
            world.answer("nps", answer, "2026-03-01", ref)
        if sales is not None:
            for on, value in (("2025-03-20", 10), ("2026-03-20", sales)):
                world.usage(ref, on, "a", feature="sales", value=value)
    world.account("K8", name="K8").subscription("SK8", "K8", "2025-01-01", "2026-01-31", mrr=100)
    world.answer("nps", 10, "2026-03-01", "K8").save()
    return world


def judged(world, day=DAY):
    judge.judge(world.home, world.organisation, as_of=day, now=NOW)


def changed(people, **axis):
    """A version of the shipped text with other bounds on outcomes."""
    text = promised.quadrant().text
    new = text.model_copy(update={"outcomes": text.outcomes.model_copy(update=axis)})
    return versions.change_text(QUADRANT, dump(new), by=people["owner"], now=NOW)


def kept(day=DAY):
    rows, refs = corner_keeping.said(day), dict(Account.objects.values_list("id", "ref"))
    return {refs[account]: row for account, row in rows.items()}


def test_each_account_stands_in_its_corner_or_beside_the_square_where_an_axis_is_not_known(world):
    judged(world)
    found = kept()
    assert {ref: found[ref].corner for ref in PLACES} == {ref: place for ref, (place, *_rest) in PLACES.items()}
    assert (found["K1"].experience, round(found["K1"].outcomes, 6)) == (100, 83.333333)
    assert (found["K5"].experience, found["K5"].experience_coverage) == (None, 0)
    assert (found["K6"].outcomes, found["K6"].outcomes_coverage) == (None, 0)
    assert "K8" not in found  # pays nothing any more
    assert {row.account.ref for row in Corner.objects.all()} == set(PLACES)
    assert Judged.objects.get().quadrant == {
        "key": "quadrant", "version": 0, "corners": {place: [1, 100_000_000, 0] for place, *_rest in PLACES.values()}
    }  # fmt: skip


def test_only_what_changes_is_kept_and_nothing_is_said_otherwise_later(world, people):
    judged(world)
    rows = list(Cornered.objects.order_by("id").values())
    judged(world, DAY + timedelta(days=1))
    assert Cornered.objects.count() == len(rows)
    changed(people, good_from=90.0)
    judged(world, DAY + timedelta(days=2))
    found = kept(DAY + timedelta(days=2))
    assert (found["K1"].corner, found["K1"].version) == ("experience_only", 1)
    assert list(Cornered.objects.order_by("id").values()[: len(rows)]) == rows
    stand = {one.account.ref: (one.corner, one.since) for one in Corner.objects.select_related("account")}
    assert stand["K1"] == ("experience_only", DAY + timedelta(days=2)) and stand["K2"] == ("experience_only", DAY)
    versions.switch_text(QUADRANT, "quadrant", on=False, by=people["owner"], now=NOW)
    judged(world, DAY + timedelta(days=3))
    assert not Corner.objects.exists() and Judged.objects.order_by("as_of").last().quadrant == {}
    assert {row.corner for row in kept(DAY + timedelta(days=3)).values()} == {""} and kept()["K1"].corner == "both"


def test_several_days_judged_together_say_what_each_says_by_itself(world):
    days = [DAY - timedelta(days=ago) for ago in (28, 0)]
    list(judge.judge_days(world.home, world.organisation, days, now=NOW))
    fields = ("account", "as_of", "corner", "experience", "outcomes")
    together = list(Cornered.objects.order_by("id").values_list(*fields))
    for rows in (Cornered, Corner, Judged):
        rows.objects.all().delete()
    for day in days:
        judged(world, day)
    assert list(Cornered.objects.order_by("id").values_list(*fields)) == together
    assert len({day for _account, day, *_rest in together}) > 1


def test_only_who_may_change_settings_changes_the_text_and_the_log_tells(people, home):
    for name in ("colleague", "read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            versions.change_text(QUADRANT, promised.quadrant().yaml, by=people[name], now=NOW)
    assert changed(people, good_from=90.0).number == 1
    assert [line.action for line in Audit.objects.all()] == ["quadrant.change"]


@pytest.mark.parametrize(
    "before, after, advice",
    [
        ("metric: customer_growth", "metric: days_of_use", "use is no outcome"),
        ("metric: customer_growth", "metric: nonsense", "there is no metric nonsense"),
        ("outcomes: bad", "outcomes: good", "each of the four corners once"),
        ("key: ease", "key: csat", "two components are named csat"),
        ("metric: csat", "metric: csat\n    group: answers", "stand in no groups"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_advice(people, home, before, after, advice):
    with pytest.raises(ValidationError, match=advice):
        versions.change_text(QUADRANT, promised.quadrant().yaml.replace(before, after), by=people["owner"], now=NOW)


def facts(world, **known):
    text = promised.quadrant().text
    return gather(world.home, world.organisation, needs.of_quadrant(text), DAY, judge.accounts(), **known)


RULE = "{all: [{attribute: corner, is_one_of: [both, experience_only]}, {not: {attribute: corner, is_one_of: [both]}}]}"
SEGMENT_TEXT = f"key: at_risk\nname: {{fi: Vaarassa, en: At risk}}\nrule: {RULE}\n"


def test_segments_rest_on_corners_of_the_very_day_but_the_quadrant_never_on_segments(world, people):
    versions.change_text(SEGMENT, SEGMENT_TEXT, by=people["owner"], now=NOW)
    judged(world)
    members = Membership.objects.filter(segment="at_risk").values_list("account__ref", "from_day")
    assert list(members) == [("K2", DAY)]
    for applies in ("{segment: at_risk}", "{attribute: corner, known: true}"):
        yaml = re.sub(
            r"applies:.*?(?=^experience:)", f"applies: {applies}\n", promised.quadrant().yaml, flags=re.S | re.M
        )
        with pytest.raises(ValidationError, match="may rest on the quadrant"):
            versions.change_text(QUADRANT, yaml, by=people["owner"], now=NOW)


LATER = st.lists(
    st.tuples(
        st.sampled_from(["sales", "nps", "csat", "ticket", "leaves"]), st.sampled_from([*PLACES, "K8"]),
        st.integers(-40, 40), st.integers(0, 10),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=EXAMPLES)
@given(LATER)
def test_what_happens_or_becomes_known_later_never_changes_a_corner_of_an_earlier_day(world, told):
    """Those dated later are told at once, those dated earlier become known after the day."""
    text = promised.quadrant()

    def asked():
        known = facts(world, known_by=datetime(2026, 3, 31, 21))
        return {key: row for key, row in corners.judged(text.text, text.version, known).items() if row.corner}

    before = asked()
    for kind, account, days, value in told:
        on = (DAY + timedelta(days=days)).isoformat()
        if kind == "sales":
            world.usage(account, on, "c", feature="sales", value=value)
        elif kind == "ticket":
            world.ticket(f"T{account}{on}{value}", "opened", on, account)
        elif kind == "leaves":
            world.milestone(account, "left", on)
        else:
            world.answer(kind, min(value, 5) or 1, on, account)
    world.save(known_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert asked() == before
