"""Exactly once: what makes a row new, known already, or a clash."""

import pytest

from loiste.sources.models import Rate
from tests.integration.importing import counts, stored, take

pytestmark = pytest.mark.django_db

USAGE = "usage_id,account_id,occurred_at,count\n"


def test_a_second_import_changes_nothing(home):
    text = USAGE + "U1,A1,2024-02-01,1\nU2,A1,2024-02-02,2\n"
    assert counts(take(home, "usage", text)) == (2, 0, 0)
    assert counts(take(home, "usage", text)) == (0, 2, 0)
    assert len(stored(home, "usage", "ref")) == 2


def test_the_same_data_in_another_dress_is_known_already(home):
    take(home, "usage", USAGE + "U1,A1,27-10-2024,1\nU2,A1,01-02-2024,2\n")
    dressed = "antal;pvm;tili;id\n1.0;2024-10-27;A1;U1\n2;2024-02-01;A1;U2\n"
    asked = {"count": "antal", "occurred_at": "pvm", "account_id": "tili", "id": "id"}
    assert counts(take(home, "usage", dressed, map=asked)) == (0, 2, 0)


def test_rows_without_id_are_counted_as_often_as_they_occur(home):
    text = "account_id,occurred_at,feature\nA1,2024-02-01,login\nA1,2024-02-01,login\nA1,2024-02-01,export\n"
    assert counts(take(home, "usage", text)) == (3, 0, 0)
    assert counts(take(home, "usage", text)) == (0, 3, 0)
    assert counts(take(home, "usage", text + "A1,2024-02-01,login\n")) == (1, 3, 0)


def test_an_id_used_for_another_row_is_rejected(home):
    report = take(home, "usage", USAGE + "U1,A1,2024-02-01,1\nU1,A1,2024-02-01,2\nU1,A1,2024-02-01,1\n")
    assert counts(report) == (1, 1, 1)
    (error,) = report.errors
    assert (error["line"], error["column"], error["value"], error["code"]) == (3, "usage_id", "U1", "id_used")
    assert error["reason"] == "id already used for another row"
    assert stored(home, "usage", "quantity") == [(1.0,)]
    assert counts(take(home, "usage", USAGE + "U1,A1,2024-02-01,3\n")) == (0, 0, 1)


def test_a_row_that_reuses_an_id_makes_no_account(home):
    report = take(home, "usage", USAGE + "U1,A1,2024-02-01,1\nU1,A2,2024-02-01,2\n")
    assert (report.created_accounts.count, report.created_accounts.sample) == (1, ["A1"])


def test_rows_that_reuse_an_id_can_be_kept(home):
    text = USAGE + "U1,A1,2024-02-01,1\nU1,A1,2024-02-01,2\n"
    assert counts(take(home, "usage", text, same_id="keep")) == (2, 0, 0)
    assert counts(take(home, "usage", text, same_id="keep")) == (0, 2, 0)


@pytest.mark.parametrize("first, then", [("reject", "keep"), ("keep", "reject")])
def test_a_change_of_mind_about_reused_ids_takes_no_row_in_twice(home, first, then):
    text = USAGE + "U1,A1,2024-02-01,1\nU1,A1,2024-02-01,2\nU2,A1,2024-02-01,3\n"
    take(home, "usage", text, same_id=first)
    take(home, "usage", text, same_id=then)
    assert sorted(stored(home, "usage", "quantity")) == [(1.0,), (2.0,), (3.0,)]


def test_a_state_may_change_and_the_content_imported_last_holds(home):
    head = "account_id,tier\n"
    assert counts(take(home, "accounts", head + "A1,gold\n")) == (1, 0, 0)
    assert counts(take(home, "accounts", head + "A1,silver\n")) == (1, 0, 0)
    assert counts(take(home, "accounts", head + "A1,silver\n")) == (0, 1, 0)


def test_a_file_with_two_contents_of_one_state_changes_nothing_the_second_time(home):
    text = "account_id,tier\nA1,gold\nA1,silver\n"
    assert counts(take(home, "accounts", text)) == (2, 0, 0)
    assert counts(take(home, "accounts", text)) == (0, 2, 0)


def test_a_row_without_fields_that_matter_is_still_one_row(home):
    report = take(home, "surveys", "answered_on,nps\n2024-02-01,9\n2024-02-01,9\n")
    assert counts(report) == (2, 0, 0)


def test_rates_are_kept_one_for_each_day_and_currency(home):
    text = "date,currency,rate\n2024-01-31,usd,0.92\n2024-01-31,SEK,0.0889\n2024-01-31,USD,0.93\n"
    assert counts(take(home, "rates", text)) == (3, 0, 0)
    assert counts(take(home, "rates", text)) == (0, 3, 0)
    assert counts(take(home, "rates", "date,currency,rate\n2024-01-31,USD,0.93\n2024-01-31,USD,0\n")) == (0, 1, 1)
    found = Rate.objects.order_by("currency").values_list("currency", "rate")
    assert list(found) == [("SEK", 88_900_000), ("USD", 930_000_000)]
