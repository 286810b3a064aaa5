"""NPS with its three shares of answers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from loiste.metrics.registry import metrics
from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import charts, figures, numbers
from loiste.pages.address import Lens
from loiste.pages.charts import Chart, Column, Line
from loiste.pages.numbers import Amount

METRICS = ("nps", "nps_promoters", "nps_passives", "nps_detractors", "nps_service")
MOVED = Decimal(3)  # points from which a difference is worth a sentence


def loyalty(found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation, reason: str) -> Chart:
    columns = [
        Column("nps", _("NPS"), "nps"),
        Column("promoters", _("Promoters"), "nps_promoters"),
        Column("passives", _("Passives"), "nps_passives"),
        Column("detractors", _("Detractors"), "nps_detractors"),
    ]
    rows = charts.lines(columns, days, found, organisation, lens.at)
    aim = figures.wanted(metrics()["nps"], organisation)
    return Chart(
        kind="nps", name=_("NPS and its shares"), title=finding(rows), unit="points", note=note(found, lens),
        address=figures.address("nps", lens), columns=columns, rows=rows,
        known=any(value is not None for value in charts.values(rows, 0)), reason=reason, size="tall",
        print_width=336, print_height=236,
        target=None if aim is None else Amount(aim, "points"),
        target_text="" if aim is None else _("target %(value)s") % {"value": numbers.points(aim)},
    )  # fmt: skip


def note(found: Measured, lens: Lens) -> str:
    """How many answers it rests on; the figure after encounters is another one and named so."""
    answers = found.at("nps_promoters", lens.as_of).denominator
    text = _("Relationship answers of 12 months.")
    if answers is not None:
        text = _("%(answers)s relationship answers of 12 months.") % {"answers": numbers.count(answers)}
    service = found.at("nps_service", lens.as_of).value
    if service is None:
        return text
    apart = _("NPS after service, never mixed with it: %(value)s.") % {"value": numbers.points(service)}
    return f"{text} {apart}"


def finding(rows: Sequence[Line]) -> str:
    """Whether the score moved, and by which share; else the plain name."""
    known = [[cell.amount.value for cell in row.cells] for row in rows if row.cells[0].amount.value is not None]
    plain = _("NPS and its shares")
    if len(known) < 2:
        return plain
    (start, more, _same, less), (end, more_now, _same_now, less_now) = known[0], known[-1]
    if None in (start, end, more, more_now, less, less_now) or abs(end - start) < MOVED:  # type: ignore[operator]
        return plain
    words = sentence(end > start, more_now > more, less_now < less)  # type: ignore[operator]
    return words % {"first": numbers.points(start), "last": numbers.points(end)}


def sentence(rose: bool, more_promoters: bool, fewer_detractors: bool) -> str:
    if rose and more_promoters and fewer_detractors:
        return _("NPS rose from %(first)s to %(last)s: more promoters, fewer detractors")
    if rose:
        return _("NPS rose from %(first)s to %(last)s")
    if not more_promoters and not fewer_detractors:
        return _("NPS fell from %(first)s to %(last)s: fewer promoters, more detractors")
    return _("NPS fell from %(first)s to %(last)s")
