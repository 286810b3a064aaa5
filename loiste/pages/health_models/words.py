"""Words of the studio: ways of combining, shapes, rules for what is unknown, bands, units of metrics."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.judgement.band_words import BANDS
from loiste.metrics.registry import Metric

Texts = dict[str, str | Promise]
COMBINE: Texts = {
    "mean": gettext_lazy("Mean by weight"),
    "sum": gettext_lazy("Points add up"),
    "from_neutral": gettext_lazy("Points are added to the middle"),
}
SHAPES: Texts = {
    "linear": gettext_lazy("Straight lines; outside as at the ends"),
    "linear_bounded": gettext_lazy("Straight lines; outside no effect"),
    "thresholds": gettext_lazy("Steps"),
}
BOUNDS: Texts = {
    "upper": gettext_lazy("A value on a bound belongs to the step above"),
    "lower": gettext_lazy("A value on a bound belongs to the step below"),
}
MISSING: Texts = {
    "leave_out": gettext_lazy("Leave out, others share the weight"),
    "neutral": gettext_lazy("Count as the middle"),
    "worst": gettext_lazy("Count as worst"),
}
CHURN: Texts = {
    "revenue": gettext_lazy("MRR fell to 0"),
    "event": gettext_lazy("A row of kind churn says so"),
}
UNITS: Texts = {
    "ratio": gettext_lazy("a share, 0–1"),
    "money": gettext_lazy("money"),
    "count": gettext_lazy("a count"),
    "days": gettext_lazy("days"),
    "points": gettext_lazy("points, −100–100"),
    "scale": gettext_lazy("a mean answer"),
    "minutes": gettext_lazy("minutes"),
    "hours": gettext_lazy("hours"),
}


@dataclass(frozen=True)
class Band:
    """How a band is shown: `tone` of its badge, `part` of a bar."""

    name: str
    tone: str
    part: str
    icon: str


def bands() -> dict[str, Band]:
    """By the key of the band, the best first; the last is no score."""
    return {
        "green": Band(str(BANDS["green"]), "good", "g", "circle-check"),
        "yellow": Band(str(BANDS["yellow"]), "watch", "w", "alert-triangle"),
        "red": Band(str(BANDS["red"]), "risk", "r", "alert-octagon"),
        "": Band(_("No score"), "quiet", "q", "help-circle"),
    }


def unit(metric: Metric) -> str:
    return str(UNITS.get(metric.unit, metric.unit))
