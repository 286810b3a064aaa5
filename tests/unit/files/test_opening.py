import codecs
import random

import pytest

from loiste.sources.files import encoding
from loiste.sources.files.errors import FileError, WrongUsage
from loiste.sources.files.table import find_delimiter, given_delimiter, open_table, unique


@pytest.mark.parametrize(
    "content, name",
    [
        pytest.param(b"a,b\n1,2\n", "utf-8", id="plain letters"),
        pytest.param("a,b\nä,€\n".encode(), "utf-8", id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + "a,b\nä,2\n".encode(), "utf-8", id="UTF-8 with a byte order mark"),
        pytest.param("a,b\nä,2\n".encode("utf-16"), "utf-16", id="UTF-16 with a byte order mark"),
        pytest.param("a,b\nä,€\n".encode("cp1252"), "cp1252", id="Windows"),
        pytest.param(b"a,b\n\xe9,\x81\n", "iso-8859-1", id="neither of them"),
    ],
)
def test_encodings_are_found_out(tmp_path, content, name):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    found = encoding.detect(path, None)
    assert found.name == name
    assert bool(found.note) == (name == "iso-8859-1")
    table = open_table(path, given_encoding=None, delimiter=None)
    assert table.header == ("a", "b")
    assert len(list(table.records())) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"nps\n9\n")
    assert open_table(path, given_encoding=None, delimiter=None).header == ("nps",)
    assert open_table(path, given_encoding="UTF8", delimiter=None).header == ("nps",)


def test_a_given_encoding_that_does_not_fit_fails(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n\xe9,2\n")
    with pytest.raises(FileError, match="byte 4"):
        encoding.detect(path, "utf-8")
    for wrong in ("klingon", "base64", "rot13"):
        with pytest.raises(WrongUsage, match=wrong):
            encoding.detect(path, wrong)


@pytest.mark.parametrize(
    "content, words",
    [
        pytest.param(b"", "is empty", id="an empty file"),
        pytest.param(b" \n\n", "is empty", id="nothing but space"),
        pytest.param(b"PK\x03\x04rest", "save it as CSV", id="a spreadsheet"),
    ],
)
def test_files_that_are_no_tables(tmp_path, content, words):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(FileError, match=words):
        open_table(path, given_encoding=None, delimiter=None)


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileError, match="cannot be read"):
            open_table(path, given_encoding=None, delimiter=None)


@pytest.mark.parametrize(
    "lines, mark",
    [
        pytest.param(["a,b\n", "1,2\n"], ",", id="comma"),
        pytest.param(["a;b\n", "1,5;2,5\n", "1;2\n"], ";", id="semicolon, with decimal commas"),
        pytest.param(["a\tb\n", "1, 2\t3\n"], "\t", id="tab"),
        pytest.param(["a|b|c\n", "1|2|3\n"], "|", id="bar"),
        pytest.param(["nps\n", "9\n"], ",", id="one column only"),
        pytest.param(["a,b\n", '"x;y",2\n'], ",", id="another mark inside quotes"),
    ],
)
def test_delimiters_are_found_out(lines, mark):
    assert find_delimiter(lines) == mark


def test_a_given_delimiter_is_one_character_or_tab():
    assert given_delimiter("tab") == given_delimiter("\\t") == "\t"
    assert given_delimiter("#") == "#"
    for wrong in ("", ";;", '"', "\n"):
        with pytest.raises(WrongUsage):
            given_delimiter(wrong)


def test_columns_of_one_name_are_told_apart():
    assert unique(["a", " a ", "", "a"]) == ("a", "a_2", "", "a_3")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "noise.csv"
    path.write_bytes(random.Random(1).randbytes(5_000))
    with pytest.raises(FileError, match="no text"):
        encoding.detect(path, None)
