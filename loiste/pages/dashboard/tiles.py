"""The nine key figures, in the order of the digest: what the customer gets, then what the company gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.metrics.registry import Metric, metrics
from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import figures, numbers
from loiste.pages.address import Lens
from loiste.pages.figures import Change, Known, Target
from loiste.pages.kinds import Stock, why_unknown
from loiste.pages.numbers import Amount
from loiste.pages.spark import Spark, spark

FOR_CUSTOMER = ("nps", "onboarding_days", "ces")
FOR_COMPANY = ("nrr", "mrr", "customers", "cltv", "cac", "logo_churn")


@dataclass(frozen=True)
class Tile:
    """One key figure; `reason` and `last` only when the value is unknown."""

    key: str
    name: str
    address: str
    value: Amount
    change: Change | None
    spark: Spark | None
    target: Target
    benchmark: str
    benchmark_source: str
    reason: str
    last: Known | None

    @property
    def spoken(self) -> str:
        return f"{self.name}: {numbers.brief(self.value)}"


@dataclass(frozen=True)
class Group:
    name: str
    tiles: list[Tile]


def groups(found: Measured, lens: Lens, organisation: Organisation, stored: Mapping[str, Stock]) -> list[Group]:
    def made(keys: tuple[str, ...]) -> list[Tile]:
        return [tile(metrics()[key], found, lens, organisation, stored) for key in keys]

    return [Group(_("Value to the customer"), made(FOR_CUSTOMER)), Group(_("Effect on the company"), made(FOR_COMPANY))]


def tile(metric: Metric, found: Measured, lens: Lens, organisation: Organisation, stored: Mapping[str, Stock]) -> Tile:
    by_day = {day: figures.amount(metric, found.at(metric.key, day).value, organisation) for day in lens.days()}
    now = by_day[lens.as_of]
    known = now.value is not None
    trend = [one.value for one in by_day.values()]
    text, source = figures.benchmark(metric, organisation)
    return Tile(
        key=metric.key, name=str(metric.name), address=figures.address(metric.key, lens), value=now,
        change=figures.change(metric, now, by_day[lens.before].value, lens.before),
        spark=spark(trend, figures.wanted(metric, organisation), heard(metric, by_day)),
        target=figures.target(metric, now, organisation), benchmark=text, benchmark_source=source,
        reason="" if known else why_unknown(metric, lens, stored),
        last=None if known else figures.last_known(by_day, lens.as_of),
    )  # fmt: skip


def heard(metric: Metric, by_day: Mapping[date, Amount]) -> str:
    """The trend for those who do not see it."""
    known = [(day, value) for day, value in by_day.items() if value.value is not None]
    if not known:
        return str(metric.name)
    (first, start), (last, end) = known[0], known[-1]
    return _("%(name)s from %(start)s in %(first)s to %(end)s in %(last)s") % {
        "name": metric.name, "start": numbers.brief(start), "first": numbers.month(first),
        "end": numbers.brief(end), "last": numbers.month(last),
    }  # fmt: skip
