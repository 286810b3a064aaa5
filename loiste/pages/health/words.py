"""Health in words: bands, what a component rests on, and what moved a score."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.judgement.band_words import BANDS
from loiste.judgement.health_model import Bands, Component
from loiste.judgement.pieces import Piece
from loiste.judgement.waterfall import Bar
from loiste.metrics.registry import metrics
from loiste.organisation.config import Organisation
from loiste.pages import dimensions, figures, numbers
from loiste.pages.numbers import Amount

LOOKS = {"red": ("risk", "alert-octagon"), "yellow": ("watch", "alert-triangle"), "green": ("good", "circle-check")}
RESTS = {
    "known": "",
    "carried": gettext_lazy("carried over from earlier"),
    "outside": gettext_lazy("outside of its bounds: no effect"),
    "neutral": gettext_lazy("counted as neutral"),
    "worst": gettext_lazy("counted as worst: no data"),
    "left_out": gettext_lazy("left out"),
}
CAUSES = {
    "rest": gettext_lazy("Start, bounds and rounding"),
    "data": gettext_lazy("Data"),
    "late": gettext_lazy("Data that came late"),
    "model": gettext_lazy("The model changed"),
    "override": gettext_lazy("Override"),
}
RIGHT = {
    "override": (gettext_lazy("the override"), "good"),
    "machine": (gettext_lazy("the machine"), "watch"),
    "neither": (gettext_lazy("neither was nearer"), "quiet"),
    "unknown": (gettext_lazy("cannot be said yet"), "quiet"),
}


@dataclass(frozen=True)
class Band:
    """A band's word with the tone and the icon that go with it."""

    word: str
    tone: str
    icon: str


def band(name: str) -> Band | None:
    """None where there is no score, and so no band."""
    return Band(str(BANDS[name]), *LOOKS[name]) if name in BANDS else None


def band_of(score: float, bands: Bands | None) -> Band:
    """The band of a score that the model did not give; without a model by the bounds that models begin with."""
    name = (bands or Bands.model_validate({})).of(score)
    return Band(str(BANDS[name]), *LOOKS[name])


def name(component: Component) -> str:
    if component.name:
        return str(component.name)
    return str(metrics()[component.metric].name) if component.metric else dimensions.word(component.attribute)


def value(piece: Piece, organisation: Organisation) -> str:
    """What the points rest on, with its unit; the word for unknown where nothing is known."""
    one = piece.component
    if piece.value is None:
        return numbers.unknown()
    exact = Decimal(str(piece.value))
    if one.change is not None:
        return ("+" if exact > 0 else "") + numbers.percent(exact)
    if one.metric:
        return numbers.figure(figures.amount(metrics()[one.metric], exact, organisation))
    return piece.text if one.values and piece.text else numbers.plain(exact, 2)


def against(component: Component) -> str:
    """Against which earlier day a change is taken; empty for a plain value."""
    return _("against %(days)s before") % {"days": numbers.days(component.change)} if component.change else ""


def cause(bar: Bar) -> str:
    """What moved the score, where it is no component; several where they cannot be told apart."""
    return _(" and ").join(str(CAUSES[kind]) for kind in bar.kinds)


def points(value_: float | None) -> Amount:
    """Points of a score, 0-100."""
    return Amount(None if value_ is None else Decimal(str(value_)), "points")


def share(value_: float | None) -> Amount:
    return Amount(None if value_ is None else Decimal(str(value_)), "ratio")
