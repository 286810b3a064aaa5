"""What may be done to accounts, by whom, and what is written down of it."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from loiste.accounts.doors import account_for, accounts_for
from loiste.accounts.models import Account, Audit
from loiste.accounts.verbs import archive_account, ensure_accounts, restore_account

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_those_who_may_change_archive_and_restore_and_it_is_written_down(people, who):
    account = Account.objects.create(ref="a", name="A")
    archive_account(account, by=people[who], now=NOW)
    archive_account(account, by=people[who], now=NOW)
    assert Account.objects.get().archived_at == NOW
    restore_account(account, by=people[who], now=NOW)
    assert Account.objects.get().archived_at is None
    assert list(Audit.objects.order_by("id").values_list("action", "by", "subject")) == [
        ("account.archive", people[who].email, account.public_id),
        ("account.restore", people[who].email, account.public_id),
    ]


def test_a_reader_changes_nothing_and_leaves_no_trace(people):
    account = Account.objects.create(ref="a", name="A")
    for verb in (archive_account, restore_account):
        with pytest.raises(PermissionDenied):
            verb(account, by=people["read_only"], now=NOW)
    assert Account.objects.get().archived_at is None
    assert not Audit.objects.exists()


def test_a_stranger_sees_no_account(people):
    account = Account.objects.create(ref="a", name="A")
    assert account_for(people["colleague"], account.public_id) == account
    assert not accounts_for(people["stranger"]).exists()
    with pytest.raises(Http404):
        account_for(people["stranger"], account.public_id)


def test_accounts_are_made_once_and_an_own_row_takes_them_out_of_waiting():
    assert ensure_accounts(["b", "a", "b"], source="files", by="x", now=NOW, made_by_row=True) == ["a", "b"]
    assert ensure_accounts(["a", "c"], source="files", by="x", now=NOW, made_by_row=False) == ["c"]
    assert dict(Account.objects.values_list("ref", "made_by_row")) == {"a": False, "b": True, "c": False}


def test_public_ids_are_random_and_say_their_kind():
    ids = {Account.objects.create(ref=str(n), name="x").public_id for n in range(50)}
    assert len(ids) == 50
    assert all(one.startswith("acc_") and len(one) == 18 for one in ids)
