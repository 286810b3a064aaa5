"""Renewals: terms and notice, calls and who may make them, the past as it was known, and whose calls were right."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Account, Audit
from loiste.accounts.one.own import own
from loiste.accounts.projection import project
from loiste.judgement import judge, obstacles, renewal_calls, renewal_contracts, renewal_right, renewals
from loiste.judgement.models import Alert, RedParts, RenewalCall
from loiste.judgement.renewal_terms import terms
from loiste.judgement.renewal_wanted import Wanted, asked, notice, sums
from loiste.timeline.within import reading
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW, TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)


def ends(renews=None, notice_on=None, **more):
    said = {"renews_on": renews, "notice_on": notice_on, **more}
    return "{" + ", ".join(f'"{k}": {v if v in ("true", "false") else chr(34) + v + chr(34)}' for k, v in said.items() if v) + "}"


@pytest.fixture
def world(home):
    """Ahven renews in May with notice in April; Hauki has no known notice; Kuha ends; Lahna pays by the month; Made is
    of somebody else, in kronor; Siika has two contracts that end apart."""
    world = World(home).rate("2026-01-01", "SEK", "0.1")
    for ref, owner in (("Ahven", "Colleague"), ("Hauki", "Colleague"), ("Kuha", "Owner"), ("Lahna", "Owner"),
                       ("Made", "Somebody"), ("Siika", "Colleague")):  # fmt: skip
        world.account(ref, "2025-01-01", name=f"{ref} Oy", owner=owner, tier="gold")
    world.subscription("S1", "Ahven", "2025-01-01", mrr=100.10, properties=ends("2026-05-01", "2026-04-01"))
    world.subscription("S2", "Hauki", "2025-01-01", mrr=200, properties=ends("2026-06-15"))
    world.subscription("S3", "Kuha", "2025-01-01", "2026-04-20", mrr=50, properties=ends(auto_renew="false"))
    world.subscription("S4", "Lahna", "2025-01-01", mrr=30, properties=ends(auto_renew="true"))
    world.subscription("S5", "Made", "2025-01-01", mrr=1000, currency="SEK", properties=ends("2026-03-20", "2026-02-20"))
    world.subscription("S6", "Siika", "2025-01-01", mrr=10, properties=ends("2026-07-01", "2026-06-01"))
    world.subscription("S7", "Siika", "2025-01-01", mrr=20, properties=ends("2027-12-01", "2027-11-01"))
    world.subscription("S8", "Siika", "2025-01-01", mrr=20, trial=True, properties=ends("2026-07-01", "2026-06-01"))
    world.tell("note", account_ref="Ahven", name="call", day=date(2026, 2, 1), text="x")
    world.save(received=datetime(2026, 2, 25, tzinfo=UTC))
    project(home, as_of=TODAY)
    return world


def look(world, by=COMMAND_LINE, day=TODAY, **more):
    return renewals.look(world.home, world.organisation, by=by, day=day, today=TODAY, **more)


def term_of(world, name, day=TODAY):
    return next(one.term for one in look(world, day=day, months=24).lines if one.who.name == name)


def call(world, by, name="Ahven Oy", says="renews", **more):
    account = Account.objects.get(name=name)
    when = {"by": by, "now": NOW, "today": TODAY, **more}
    return renewal_calls.call_renewal(account, term_of(world, name), says, **when)


def test_renewals_stand_by_the_last_day_of_notice_and_say_what_is_not_known(world):
    found = look(world)
    told = [(one.who.ref, one.term.due, notice(one, TODAY), one.term.amount, one.term.currency) for one in found.lines]
    assert told == [
        ("Ahven", date(2026, 4, 1), "open", 100_100_000, "EUR"),
        ("Kuha", date(2026, 4, 20), "ends", 50_000_000, "EUR"),
        ("Siika", date(2026, 6, 1), "open", 10_000_000, "EUR"),
        ("Hauki", date(2026, 6, 15), "unknown", 200_000_000, "EUR"),
        ("Made", date(2026, 2, 20), "over", 1_000_000_000, "SEK"),
    ]
    assert [one.term.worth for one in found.lines][-1] == 100_000_000
    assert (found.open_ended, found.open_accounts, found.open_worth) == (1, 1, 30_000_000)
    assert [one.contact_on for one in found.lines if one.contact_on] == [date(2026, 2, 1)]
    assert [one.who.ref for one in look(world, months=24).lines][-2] == "Siika"
    assert [one.who.ref for one in asked(found.lines, Wanted(notice="unknown"), TODAY)] == ["Hauki"]
    assert [one.who.ref for one in asked(found.lines, Wanted(sort="-mrr"), TODAY)][:2] == ["Hauki", "Ahven"]
    assert [(one.key, one.all) for one in sums(found.lines, "month", TODAY)][:2] == [("over", 100_000_000), ("2026-04", 150_100_000)]


def test_one_accounts_terms_are_the_same_read_alone(world):
    for account in Account.objects.all():
        alone = renewal_contracts.of_one(own(reading(world.home), account), account.pk, world.organisation, TODAY)
        rates = renewal_contracts.worth(alone, world.organisation, TODAY)
        found, _open = terms(alone, TODAY, rates, "EUR")
        assert found == [one.term for one in look(world, months=24).lines if one.who.pk == account.pk]


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_those_who_may_change_call_and_take_back_and_nothing_is_overwritten(world, people, who):
    first = call(world, people[who], says="unsure", next_step="  Meet   Kaisa ")
    second = call(world, people[who], amount=Decimal("80.50"), currency="EUR", on=date(2026, 4, 15))
    assert (first.amount, first.next_step, first.on, second.amount) == (None, "Meet Kaisa", date(2026, 5, 1), 80_500_000)
    line = look(world).lines[0]
    assert (line.says, line.call, line.expected) == ("renews", second, 80_500_000)
    with pytest.raises(ValidationError):
        renewal_calls.take_back_call(first, by=people[who], now=NOW, today=TODAY)
    renewal_calls.take_back_call(second, by=people[who], now=NOW, today=TODAY)
    assert look(world).lines[0].call == first and RenewalCall.objects.count() == 3
    assert [one.action for one in Audit.objects.order_by("id")] == ["renewal.call"] * 2 + ["renewal.take_back"]
    assert Audit.objects.order_by("id")[1].before["says"] == "unsure"


@pytest.mark.parametrize("who", ["read_only", "stranger"])
def test_others_call_nothing_and_leave_no_trace(world, people, who):
    made = call(world, people["owner"])
    Audit.objects.all().delete()
    with pytest.raises(PermissionDenied):
        call(world, people[who])
    with pytest.raises(PermissionDenied):
        renewal_calls.take_back_call(made, by=people[who], now=NOW, today=TODAY)
    assert not Audit.objects.exists() and RenewalCall.objects.count() == 1
    assert look(world, people["stranger"]).lines == []


@pytest.mark.parametrize(
    "field, wrong",
    [
        ("says", {"says": "maybe"}), ("amount", {"amount": Decimal(-1)}), ("amount", {"amount": Decimal("NaN")}),
        ("amount", {"amount": Decimal(5), "currency": "SEK"}), ("amount", {"says": "leaves", "amount": Decimal(5)}),
        ("on", {"on": TODAY - timedelta(days=1)}), ("on", {"on": date(2030, 1, 1)}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_name(world, people, field, wrong):
    with pytest.raises(ValidationError) as refused:
        call(world, people["owner"], **wrong)
    assert list(refused.value.message_dict) == [field]
    assert not RenewalCall.objects.exists()


def test_the_past_shows_what_was_known_and_called_then(world, people):
    call(world, people["owner"])
    world.subscription("S9", "Lahna", "2025-06-01", mrr=5, properties=ends("2026-09-01", "2026-08-01"))
    world.save(known_at=NOW - timedelta(days=1))
    before = look(world, day=TODAY - timedelta(days=3))
    assert "Lahna" not in [one.who.ref for one in before.lines] and "Lahna" in [one.who.ref for one in look(world).lines]
    assert {one.call for one in before.lines} == {None}
    assert {one.who.owner for one in before.lines} == {"Colleague", "Owner", "Somebody"}


def test_a_call_stays_with_a_term_whose_end_was_corrected_and_not_with_the_next_one(world, people):
    call(world, people["owner"])
    said = ends("2026-05-08", "2026-04-08")
    world.subscription("S1", "Ahven", "2025-01-01", mrr=100.10, valid_from="2026-03-01", properties=said).save(known_at=NOW)
    assert [one.says for one in look(world).lines if one.who.ref == "Ahven"] == ["renews"]
    said = ends("2027-05-01", "2027-04-01")
    world.subscription("S1", "Ahven", "2025-01-01", mrr=100.10, valid_from="2026-03-02", properties=said).save(known_at=NOW)
    assert [one.says for one in look(world, months=24).lines if one.who.ref == "Ahven"] == [""]


def test_what_stands_in_the_way_is_told_in_words(world):
    judge.judge(world.home, world.organisation, as_of=TODAY, now=NOW)
    account = Account.objects.get(ref="Ahven")
    row = RedParts.objects.filter(account=account).first()
    alert = {"sort": "worry", "severity": "high", "opened_on": TODAY, "at": NOW}
    Alert.objects.create(account=account, rule="turned_red", **alert)
    Alert.objects.create(account=account, reason="They asked for a price", **alert)
    found = obstacles.obstacles([account.pk], TODAY)[account.pk]
    assert found.alerts == ["Health turned red", "They asked for a price"]
    assert [one.key for one in found.parts] == (row.parts if row else [])
    assert obstacles.obstacles([account.pk], TODAY - timedelta(days=1))[account.pk].alerts == []
    count = RedParts.objects.count()
    judge.judge(world.home, world.organisation, as_of=TODAY + timedelta(days=1), now=NOW)
    assert RedParts.objects.count() == count  # the same is not said twice


def test_whose_calls_were_right_is_told_when_the_term_is_over(world, people):
    day = date(2026, 6, 20)
    call(world, people["owner"], says="leaves")
    call(world, people["owner"], "Kuha Oy", "leaves")
    call(world, people["owner"], "Hauki Oy", "unsure")
    call(world, people["owner"], "Siika Oy", "leaves")

    def told():
        return renewal_right.ended(
            world.home, world.organisation, by=people["colleague"], day=day, today=day, since=TODAY
        )

    found = {one.call.account.ref: (one.outcome, one.verdict(), one.verdict(90)) for one in told()}
    assert found == {
        "Ahven": ("renewed", "wrong", None), "Kuha": ("left", "right", None), "Hauki": ("renewed", "unsure", "unsure"),
    }  # fmt: skip
    records = {one.owner: (one.ended, one.counts[0]) for one in renewal_right.records(told())}
    assert records == {
        "Colleague": (2, {"right": 0, "wrong": 1, "unsure": 1}), "Owner": (1, {"right": 1, "wrong": 0, "unsure": 0}),
    }  # fmt: skip
    world.subscription("S10", "Kuha", "2026-05-01", mrr=40).save(known_at=NOW)
    assert {one.call.account.ref: one.outcome for one in told()}["Kuha"] == "renewed"  # by a contract in its place


def test_a_longer_list_asks_no_more_questions(world, people):
    def ask():
        found = look(world, people["owner"])
        obstacles.obstacles([one.who.pk for one in found.lines], TODAY)

    def counted():
        with CaptureQueriesContext(connection) as asked:
            ask()
        return len(asked)

    call(world, people["owner"])
    ask()
    before = counted()
    for number in range(20):
        world.account(f"M{number}", "2025-01-01", name=f"Muikku {number}", owner="Owner")
        world.subscription(f"M{number}", f"M{number}", "2025-01-01", properties=ends("2026-08-01", "2026-07-01"))
    world.save()
    ask()
    assert len(look(world, people["owner"]).lines) == 25
    assert counted() <= before
