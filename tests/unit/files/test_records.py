import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.sources.files.records import Records


def rows(text, *, width=3):
    found = Records(text.splitlines(keepends=True), ",")
    next(found)
    found.width = width
    return [(record.line, record.cells, record.fault) for record in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("a,b,c\n1,2,3\n", [(2, ["1", "2", "3"], None)], id="the header is line 1"),
        pytest.param("a,b,c\n1,2,3", [(2, ["1", "2", "3"], None)], id="no newline at the end"),
        pytest.param("a,b,c\r\n1,2,3\r\n", [(2, ["1", "2", "3"], None)], id="lines as Windows ends them"),
        pytest.param(
            'a,b,c\n1,"x\ny",3\n4,5,6\n', [(2, ["1", "x\ny", "3"], None), (4, ["4", "5", "6"], None)],
            id="a cell over two lines counts as two",
        ),
        pytest.param("a,b,c\n\n,,\n1,2,3\n", [(4, ["1", "2", "3"], None)], id="blank lines are passed over"),
        pytest.param("a,b,c\n1,2,3,,\n", [(2, ["1", "2", "3"], None)], id="empty cells beyond the last column"),
        pytest.param("a,b,c\n1,2\n", [(2, ["1", "2"], "cells")], id="a cell too few"),
        pytest.param("a,b,c\n1,2,3,4\n", [(2, ["1", "2", "3", "4"], "cells")], id="a cell too many"),
        pytest.param("a,b,c\n1,\0x,3\n", [(2, ["1", "x", "3"], None)], id="a NUL is left out"),
        pytest.param(
            'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n',
            [(2, ["1", '"2', "3"], "quotes"), (3, ["4", "5", "6"], None), (4, ["7", "8", "9"], None)],
            id="an open quote costs its own row only",
        ),
        pytest.param(
            'a,b,c\n1,"2,3\n4,5,"6\n7,8,9\n',
            [(2, ["1", '"2', "3"], "quotes"), (3, ["4", "5", '"6'], "quotes"), (4, ["7", "8", "9"], None)],
            id="two open quotes do not pair up over rows",
        ),
        pytest.param('a,b,c\n1,2,"3', [(2, ["1", "2", '"3'], "quotes")], id="an open quote at the end"),
    ],
)  # fmt: skip
def test_records(text, expected):
    assert rows(text) == expected


def test_a_quote_that_would_swallow_a_long_file_costs_one_row():
    found = rows('a,b,c\n1,"2,3\n' + "4,5,6\n" * 40_000)
    assert len(found) == 40_001
    assert [fault for _line, _cells, fault in found if fault] == ["quotes"]
    assert found[-1][0] == 40_002


@given(st.text(alphabet='ab,"\n\r\0 ', max_size=60))
def test_no_text_breaks_the_reader_or_loses_its_way(text):
    found = rows("a,b,c\n" + text)
    lines = [line for line, _cells, _fault in found]
    assert lines == sorted(set(lines))
    assert all(fault or len(cells) == 3 for _line, cells, fault in found)
