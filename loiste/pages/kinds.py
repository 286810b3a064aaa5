"""What is stored of each kind of signal, in words; and why a number is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.metrics.registry import Metric, in_order, metrics
from loiste.pages import numbers
from loiste.pages.address import Lens
from loiste.plain.days import opening
from loiste.timeline import blocks

KINDS = {
    "attribute": gettext_lazy("accounts"),
    "contact": gettext_lazy("contacts"),
    "subscription": gettext_lazy("subscriptions"),
    "ticket": gettext_lazy("tickets"),
    "usage": gettext_lazy("usage"),
    "answer": gettext_lazy("survey answers"),
    "churn": gettext_lazy("reasons of churn"),
    "cost": gettext_lazy("costs"),
    "note": gettext_lazy("notes"),
    "milestone": gettext_lazy("milestones"),
    "judgement": gettext_lazy("judgements"),
}
EVENTS = ("usage", "answer", "ticket", "cost", "milestone")  # kinds whose newest day tells how fresh they are


@dataclass(frozen=True)
class Stock:
    """What is stored of a kind."""

    kind: str
    rows: int
    first: date | None
    last: date | None

    @property
    def name(self) -> str:
        return str(KINDS.get(self.kind, self.kind))


def stocks() -> dict[str, Stock]:
    """Everything stored, by kind; empty in an empty system."""
    counted = (
        blocks.current().values("kind").order_by("kind")
        .annotate(signals=Sum("rows"), first=Min("first_day"), last=Max("last_day"))
    )  # fmt: skip
    return {row["kind"]: Stock(row["kind"], row["signals"], row["first"], row["last"]) for row in counted}


def data_until(stored: Mapping[str, Stock], today: date) -> date | None:
    """The newest day of which anything is known; plans for later days do not count."""
    days = [stock.last for stock in stored.values() if stock.kind in EVENTS and stock.last]
    begun = stored.get("subscription")
    if not days and begun and begun.last:
        days = [min(begun.last, today)]
    return max((day for day in days if day <= today), default=None)


def why_unknown(metric: Metric, lens: Lens, stored: Mapping[str, Stock]) -> str:
    """Why the metric has no value, in a few words: no parts, or a source is missing, ended, or began too late."""
    as_of, made_of = lens.as_of, [metrics()[key] for key in in_order([metric.key])]
    if lens.where and any(one.level == "organisation" for one in made_of):
        return _("counted for all customers together only")
    reads = sorted({kind for one in made_of for kind in one.reads})
    missing = [str(KINDS[kind]) for kind in reads if kind not in stored and kind in KINDS]
    if missing:
        return _("no %(kinds)s imported") % {"kinds": ", ".join(missing)}
    ended = [stored[kind] for kind in reads if kind in EVENTS and before_month(stored[kind].last, as_of)]
    if ended:
        return _("%(kind)s end %(day)s") % {"kind": ended[0].name, "day": numbers.day(ended[0].last)}
    begun = [stored[kind].first for kind in reads if stored[kind].first]
    if begun and max(day for day in begun if day) > as_of:
        return _("data begins %(day)s") % {"day": numbers.day(max(day for day in begun if day))}
    return _("too little history or nothing to count")


def before_month(last: date | None, as_of: date) -> bool:
    return last is not None and last <= opening(as_of)
