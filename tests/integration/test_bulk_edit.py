"""Changing many accounts at once: what follows, what is kept for undoing, and that it is all or nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts import bulk
from loiste.accounts.hand import set_attributes
from loiste.accounts.models import Account, Audit, BulkEdit
from loiste.accounts.projection import project
from loiste.accounts.verbs import archive_account

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW, DAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def accounts():
    return [
        Account.objects.create(ref=f"a{n}", name=f"A {n}", owner="Aino", tags=["old"], attributes={"size": str(n)})
        for n in range(3)
    ]


def state():
    fields = ("owner", "tier", "country", "tags", "attributes", "archived_at")
    return list(Account.objects.order_by("ref").values_list(*fields))


CHANGES = [("owner", "Satu"), ("owner", ""), ("tier", "gold"), ("country", "FI"), ("add_tags", "new, vip"),
           ("remove_tags", "old"), ("attr.size", "9"), ("attr.region", "North"), ("archive", "")]  # fmt: skip


@pytest.mark.parametrize(("what", "value"), CHANGES)
@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_every_change_is_undone_exactly(home, people, accounts, what, value, who):
    before = state()
    edit = bulk.edit(home, accounts, what, value, day=DAY, by=people[who], now=NOW)
    assert edit.accounts == 3 and state() != before
    assert bulk.undo(home, edit, day=DAY, by=people[who], now=LATER) == (3, 0)
    empty = {"region": None} if what == "attr.region" else {}
    assert state() == [(*row[:4], row[4] | empty, row[5]) for row in before]
    assert Audit.objects.filter(subject=edit.public_id).count() == 2
    assert Audit.objects.exclude(subject=edit.public_id).count() == 6


def test_the_change_is_a_signal_that_making_rows_anew_keeps(home, people, accounts):
    edit = bulk.edit(home, accounts, "add_tags", "vip", day=DAY, by=people["owner"], now=NOW)
    project(home, as_of=DAY)
    assert {tuple(tags) for tags in Account.objects.values_list("tags", flat=True)} == {("old", "vip")}
    bulk.undo(home, edit, day=DAY, by=people["owner"], now=LATER)
    project(home, as_of=DAY)
    assert {tuple(tags) for tags in Account.objects.values_list("tags", flat=True)} == {("old",)}


@pytest.mark.parametrize("who", ["read_only"])
def test_who_may_only_look_neither_changes_nor_undoes(home, people, accounts, who):
    before = state()
    with pytest.raises(PermissionDenied):
        bulk.edit(home, accounts, "owner", "x", day=DAY, by=people[who], now=NOW)
    edit = bulk.edit(home, accounts, "owner", "x", day=DAY, by=people["owner"], now=NOW)
    with pytest.raises(PermissionDenied):
        bulk.undo(home, edit, day=DAY, by=people[who], now=NOW)
    assert state() != before and Audit.objects.filter(by=people[who].email).count() == 0


def test_undoing_leaves_alone_what_was_changed_since(home, people, accounts):
    edit = bulk.edit(home, accounts, "owner", "Satu", day=DAY, by=people["owner"], now=NOW)
    one = Account.objects.get(ref="a1")
    set_attributes(home, {one: {"owner": "Risto"}}, day=DAY, by=people["colleague"], now=NOW + timedelta(minutes=1))
    assert bulk.undo(home, edit, day=DAY, by=people["owner"], now=LATER) == (2, 1)
    assert [row[0] for row in state()] == ["Aino", "Risto", "Aino"]


def test_accounts_that_say_so_already_are_not_touched(home, people, accounts):
    archive_account(accounts[0], by=people["owner"], now=NOW - timedelta(days=1))
    edit = bulk.edit(home, accounts, "archive", "", day=DAY, by=people["owner"], now=NOW)
    assert edit.accounts == 2
    assert bulk.undo(home, edit, day=DAY, by=people["owner"], now=LATER) == (2, 0)
    assert [bool(row[5]) for row in state()] == [True, False, False]
    assert bulk.edit(home, accounts, "owner", "Aino", day=DAY, by=people["owner"], now=NOW).accounts == 0


def test_what_fails_half_way_changes_nothing(home, people, accounts, monkeypatch):
    before = state()
    monkeypatch.setattr(BulkEdit.objects, "create", lambda **_: 1 / 0)
    for what in ("owner", "archive"):
        with pytest.raises(ZeroDivisionError):
            bulk.edit(home, accounts, what, "x", day=DAY, by=people["owner"], now=NOW)
    assert state() == before and not Audit.objects.exists()
    project(home, as_of=DAY)
    assert state() == before


def test_a_change_is_undone_once(home, people, accounts):
    edit = bulk.edit(home, accounts, "tier", "gold", day=DAY, by=people["owner"], now=NOW)
    bulk.undo(home, edit, day=DAY, by=people["owner"], now=LATER)
    with pytest.raises(ValidationError):
        bulk.undo(home, edit, day=DAY, by=people["owner"], now=LATER)


def test_an_account_merged_away_meanwhile_counts_as_changed(home, people, accounts):
    edit = bulk.edit(home, accounts, "tier", "gold", day=DAY, by=people["owner"], now=NOW)
    Account.objects.filter(ref="a0").update(merged_into=accounts[1])
    assert bulk.undo(home, edit, day=DAY, by=people["owner"], now=LATER) == (2, 1)


def test_only_what_is_said_is_written(home, people, accounts):
    """Another person's change of another column, made while the page was open, stays."""
    Account.objects.filter(ref="a0").update(tier="silver")
    bulk.edit(home, accounts, "owner", "Satu", day=DAY, by=people["owner"], now=NOW)
    assert state()[0][:2] == ("Satu", "silver")
