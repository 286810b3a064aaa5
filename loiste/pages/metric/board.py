"""All that a metric's page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.metrics.explain import Explanation, explain
from loiste.metrics.registry import Metric
from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import charts, figures, kept, numbers
from loiste.pages.address import Lens
from loiste.pages.charts import Chart, Column
from loiste.pages.figures import Change, Known, Target
from loiste.pages.kinds import Stock, why_unknown
from loiste.pages.metric import row_list, words
from loiste.pages.metric.row_list import Shown, sides_of
from loiste.pages.metric.slicing import Slices, slices
from loiste.pages.metric.words import Fact, Input
from loiste.pages.numbers import Amount
from loiste.pages.paging import Pages, pages

MONTHS = 25


@dataclass(frozen=True)
class Board:
    value: Amount
    sides: tuple[Amount, Amount] | None
    observations: Amount | None
    change: Change | None
    reason: str
    last: Known | None
    target: Target
    facts: list[Fact]
    inputs: list[Input]
    settings: list[Fact]
    sources: list[Stock]
    query: str
    views: list[tuple[str, str]]
    trend: Chart
    slices: Slices
    rows: list[Shown]
    total: int
    pages: Pages


def board(
    home: Path, organisation: Organisation, metric: Metric, lens: Lens, stored: Mapping[str, Stock], *,
    mine: Sequence[int] | None, page: int, only: str = "",
) -> Board:  # fmt: skip
    """`mine`: whose rows are shown, of the accounts; None = all. The number itself is of all accounts. `only`: the
    public id of the one account whose rows are shown, for the address."""
    days = lens.days(MONTHS)
    found = kept.values(home, organisation, [metric.key], days, lens)
    told = explain(
        home, organisation, metric.key, lens.as_of, where=dict(lens.where), mine=mine,
        limit=row_list.SIZE, offset=(page - 1) * row_list.SIZE,
    )  # fmt: skip
    now = figures.amount(metric, told.value.value, organisation)
    by_day = {day: figures.amount(metric, found.at(metric.key, day).value, organisation) for day in days}
    reason = "" if now.value is not None else why_unknown(metric, lens, stored)
    query = {**lens.parts(), "by": lens.by, "account": only}
    return Board(
        value=now, sides=sides(metric, told, organisation), observations=observations(metric, told),
        change=figures.change(metric, now, by_day[lens.before].value, lens.before), reason=reason,
        last=figures.last_known(by_day, lens.as_of) if reason else None,
        target=figures.target(metric, now, organisation), facts=words.facts(metric, organisation),
        inputs=words.inputs(told, lens, organisation), settings=words.settings(told),
        sources=[stored[kind] for kind in metric.reads if kind in stored], query=told.query, views=told.views,
        trend=trend(metric, found, days, lens, organisation, reason), slices=slices(home, organisation, metric, lens),
        rows=row_list.shown(metric, told.rows, organisation), total=told.rows.total,
        pages=pages(page, row_list.SIZE, told.rows.total, query, "#rows"),
    )  # fmt: skip


def sides(metric: Metric, told: Explanation, organisation: Organisation) -> tuple[Amount, Amount] | None:
    """What is divided by what."""
    if metric.shape != "ratio" or told.value.denominator is None:
        return None
    return sides_of(metric, organisation, (told.value.numerator, told.value.denominator))


def observations(metric: Metric, told: Explanation) -> Amount | None:
    """How many values a median or mean was taken over."""
    if metric.shape not in ("median", "mean") or told.value.denominator is None:
        return None
    return Amount(told.value.denominator, "count")


def trend(
    metric: Metric, found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation, reason: str
) -> Chart:
    columns = [Column("value", str(metric.name), metric.key)]
    rows = charts.lines(columns, days, found, organisation, lens.at)
    aim = figures.wanted(metric, organisation)
    goal = None if aim is None else figures.amount(metric, aim, organisation)
    return Chart(
        kind="trend", name=str(metric.name), title=finding(rows, metric), unit=metric.unit, note=str(metric.window),
        address=figures.address(metric.key, lens), columns=columns, rows=rows,
        known=sum(value is not None for value in charts.values(rows, 0)) > 1,
        reason=reason or _("Known on fewer than two of the months shown."),
        target=goal, target_text="" if goal is None else _("target %(value)s") % {"value": numbers.brief(goal)},
    )  # fmt: skip


def finding(rows: Sequence[charts.Line], metric: Metric) -> str:
    """Where the metric stands among the months shown."""
    known = [(row.day, row.cells[0].amount) for row in rows if row.cells[0].amount.value is not None]
    if len(known) < 3 or known[-1][0] != rows[-1].day:
        return str(metric.name)
    last = known[-1][1]
    series = [amount.value or 0 for _day, amount in known]
    if series[-1] == max(series) and series[-1] > max(series[:-1]):
        words_ = _("%(value)s, the highest of %(n)s months")
    elif series[-1] == min(series) and series[-1] < min(series[:-1]):
        words_ = _("%(value)s, the lowest of %(n)s months")
    else:
        return str(metric.name)
    return words_ % {"value": numbers.brief(last), "n": numbers.count(len(known))}
