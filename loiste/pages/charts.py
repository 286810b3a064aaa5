"""A chart is a table first: columns, rows by month, a finding as its title."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from loiste.metrics.registry import metrics
from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import figures
from loiste.pages.address import Lens
from loiste.pages.numbers import Amount


@dataclass(frozen=True)
class Column:
    """One metric of a chart; `sign` -1 draws what was lost below the line, `signed` writes a plus."""

    key: str
    name: str
    metric: str
    signed: bool = False
    sign: int = 1


@dataclass(frozen=True)
class Cell:
    amount: Amount
    signed: bool
    address: str


@dataclass(frozen=True)
class Line:
    """The cells of one month."""

    day: date
    cells: list[Cell]


@dataclass(frozen=True)
class Chart:
    """`known` is whether anything can be drawn; else `reason` says why not."""

    kind: str
    name: str
    title: str
    note: str
    unit: str
    address: str
    columns: list[Column]
    rows: list[Line]
    known: bool
    reason: str = ""
    size: str = ""
    print_width: int = 700
    print_height: int = 150
    target: Amount | None = None
    target_text: str = ""
    more: dict[str, str] = field(default_factory=dict)


def lines(
    columns: Sequence[Column], days: Sequence[date], found: Measured, organisation: Organisation,
    at: Callable[[date], Lens],
) -> list[Line]:  # fmt: skip
    """A row per day with a cell per column; each cell leads to its metric on that day."""
    return [Line(day, [cell(column, day, found, organisation, at(day)) for column in columns]) for day in days]


def cell(column: Column, day: date, found: Measured, organisation: Organisation, lens: Lens) -> Cell:
    metric = metrics()[column.metric]
    value = found.at(column.metric, day).value
    signed = None if value is None else value * column.sign
    return Cell(figures.amount(metric, signed, organisation), column.signed, figures.address(metric.key, lens))


def values(rows: Sequence[Line], place: int) -> list[Decimal | None]:
    """One column's values."""
    return [row.cells[place].amount.value for row in rows]
