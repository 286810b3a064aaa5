"""The report of an import: each row is accepted, known already, or rejected with its line and reason."""

import csv

import pytest

from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.models import Import, RejectedRow
from tests.integration.importing import counts, stored, take

pytestmark = pytest.mark.django_db

SURVEYS = "response_id,account_id,answered_on,nps,comment\n"
MESSY = SURVEYS + 'R1,A1,2024-02-01,9,"two\nlines"\nR2,A1,2024-02-02,11,x\nR3,A1,soon,8,\nR4,A1,2024-02-03,NA,\nR5,A1\n'


def test_every_rejected_row_is_listed_with_line_column_value_and_reason(home):
    report = take(home, "surveys", MESSY)
    assert (report.read, counts(report)) == (5, (1, 0, 4))
    assert [(e["line"], e["column"], e["value"], e["code"]) for e in report.errors] == [
        (4, "nps", "11", "nps_range"), (5, "answered_on", "soon", "bad_date"), (6, "nps", "NA", "no_answer"),
        (7, None, "", "cells"),
    ]  # fmt: skip
    assert all(error["reason"].endswith(".") for error in report.errors)


def test_the_import_and_its_rejected_rows_are_kept(home):
    report = take(home, "surveys", MESSY, name="answers.csv")
    run = Import.objects.get(public_id=report.import_id)
    assert (run.kind, run.file_name, run.by) == ("surveys", "answers.csv", "owner@example.org")
    assert (run.report["read"], run.report["rejected"], run.report["detected"]["dates"]) == (
        5, 4, {"answered_on": "%Y-%m-%d"},
    )  # fmt: skip
    row = RejectedRow.objects.get(import_run=run, line=4)
    assert (row.column, row.value, row.code) == ("nps", "11", "nps_range")
    assert row.cells == {
        "response_id": "R2",
        "account_id": "A1",
        "answered_on": "2024-02-02",
        "nps": "11",
        "comment": "x",
    }


def test_rejected_rows_can_be_saved_mended_and_imported_again(home, tmp_path):
    saved = tmp_path / "rejected.csv"
    text = SURVEYS.replace(",", ";") + "R1;A1;1.2.2024;9;Hyvä\nR2;A1;2.2.2024;11;Äh, ei\n"
    take(home, "surveys", text.encode("cp1252"), save_rejected=saved)
    rows = list(csv.reader(saved.open(encoding="cp1252", newline=""), delimiter=";"))
    assert rows == [
        ["response_id", "account_id", "answered_on", "nps", "comment"],
        ["R2", "A1", "2.2.2024", "11", "Äh, ei"],
    ]
    mended = saved.read_bytes().replace(b";11;", b";10;")
    assert counts(take(home, "surveys", mended)) == (1, 0, 0)
    assert stored(home, "answer", "ref", "value", "text") == [("R1", 9.0, "Hyvä"), ("R2", 10.0, "Äh, ei")]


def test_a_dry_run_says_the_same_and_writes_nothing(home):
    dry = take(home, "surveys", MESSY, dry_run=True)
    assert Import.objects.count() == RejectedRow.objects.count() == 0
    assert stored(home, "answer", "ref") == []
    wet = take(home, "surveys", MESSY)
    assert dry.import_id is None and wet.import_id
    assert (dry.errors, dry.created_accounts, counts(dry)) == (wet.errors, wet.created_accounts, counts(wet))


def test_what_was_found_out_is_in_the_report(home):
    text = "response_id;answered_on;nps\nR1;27-10-2024;9\nR2;01-02-2024;8\n"
    detected = take(home, "surveys", text).as_dict()["detected"]
    assert detected == {
        "encoding": "utf-8", "delimiter": ";", "dates": {"answered_on": "%d-%m-%Y"},
        "columns": {"answered_on": "answered_on", "nps": "nps", "response_id": "response_id"},
    }  # fmt: skip


