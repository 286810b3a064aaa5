"""Customers over the months: how many, who came, who left, which share left."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import charts, figures, numbers
from loiste.pages.address import Lens
from loiste.pages.charts import Chart, Column, Line

METRICS = ("customers", "customers_new", "customers_lost", "logo_churn")


def customers(found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation, reason: str) -> Chart:
    columns = [
        Column("customers", _("Customers"), "customers"),
        Column("new", _("New"), "customers_new", signed=True),
        Column("lost", _("Left"), "customers_lost", signed=True, sign=-1),
        Column("rate", _("Churn rate"), "logo_churn"),
    ]
    rows = charts.lines(columns, days, found, organisation, lens.at)
    return Chart(
        kind="customers", name=_("Customers and churn"), title=finding(rows), unit="count",
        note=_("Customers at the end of each month, and how many came and left during it."),
        address=figures.address("customers", lens), columns=columns, rows=rows,
        known=any(charts.values(rows, 0)), reason=reason, size="tall", print_width=336, print_height=236,
    )  # fmt: skip


def finding(rows: Sequence[Line]) -> str:
    """How the number of customers moved over the shown months."""
    known = [row for row in rows if row.cells[0].amount.value is not None]
    if len(known) < 2:
        return _("Customers and churn")
    first, last = known[0].cells[0].amount.value, known[-1].cells[0].amount.value
    if not first or last is None or first == last:
        return _("Customers and churn")
    rose, fell = _("Customers rose from %(first)s to %(last)s"), _("Customers fell from %(first)s to %(last)s")
    return (rose if last > first else fell) % {"first": numbers.count(first), "last": numbers.count(last)}
