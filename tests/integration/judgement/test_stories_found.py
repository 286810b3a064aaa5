"""The demo's stories are told in time, on the right day, once; a Christmas break and a dip of everyone are not."""

import os
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from loiste.accounts.verbs import ensure_accounts
from loiste.demo.fill import demo_organisation
from loiste.demo.period import Period
from loiste.demo.signals import signals
from loiste.judgement import texts
from loiste.judgement.facts import gather_days
from loiste.judgement.judge import accounts
from loiste.judgement.judge_alerts import judge_known, read_by, rules_on
from loiste.judgement.models import Alert, AlertDay
from loiste.organisation.config import Organisation
from loiste.timeline.append import append
from tests.world import World

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 22)
NEVER_OPENS, CHAMPION_LEAVES, SILENT_GIANT = "K90001", "K90002", "K90003"
STORY_RULES = ("stuck_before_value", "key_person_changed", "fading_unheard")
RULES = (*STORY_RULES, "key_person_quiet")
# Days before the last one on which the rules are judged: every fourth week, and daily around what is to be told.
LOOKS = sorted({*range(0, 253, 28), *range(109, 112), 180, 181, *range(159, 163)}, reverse=True)
SEEDS = range(1, 21) if "LOISTE_EXAMPLES" in os.environ else [1]


def now(day):
    return datetime(day.year, day.month, day.day, 23, tzinfo=UTC)


def only(monkeypatch, *keys):
    shipped = texts.shipped

    def chosen(kind):
        return {key: one for key, one in shipped(kind).items() if key in keys}

    monkeypatch.setattr(texts, "shipped", chosen)


def judge(home, organisation, days):
    """The rules as of each of these rising days, by facts of all that are counted in one pass."""
    rules = rules_on()
    for known in gather_days(home, organisation, read_by(rules), days, accounts()):
        judge_known(home, organisation, rules, known, now(known.as_of))


def opened():
    """(rule, account, day) of every alert."""
    return sorted(Alert.objects.values_list("rule", "account__ref", "opened_on"))


def one_shop_in(many, table):
    """The stories, and of the other shops a part."""
    refs = table["account_ref"].unique().to_pylist()
    kept = [ref for ref in refs if ref and (ref >= NEVER_OPENS or int(ref[1:]) % many == 0)]
    return table.filter(pc.is_in(table["account_ref"], pa.array(kept))), kept


@pytest.mark.parametrize("seed", SEEDS)
def test_each_story_is_told_on_its_day_once_and_of_no_other_shop(home, monkeypatch, seed):
    only(monkeypatch, *RULES)
    organisation = demo_organisation(Organisation(name="Test"), UNTIL)
    table, refs = one_shop_in(40, signals(seed, Period(UNTIL, organisation.zone), with_stories=True))
    append(home, table, source="files", batch="demo", now=now(UNTIL))
    ensure_accounts(refs, source="files", by="test", now=now(UNTIL), made_by_row=False)
    judge(home, organisation, [UNTIL - timedelta(days=ago) for ago in LOOKS])

    def ago(days):
        return UNTIL - timedelta(days=days)

    told = opened()
    assert [one for one in told if one[0] in STORY_RULES] == [
        ("fading_unheard", SILENT_GIANT, ago(159)),  # half a year after the last mail, and two days to be sure
        ("key_person_changed", CHAMPION_LEAVES, ago(180)),  # the day on which the new one was named
        ("stuck_before_value", NEVER_OPENS, ago(109)),  # the 45th day without first value
    ]
    quiet = [day for rule, ref, day in told if (rule, ref) == ("key_person_quiet", CHAMPION_LEAVES)]
    assert len(quiet) == 1
    assert ago(205 - 14) <= quiet[0] <= ago(205 - 35)  # who left was there for the last time 205 days ago


@pytest.fixture
def shops(home):
    """Twenty shops that use the product every working day and have somebody who decides; they pay and ask nothing."""

    def told(first, last, closed=lambda number, day: False):
        world = World(home)
        for number in range(20):
            ref = f"K{number:02}"
            world.account(ref, tier="gold", signed_up_on="2024-01-01").milestone(ref, "first_value", "2024-02-01")
            world.subscription(f"S{ref}", ref, "2024-01-01", mrr=900)
            world.tell("contact", ref=f"{ref}-a", contact_ref=f"{ref}-a", account_ref=ref, category="champion")
            for step in range((last - first).days + 1):
                day = first + timedelta(days=step)
                if day.weekday() < 5 and not closed(number, day):
                    world.usage(ref, day.isoformat(), f"{ref}-a")
        return world.save()

    return told


def judged(world, *days):
    judge(world.home, world.organisation, days)


def every(step, first, last):
    return [first + timedelta(days=number) for number in range(0, (last - first).days + 1, step)]


def test_a_christmas_break_raises_nothing(shops, monkeypatch):
    """Half of the shops close for the holidays, for the first time that anybody knows of."""
    only(monkeypatch, *RULES, "use_falls", "silence", "everyone_uses_less")
    world = shops(
        date(2026, 8, 1), date(2027, 2, 14),
        closed=lambda number, day: number % 2 and date(2026, 12, 22) <= day <= date(2027, 1, 6),
    )  # fmt: skip
    january = [date(2027, 1, day) for day in (3, 4, 6, 8, 9, 10, 22)]
    judged(world, date(2026, 12, 20), *january, date(2027, 2, 3))
    assert opened() == []
    assert not AlertDay.objects.filter(wide__gt=0).exists()


def test_a_dip_of_everyone_is_one_notice_to_the_leaders_and_no_alert(shops, monkeypatch):
    only(monkeypatch, "use_falls", "key_person_quiet", "everyone_uses_less")
    dip = date(2026, 11, 9)
    world = shops(date(2026, 6, 1), date(2026, 12, 6), closed=lambda number, day: day >= dip and day.weekday() > 0)
    judged(world, *every(6, dip - timedelta(days=3), date(2026, 12, 6)))
    assert opened() == []
    wide = AlertDay.objects.filter(wide__gt=0).order_by("as_of")
    assert {line.rule for line in wide} == {"everyone_uses_less"}
    assert wide[0].wide == 20
    assert wide[0].as_of <= dip + timedelta(days=10)


def test_when_no_use_comes_in_from_anyone_the_rules_of_use_wait(shops, monkeypatch):
    only(monkeypatch, "use_falls", "silence", "key_person_quiet", "everyone_uses_less")
    world = shops(date(2026, 6, 1), date(2026, 11, 6))
    judged(world, date(2026, 11, 6), date(2026, 11, 12))
    assert opened() == []
    last = AlertDay.objects.filter(as_of=date(2026, 11, 12))
    assert {line.rule: "usage" in line.paused for line in last} == {
        "use_falls": True, "silence": True, "key_person_quiet": True, "everyone_uses_less": True,
    }  # fmt: skip


def test_one_that_falls_alone_is_told_of_with_its_reasons(shops, monkeypatch):
    only(monkeypatch, "use_falls", "everyone_uses_less")
    fall = date(2026, 10, 12)
    world = shops(date(2026, 5, 1), date(2026, 11, 22), closed=lambda number, day: number == 7 and day >= fall)
    judged(world, date(2026, 10, 9), *every(2, date(2026, 10, 24), date(2026, 11, 9)))
    alert = Alert.objects.get()
    assert (alert.rule, alert.account.ref) == ("use_falls", "K07")
    assert fall + timedelta(days=14) <= alert.opened_on <= fall + timedelta(days=28)
    assert {"use_against_expected", "use_shortfall"} <= {item["metric"] for item in alert.evidence}
