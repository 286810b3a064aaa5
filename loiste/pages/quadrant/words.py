"""The quadrant in words: what corners are called, how they look, and why an axis is not known."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.judgement.kinds import QUADRANT
from loiste.judgement.promised import quadrant
from loiste.judgement.quadrant import CORNERS, Axis, Quadrant
from loiste.judgement.texts import shipped
from loiste.pages import numbers
from loiste.pages.health import words
from loiste.pages.health.words import share

UNKNOWN = {
    "experience_unknown": gettext_lazy("Experience not known"),
    "outcomes_unknown": gettext_lazy("Outcomes not known"),
    "unknown": gettext_lazy("Neither is known"),
}
LOOKS = {
    "both": ("good", "circle-check"), "experience_only": ("watch", "alert-triangle"),
    "outcomes_only": ("watch", "alert-triangle"), "neither": ("risk", "alert-octagon"),
}  # fmt: skip
QUIET = ("quiet", "help-circle")


@dataclass(frozen=True)
class Name:
    """What a corner is called, with the tone and the icon that go with it."""

    key: str
    word: str
    tone: str
    icon: str


def text() -> Quadrant:
    """The text in force; where none is, the shipped one, so that what was kept has a name."""
    found = quadrant() or next(iter(shipped(QUADRANT).values()))
    return found.text


def names(told: Quadrant | None = None) -> dict[str, Name]:
    """Every corner by its key, as a text calls it, by default the one in force."""
    told = told or text()
    said = {one.corner: str(one.name) for one in told.corners} | {key: str(word) for key, word in UNKNOWN.items()}
    return {key: Name(key, said[key], *LOOKS.get(key, QUIET)) for key in CORNERS}


def why_unknown(axis: Axis, coverage: float) -> str:
    """Why the axis has no score, of an account that has this coverage."""
    if coverage:
        shares = {"share": numbers.figure(share(coverage)), "needed": numbers.figure(share(axis.known_from))}
        return _("only %(share)s of its weight rests on data, and %(needed)s is needed") % shares
    return nothing_known(axis)


def too_little(axis: Axis) -> str:
    """The same of accounts of any coverage."""
    return _("less than %(needed)s of its weight rests on data") % {"needed": numbers.figure(share(axis.known_from))}


def nothing_known(axis: Axis) -> str:
    parts = ", ".join(words.name(component) for component in axis.components)
    return _("nothing is known of these: %(parts)s") % {"parts": parts}