def test_ambiguous_dates_stop_the_import(home):
    text = SURVEYS + "R1,A1,01-02-2024,9,\n"
    with pytest.raises(FileError, match="answered_on.*01-02-2024.*--date-format"):
        take(home, "surveys", text)
    assert Import.objects.count() == 0
    take(home, "surveys", text, date_formats={"answered_on": "%m-%d-%Y"})
    assert [str(day) for (day,) in stored(home, "answer", "day")] == ["2024-01-02"]


def test_a_format_for_all_dates_gives_way_to_that_of_a_field(home):
    text = "subscription_id,account_id,started_on,ended_on,mrr\nS1,A1,01-02-2024,03-04-2024,1\n"
    take(home, "subscriptions", text, date_formats={"": "%d-%m-%Y", "ended_on": "%m-%d-%Y"})
    ((start, end),) = stored(home, "subscription", "day", "until")
    assert (str(start), str(end)) == ("2024-02-01", "2024-03-04")


@pytest.mark.parametrize(
    "asked, words",
    [
        pytest.param({"date_formats": {"": "%d"}}, "does not name a day", id="a format without month and year"),
        pytest.param({"date_formats": {"answred_on": "%d.%m.%Y"}}, "Did you mean answered_on", id="a misspelt field"),
        pytest.param({"date_formats": {"nps": "%d.%m.%Y"}}, "no date", id="a field that is no date"),
        pytest.param({"timezone": "Mars"}, "Mars", id="an unknown zone"),
        pytest.param({"decimal": ";"}, "--decimal", id="an unknown decimal mark"),
        pytest.param({"set": {"level": "cosy"}}, "--set level=cosy", id="a value that cannot be set"),
        pytest.param({"set": {"answered_on": "01-02-2024"}}, "answered_on", id="an ambiguous day for all rows"),
    ],
)
def test_wrong_usage(home, asked, words):
    with pytest.raises((WrongUsage, FileError), match=words):
        take(home, "surveys", SURVEYS + "R1,A1,2024-02-01,9,\n", **asked)
    assert Import.objects.count() == 0


def test_a_file_without_rows_fails(home):
    with pytest.raises(FileError, match="no rows"):
        take(home, "surveys", SURVEYS)


def test_one_value_for_all_rows(home):
    take(home, "surveys", "score\n9\n10\n", map={"nps": "score"}, set={"answered_on": "1.2.2018", "level": "ticket"})
    found = stored(home, "answer", "day::varchar", "category", "account_ref", "value")
    assert found == [("2018-02-01", "service", None, 9.0), ("2018-02-01", "service", None, 10.0)]


def test_decimal_commas_and_spaces(home):
    text = "month;cost_kind;amount\n2024-01;sales;1 234,50\n2024-02;sales;1.234,50\n2024-03;sales;12.5\n"
    report = take(home, "costs", text, decimal=",")
    assert counts(report) == (2, 0, 1)
    assert stored(home, "cost", "amount") == [(1_234_500_000,), (1_234_500_000,)]


def test_times_are_read_in_the_zone_that_is_said(home):
    text = "usage_id,account_id,occurred_at\nU1,A1,2024-02-01 23:30\n"
    take(home, "usage", text, timezone="UTC")
    ((day, at),) = stored(home, "usage", "day::varchar", "occurred_at::varchar")
    assert (day, at) == ("2024-02-02", "2024-02-01 23:30:00")


def test_a_file_of_odd_bytes_is_read_to_its_end(home):
    text = b'usage_id,account_id,occurred_at\nU1,A\0 1,2024-02-01\nU2,"A2,2024-02-01\nU3,A3,2024-02-01\n\xff\xfe,,\n'
    report = take(home, "usage", text)
    assert counts(report) == (2, 0, 2)
    assert [error["code"] for error in report.errors] == ["quotes", "missing"]
    assert report.encoding == "cp1252"
