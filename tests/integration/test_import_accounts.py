"""Accounts that rows name: made, waited for, or refused."""

import pytest

from loiste.accounts.models import Account, Contact, Identity, Subscription
from tests.integration.importing import counts, stored, take

pytestmark = pytest.mark.django_db

USAGE = "usage_id,account_id,occurred_at\nU1,A1,2024-02-01\nU2,A2,2024-02-01\n"


def test_rows_of_unknown_accounts_make_them_and_the_report_says_so(home):
    report = take(home, "usage", USAGE)
    assert counts(report) == (2, 0, 0)
    assert (report.created_accounts.count, report.created_accounts.sample) == (2, ["A1", "A2"])
    assert any("A1, A2" in note for note in report.notes)
    assert set(Account.objects.values_list("ref", "made_by_row")) == {("A1", True), ("A2", True)}
    assert take(home, "usage", USAGE.replace("U", "V")).created_accounts.count == 0


def test_rows_of_unknown_accounts_can_wait(home):
    report = take(home, "usage", USAGE, unknown_accounts="wait")
    assert counts(report) == (2, 0, 0)
    assert (report.created_accounts.count, report.waiting_accounts.count) == (0, 2)
    assert Account.objects.count() == Identity.objects.count() == 0
    take(home, "accounts", "account_id,name\nA1,Äiti Oy\n")
    assert take(home, "usage", USAGE, unknown_accounts="wait").waiting_accounts.sample == ["A2"]


def test_rows_of_unknown_accounts_can_be_rejected(home):
    take(home, "accounts", "account_id,name\nA2,Two\n")
    report = take(home, "usage", USAGE, unknown_accounts="reject")
    assert counts(report) == (1, 0, 1)
    (error,) = report.errors
    assert (error["line"], error["column"], error["value"], error["code"]) == (2, "account_id", "A1", "unknown_account")
    assert stored(home, "usage", "account_ref") == [("A2",)]
    assert list(Account.objects.values_list("ref", flat=True)) == ["A2"]


def test_rows_of_no_account_are_never_strangers(home):
    report = take(home, "surveys", "answered_on,nps\n2024-02-01,9\n", unknown_accounts="reject")
    assert counts(report) == (1, 0, 0)


def test_an_accounts_file_makes_its_accounts_however_strangers_are_met(home):
    take(home, "usage", USAGE)
    text = "account_id,name,business_id,signed_up_on,tags,attr.branch\nA1,Äiti Oy,112038-9,1.2.2024,b;a,retail\n"
    report = take(home, "accounts", text.replace(";", "|"), unknown_accounts="reject")
    assert counts(report) == (1, 0, 0)
    account = Account.objects.get(ref="A1")
    assert (account.name, account.business_id, account.made_by_row) == ("Äiti Oy", "0112038-9", False)
    assert (str(account.signed_up_on), account.tags, account.attributes) == (
        "2024-02-01",
        ["a", "b"],
        {"branch": "retail"},
    )


def test_contacts_and_subscriptions_are_listed_at_once(home):
    take(home, "contacts", "contact_id,account_id,name,role\nC1,A1,Anna,champion\nC2,,Bo,\n")
    take(home, "subscriptions", "subscription_id,account_id,started_on,ended_on,mrr\nS1,A1,2024-02-01,,99.5\n")
    assert set(Contact.objects.values_list("ref", "role", "account__ref")) == {
        ("C1", "champion", "A1"),
        ("C2", "", None),
    }
    subscription = Subscription.objects.get(ref="S1")
    assert (subscription.mrr, subscription.ended_on, subscription.account.ref) == (99_500_000, None, "A1")


def test_nothing_is_written_when_the_last_step_fails(home, monkeypatch):
    from loiste.sources.files import importing

    def fails(*_args, **_more):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(importing, "project", fails)
    with pytest.raises(RuntimeError):
        take(home, "usage", USAGE)
    assert Account.objects.count() == 0
    assert stored(home, "usage", "ref") == []


def test_amounts_may_carry_the_currency_of_all_rows_and_no_other(home):
    head = "subscription_id,account_id,started_on,mrr"
    rows = ["s1,a,2026-01-01,\"49,90 €\"", "s2,a,2026-01-01,50 kr", "s3,a,2026-01-01,\"1 234,50 EUR\""]
    report = take(home, "subscriptions", "\n".join([head, *rows]), decimal=",")
    assert counts(report) == (2, 0, 1)
    assert [(line["line"], line["value"]) for line in report.errors] == [(3, "50 kr")]
    assert stored(home, "subscription", "amount") == [(49_900_000,), (1_234_500_000,)]
