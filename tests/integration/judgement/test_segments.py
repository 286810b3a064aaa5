"""Segments: a name for a rule, who came in and who left on which day, and what the timeline tells of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account, Identity
from loiste.accounts.one import moments
from loiste.accounts.one.own import own as own_of
from loiste.judgement import facts, judge, members, moves, needs, versions
from loiste.judgement.kinds import HEALTH, SEGMENT
from loiste.judgement.models import Membership
from loiste.judgement.rules import AllOf, Compare, Not
from loiste.metrics import moments as last_moments
from loiste.metrics.session import open_session
from loiste.timeline.within import reading
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
BUSY = """
key: busy
name: {fi: Ahkerat, en: Busy}
rule: {metric: days_of_use, at_least: 3}
"""
OF_SEGMENT = """
key: own
order: 1
name: {fi: Oma, en: Own}
applies: {segment: busy}
components:
- {key: use, metric: days_of_use, weight: 1, shape: {kind: linear, points: [[0, 0], [10, 100]]}}
"""


@pytest.fixture
def world(home):
    """K1 uses much, K2 little, of K3 nothing was heard."""
    world = World(home)
    for ref in ("K1", "K2", "K3"):
        world.account(ref, name=ref, tier="gold" if ref == "K1" else None)
    for number in range(5):
        world.usage("K1", f"2026-03-{10 + number}", "a")
    world.usage("K2", "2026-03-20", "b")
    return world.save()


def write(people, text, kind=SEGMENT, **more):
    return versions.change_text(kind, text, by=people["owner"], now=NOW, **more)


def judged(world, days=0):
    return judge.judge(world.home, world.organisation, as_of=DAY + timedelta(days=days), now=NOW + timedelta(days=days))


def rows():
    found = Membership.objects.order_by("id").select_related("account")
    return [(one.account.ref, one.version, (one.from_day - DAY).days, one.to_day and (one.to_day - DAY).days)
            for one in found if one.segment == "busy"]  # fmt: skip


def told(world, ref):
    """What the timeline of an account says of segments."""
    own = own_of(reading(world.home), Account.objects.get(ref=ref))
    page = moments.page(own, moments.Asked(date(2020, 1, 1), date(2030, 1, 1), ("judgement",)))
    return [(row["day"], row["name"], row["ref"]) for row in page.rows]


def answered(world, rule, **more):
    accounts = judge.accounts()
    known = facts.gather(world.home, world.organisation, needs.of_rule(rule), DAY, accounts, **more)
    names = dict(Account.objects.values_list("id", "ref"))
    answer = rule.answer(known)
    return tuple({names[pk] for pk in accounts[side].tolist()} for side in answer)


def test_a_segment_named_in_a_rule_is_answered_as_if_its_rule_stood_there(world, people):
    write(people, BUSY)
    named, written = Compare(segment="busy"), Compare(metric="days_of_use", at_least=3)
    for shape in (lambda one: one, lambda one: Not(**{"not": one}),
                  lambda one: AllOf(all=(one, Compare(attribute="tier", known=True)))):  # fmt: skip
        assert answered(world, shape(named)) == answered(world, shape(written))
    assert answered(world, named) == ({"K1"}, {"K2"})  # of K3 nothing is known: neither in nor surely out


def test_a_health_model_applies_to_a_segment(world, people):
    write(people, BUSY)
    write(people, OF_SEGMENT, HEALTH)
    judged(world)
    from loiste.judgement.models import Score

    assert dict(Score.objects.filter(model="own").values_list("account__ref", "score")) == {"K1": 50}


def test_who_comes_in_and_who_leaves_is_kept_and_nothing_else(world, people):
    write(people, BUSY)
    judged(world)
    assert rows() == [("K1", 1, 0, None)] and told(world, "K1") == []  # nobody knows since when it is in
    judged(world, 1)
    assert rows() == [("K1", 1, 0, None)]
    for number in range(3):
        world.usage("K2", f"2026-04-0{1 + number}", "b")
    world.save(known_at=NOW)
    judged(world, 3)
    assert rows() == [("K1", 1, 0, None), ("K2", 1, 3, None)]
    judged(world, 45)
    assert rows() == [("K1", 1, 0, 45), ("K2", 1, 3, 45)]
    assert told(world, "K2") == [
        (DAY + timedelta(days=45), "segment_left", "busy"), (DAY + timedelta(days=3), "segment_entered", "busy")
    ]  # fmt: skip


def test_what_a_changed_text_does_is_kept_but_is_no_movement_of_the_account(world, people):
    write(people, BUSY)
    judged(world)
    write(people, BUSY.replace("at_least: 3", "at_least: 1"))
    judged(world, 1)
    assert rows() == [("K1", 1, 0, None), ("K2", 2, 1, None)]
    write(people, BUSY + "on: false\n")
    judged(world, 2)
    assert rows() == [("K1", 1, 0, 2), ("K2", 2, 1, 2)]
    assert told(world, "K1") == told(world, "K2") == []


def test_told_twice_a_movement_is_there_once_also_after_a_judging_that_was_cut_off(world, people, monkeypatch):
    write(people, BUSY)
    judged(world)
    for number in range(3):
        world.usage("K2", f"2026-04-0{1 + number}", "b")
    world.save(known_at=NOW)
    monkeypatch.setattr(moves, "tell", cut_off)
    with pytest.raises(KeyboardInterrupt):
        judged(world, 3)
    monkeypatch.undo()
    judged(world, 3)
    assert rows() == [("K1", 1, 0, None), ("K2", 1, 3, None)]
    assert len(told(world, "K2")) == 1
    assert moves.tell(world.home, members_texts(), as_of=DAY + timedelta(days=3), now=NOW) == 0
    assert len(told(world, "K2")) == 1


def cut_off(*_args, **_more):
    raise KeyboardInterrupt


def members_texts():
    from loiste.judgement.texts import segments

    return segments()


def test_our_own_signals_are_no_sign_of_life_from_the_customer(world, people):
    write(people, BUSY.replace("metric: days_of_use, at_least: 3", "attribute: tier, known: true"))
    judged(world)
    before = standing(world, 2)
    world.account("K3", tier="gold").save()  # said of it, not heard from it
    judged(world, 2)
    assert [name for _day, name, _ref in told(world, "K3")] == ["segment_entered"]
    assert standing(world, 2) == before
    assert answered(world, Compare(metric="days_of_use", known=True))[0] == {"K1", "K2"}


def standing(world, days):
    """The last day heard of, and of a contact, by account."""
    session = open_session(world.home, world.organisation, [DAY], [last_moments.NEEDED])
    today = DAY + timedelta(days=days)
    found = last_moments.last_signals(session, today), last_moments.last_contacts(session, today)
    session.close()
    return found


def test_an_account_that_is_part_of_another_leaves_without_a_word(world, people):
    from loiste.accounts.act import Act
    from loiste.accounts.merging import merge_accounts

    write(people, BUSY)
    judged(world)
    one, other = Account.objects.get(ref="K1"), Account.objects.get(ref="K2")
    merge_accounts(Act(world.home, people["owner"], NOW, DAY), other, one)
    judged(world, 1)
    assert [row[0] for row in rows() if row[3] is None] == ["K2"]
    assert not any(name == "segment_left" for _day, name, _ref in told(world, "K2"))


def test_a_segment_that_something_names_is_not_switched_off(world, people):
    write(people, BUSY)
    write(people, OF_SEGMENT, HEALTH)
    with pytest.raises(ValidationError, match="own names the segment busy"):
        write(people, BUSY + "on: false\n")
    write(people, OF_SEGMENT + "on: false\n", HEALTH)
    assert write(people, BUSY + "on: false\n").number == 2


def test_only_who_may_change_settings_changes_a_segment(people, home):
    for name in ("colleague", "read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            versions.change_text(SEGMENT, BUSY, by=people[name], now=NOW)
    assert write(people, BUSY, because=" Kevään kampanja ").because == "Kevään kampanja"


def test_a_text_changed_again_on_the_same_day_takes_back_what_it_did(world, people):
    def changed(least):
        write(people, BUSY.replace("at_least: 3", f"at_least: {least}"))
        judge.catch_up(world.home, world.organisation, as_of=DAY, now=NOW)
        inside = Membership.objects.filter(members.holding(DAY), segment="busy")
        return sorted(inside.values_list("account__ref", flat=True))

    assert changed(3) == ["K1"] and changed(1) == ["K1", "K2"] and changed(9) == [] and changed(2) == ["K1"]
    judged(world)
    judged(world, 1)
    assert [row[0] for row in rows() if row[3] is None] == ["K1"]
    assert told(world, "K1") == told(world, "K2") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=3)
@given(st.lists(st.tuples(st.sampled_from(["K1", "K2", "K3"]), st.integers(-40, 20)), min_size=1, max_size=6))
def test_what_happens_or_becomes_known_later_changes_nobody_of_an_earlier_day(world, people, later):
    rule = Compare(segment="busy")
    write(people, BUSY)
    before = answered(world, rule, known_by=datetime(2026, 3, 31, 21))
    for account, days in later:
        world.usage(account, (DAY + timedelta(days=days)).isoformat(), "c")
    world.save(known_at=datetime(2026, 4, 2, tzinfo=UTC))
    assert answered(world, rule, known_by=datetime(2026, 3, 31, 21)) == before


def test_judging_asks_as_often_for_many_accounts_as_for_few(world, people, django_assert_max_num_queries):
    write(people, BUSY.replace("metric: days_of_use, at_least: 3", "everyone: true"))
    for number in range(600):
        world.account(f"X{number}", name=f"X{number}")
    world.save()
    known = facts.gather(
        world.home, world.organisation, members.needed(members_texts().values()), DAY, judge.accounts()
    )  # fmt: skip
    with django_assert_max_num_queries(40):
        members.keep(world.home, members_texts().values(), known, as_of=DAY, now=NOW)
    assert Membership.objects.filter(segment="busy").count() == 603
    assert Identity.objects.filter(source="loiste").count() == 0
