"""MRR movements over twelve months, with what they amount to as the title."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import charts, figures, numbers
from loiste.pages.address import Lens
from loiste.pages.charts import Chart, Column, Line
from loiste.pages.numbers import Amount

PARTS = ("mrr_expansion", "mrr_new", "mrr_reactivation", "mrr_contraction", "mrr_churn", "mrr_fx")
METRICS = (*PARTS, "mrr")
Numbers = Sequence[Decimal | None]


def bridge(found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation, reason: str) -> Chart:
    """`days` are the twelve month ends, oldest first; `lens.at(day)` is the same filter on another day."""
    moved = [key for key in PARTS if key != "mrr_fx" or any(found.at(key, day).value for day in days)]
    columns = [Column(key.removeprefix("mrr_"), names()[key], key, signed=True) for key in moved]
    rows = charts.lines(columns, days, found, organisation, lens.at)
    full = [whole(row, found, organisation, lens) for row in rows]
    return Chart(
        kind="bridge", name=_("MRR movements"), title=finding(rows, columns), unit="money",
        note=_("MRR movements by month. The dot is the net change."),
        address=figures.address("mrr", lens),
        columns=[*columns, Column("net", _("Net"), "mrr"), Column("mrr", _("MRR at the end"), "mrr")],
        rows=full, known=any(value for row in rows for value in [c.amount.value for c in row.cells]), reason=reason,
        print_width=708, print_height=196,
    )  # fmt: skip


def names() -> dict[str, str]:
    return {
        "mrr_expansion": _("Expansion"), "mrr_new": _("New"), "mrr_reactivation": _("Reactivation"),
        "mrr_contraction": _("Contraction"), "mrr_churn": _("Churn"), "mrr_fx": _("Exchange rates"),
    }  # fmt: skip


def whole(row: Line, found: Measured, organisation: Organisation, lens: Lens) -> Line:
    """The row with its net change and the closing MRR."""
    at = figures.address("mrr", lens.at(row.day))
    closing = Amount(found.at("mrr", row.day).value, "money", organisation.currency)
    net = Amount(total([cell.amount.value for cell in row.cells]), "money", organisation.currency)
    return Line(row.day, [*row.cells, charts.Cell(net, True, at), charts.Cell(closing, False, at)])


def total(values: Numbers) -> Decimal | None:
    """The sum; unknown when a part is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def finding(rows: Sequence[Line], columns: Sequence[Column]) -> str:
    """The first sentence that is true of the year, else the plain name."""
    nets = [total([cell.amount.value for cell in row.cells]) for row in rows]
    covered = [covers(row, columns) for row in rows]
    run = streak(covered)
    if run >= 3:
        if run == len(rows):
            return _("Expansion alone has covered churn and contraction every month")
        return _("Since %(month)s expansion alone has covered churn and contraction") % {
            "month": numbers.month(rows[len(rows) - run].day)
        }
    shrunk = streak([net is not None and net < 0 for net in nets])
    if shrunk >= 2:
        text = ngettext("MRR has shrunk for %(n)s month", "MRR has shrunk for %(n)s months in a row", shrunk)
        return text % {"n": numbers.count(shrunk)}
    grown = streak([net is not None and net > 0 for net in nets])
    if grown == len(rows):
        return _("MRR has grown every month of the year")
    if grown >= 3:
        text = ngettext("MRR has grown for %(n)s month", "MRR has grown for %(n)s months in a row", grown)
        return text % {"n": numbers.count(grown)}
    return _("MRR movements")


def covers(row: Line, columns: Sequence[Column]) -> bool:
    """Whether expansion made up for what was lost that month."""
    value = {column.key: cell.amount.value for column, cell in zip(columns, row.cells, strict=True)}
    gained, lost = value.get("expansion"), (value.get("churn"), value.get("contraction"))
    if gained is None or None in lost or not gained:
        return False
    return gained + sum((part or Decimal(0) for part in lost), Decimal(0)) >= 0


def streak(truths: Sequence[bool]) -> int:
    """How many at the end are true without a break."""
    found = 0
    for truth in reversed(truths):
        if not truth:
            break
        found += 1
    return found
