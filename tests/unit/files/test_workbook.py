"""Workbooks: cells as text, headers below titles, several sheets, lies about sizes; cells that may not run."""

import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter

from loiste.plain.cells import safe
from loiste.sources.files import rows_file, workbook, zip_guard
from loiste.sources.files.decimal_guess import DecimalGuess
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.opening import open_asked
from loiste.sources.files.request import ImportRequest


def made(folder, *sheets, hidden=()):
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(f"S{number}")
            if number in hidden:
                sheet.hide()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def table(path, **more):
    return open_asked(ImportRequest(kind="accounts", path=path, **more))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="nothing"), pytest.param(True, "true", id="yes"), pytest.param(7, "7", id="whole"),
        pytest.param(7.0, "7", id="whole kept as decimal"), pytest.param(0.1 + 0.2, "0.3", id="15 digits"),
        pytest.param(1e300, "1e+300", id="huge"), pytest.param("a\nb", "a\nb", id="text"),
        pytest.param(datetime(2025, 2, 1), "2025-02-01", id="day"), pytest.param(date(2025, 2, 1), "2025-02-01", id="date"),
        pytest.param(datetime(2025, 2, 1, 9, 5), "2025-02-01 09:05:00", id="moment"),
        pytest.param(time(9, 5), "09:05:00", id="time"), pytest.param(timedelta(minutes=1.5), "90", id="duration"),
    ],
)  # fmt: skip
def test_cells_are_what_a_file_of_text_would_hold(value, text):
    assert workbook.as_text(value) == text


def test_a_title_above_the_table_is_passed_over_and_lines_are_those_of_excel(tmp_path):
    found = table(made(tmp_path, [["Report"], [], ["id", "name", "id"], ["a", "b", "c"], [], ["d", "", ""]]))
    assert found.header == ("id", "name", "id_2")
    assert [(record.line, record.cells) for record in found.records()] == [(4, ["a", "b", "c"]), (6, ["d", "", ""])]


def test_the_first_sheet_with_rows_is_read_and_the_others_are_named(tmp_path):
    path = made(tmp_path, [], [["hidden"]], [["a"], ["1"]], [["b"], ["2"]], hidden=(1,))
    assert workbook.sheets(path) == ["S2", "S3"]
    assert "Not read: S3" in table(path).encoding.note
    assert table(path, sheet="S3").header == ("b",)
    with pytest.raises(WrongUsage, match="no sheet S9"):
        table(path, sheet="S9")


def test_rows_read_once_are_not_read_again(tmp_path):
    path, rows = made(tmp_path, [["a"], ["1"]]), tmp_path / "rows"
    table(path, rows=rows)
    path.write_bytes(b"changed")
    assert [record.cells for record in table(path, rows=rows).records()] == [["1"]]


def test_a_passing_copy_is_gone_with_its_table(tmp_path):
    found = table(made(tmp_path, [["a"], ["1"]]))
    where = found.path
    assert where.exists()
    del found
    assert not where.exists()


def test_content_beyond_the_header_is_a_fault_and_short_rows_are_filled():
    assert rows_file.record(3, ["a", "b", "c"], 2).fault == "cells"
    assert rows_file.record(3, ["a", "b", ""], 2).cells == ["a", "b"]
    assert rows_file.record(3, ["a"], 2).cells == ["a", ""]


def test_row_numbers_beyond_all_sheets_cost_nothing(tmp_path):
    path, lying = made(tmp_path, [["a"], ["1"]]), tmp_path / "lying.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(lying, "w") as new:
        for part in old.infolist():
            said = old.read(part).decode()
            if part.filename.endswith("sheet1.xml"):
                said = said.replace('r="2"', 'r="99999999999"').replace("A1:A2", "A1:XFD99999999")
            new.writestr(part, said)
    assert list(table(lying).records()) == []


def test_a_workbook_with_too_many_or_too_large_parts_is_a_bomb():
    part = zipfile.ZipInfo("xl/sharedStrings.xml")
    part.file_size, part.compress_size = zip_guard.MOST_IN_MEMORY + 1, zip_guard.MOST_IN_MEMORY
    assert zip_guard.is_bomb([part])
    assert zip_guard.is_bomb([zipfile.ZipInfo("x")] * (zip_guard.MOST_PARTS + 1))
    sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
    sheet.file_size, sheet.compress_size = zip_guard.MOST_IN_MEMORY + 1, zip_guard.MOST_IN_MEMORY // 20
    assert not zip_guard.is_bomb([sheet])


def test_an_empty_workbook_says_so(tmp_path):
    with pytest.raises(FileError, match="no rows"):
        table(made(tmp_path, []))


@pytest.mark.parametrize(
    "cell", ["-5", "+5", "-1 234,50", "-1\u00a0234,50 €", "-1.234,5", "-12 %", "-1e-5", "plain", "", "a=b"]
)
def test_numbers_and_plain_texts_stay_as_they_are(cell):
    assert safe(cell) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "-1+2", "-5 - 3"])
def test_what_could_run_in_a_spreadsheet_gets_a_quote(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        pytest.param(["5", "1 200", "x"], ".", id="no decimals at all"),
        pytest.param(["12,50", "7", "1,234"], ",", id="commas"),
        pytest.param(["1.234,5", "1 234,50"], ",", id="groups of points"),
        pytest.param(["12.5", "1,234.50"], ".", id="points"),
        pytest.param(["1,234"], None, id="either"),
        pytest.param(["12,5", "12.5"], None, id="both"),
        pytest.param(["-0,5", "−0,25"], ",", id="minus"),
    ],
)
def test_the_decimal_mark_is_found_or_left_open(cells, mark):
    guess = DecimalGuess()
    for cell in cells:
        guess.feed(cell)
    assert guess.mark == mark
