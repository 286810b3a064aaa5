import pytest

from loiste.sources.files.date_guess import DateColumn
from loiste.sources.files.errors import FileError


def column(*cells):
    found = DateColumn("when")
    for cell in cells:
        found.feed(cell)
    return found


@pytest.mark.parametrize(
    "cells, layout",
    [
        pytest.param(["2024-01-02"], "%Y-%m-%d", id="ISO is always clear"),
        pytest.param(["1.2.2024"], "%d.%m.%Y", id="dots mean the day first"),
        pytest.param(["2024/01/02"], "%Y/%m/%d", id="the year first"),
        pytest.param(["20240102"], "%Y%m%d", id="digits only"),
        pytest.param(["01-02-2024", "27-10-2024"], "%d-%m-%Y", id="one clear cell is enough for a few"),
        pytest.param(["01-02-2024", "10-27-2024"], "%m-%d-%Y", id="month first, by one clear cell"),
        pytest.param(["01/02/2024", "27/10/2024"], "%d/%m/%Y", id="slashes, day first"),
        pytest.param(["01/02/2024", "10/27/2024"], "%m/%d/%Y", id="slashes, month first"),
        pytest.param(["27-10-2024"] * 30 + ["10-27-2024"], "%d-%m-%Y", id="one bad cell does not decide"),
        pytest.param(["2024-01-02"] * 3 + ["03-04-2024"], "%Y-%m-%d", id="one unclear cell among clear ones"),
        pytest.param(["05-05-2024"], "%d-%m-%Y", id="the same date either way"),
        pytest.param(["27-10-2024 03:00"], "%d-%m-%Y", id="with a time behind it"),
        pytest.param(["", "NA", "2024-01-02T03:00:00Z"], "%Y-%m-%d", id="missing cells say nothing"),
        pytest.param(["", "soon"], None, id="nothing explains words"),
        pytest.param([], None, id="an empty column"),
    ],
)
def test_layouts(cells, layout):
    assert column(*cells).layout() == layout


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(["01-02-2024"], id="one unclear cell"),
        pytest.param(["01/02/2024", "03/04/2024"], id="only unclear cells"),
        pytest.param(["27-10-2024", "10-27-2024"], id="cells that contradict each other"),
        pytest.param(["27-10-2024"] * 30 + ["10-27-2024"] * 20, id="two layouts mixed"),
        pytest.param(["01-02-2024"] * 1000 + ["27-10-2024"], id="one clear cell among a thousand unclear ones"),
    ],
)
def test_ambiguous_dates_are_never_guessed(cells):
    with pytest.raises(FileError) as refused:
        column(*cells).layout()
    text = str(refused.value)
    assert "when" in text and cells[0] in text and "--date-format %d" in text


def test_memory_does_not_grow_with_the_column():
    found = DateColumn("when")
    for number in range(5000):
        found.feed(f"{number % 28 + 1:02}-{number % 12 + 1:02}-{2000 + number % 25}")
    assert len(found.counts) <= 4
