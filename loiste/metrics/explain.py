"""Any number walked back: formula, settings, inputs, query, sources, rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.models import Max, Min, Sum

from loiste.accounts.models import Account
from loiste.metrics.registry import Metric, metrics
from loiste.metrics.rows import Rows, rows
from loiste.metrics.run import Value, measure
from loiste.metrics.views import VIEWS, named_in
from loiste.organisation.config import Organisation
from loiste.timeline import blocks


@dataclass(frozen=True)
class Source:
    """What is stored of one kind of signal."""

    kind: str
    signals: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Explanation:
    """All that is needed to count a number again by hand."""

    metric: Metric
    as_of: date
    value: Value
    inputs: dict[str, dict[date, Decimal | None]]
    settings: dict[str, object]
    sources: list[Source]
    query: str
    views: list[tuple[str, str]]
    rows: Rows


def explain(
    home: Path, organisation: Organisation, name: str, as_of: date, *, account: Account | None = None,
    where: Mapping[str, str] | None = None, mine: Sequence[int] | None = None, limit: int = 20, offset: int = 0,
) -> Explanation:  # fmt: skip
    """Explains a metric as of a day; with `account`, the rows are those of that account only, with `mine` of those."""
    one = metrics()[name]
    days = one.spans(as_of) if one.spans else [as_of]
    found = measure(home, organisation, [name, *one.inputs], {as_of, *days}, where=where)
    found_rows = rows(
        home, organisation, name, as_of, where=where, account=account, mine=mine, limit=limit, offset=offset
    )
    value = found.at(name, as_of)
    if account is not None and one.shape in ("sum", "ratio"):
        value = of_account(found_rows)
    return Explanation(
        metric=one, as_of=as_of, value=value,
        inputs={key: {day: found.at(key, day).value for day in days} for key in one.inputs},
        settings={key: getattr(organisation.settings, key) for key in one.settings},
        sources=sources(one), query=one.query, rows=found_rows,
        views=[(view, VIEWS[view].strip()) for view in named_in(one.query)],
    )  # fmt: skip


def of_account(found: Rows) -> Value:
    """The value of one account; its only row."""
    if len(found.items) != 1:
        return Value(None)
    return Value(found.items[0].value, found.items[0].numerator, found.items[0].denominator)


def sources(metric: Metric) -> list[Source]:
    """Signals stored of each kind that the metric reads."""
    counted = (
        blocks.current().filter(kind__in=metric.reads).values("kind").order_by("kind")
        .annotate(signals=Sum("rows"), first=Min("first_day"), last=Max("last_day"))
    )  # fmt: skip
    return [Source(row["kind"], row["signals"], row["first"], row["last"]) for row in counted]
