"""The quadrant, CS = CX + CO: versioned text that says what customers' experience and outcomes are scored from."""

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from loiste.judgement.health_model import Component
from loiste.judgement.rules import Everyone, Rule
from loiste.judgement.scoring import Scheme
from loiste.judgement.words import Key, Part, Words

Level = Literal["good", "bad"]
KNOWN = ("both", "experience_only", "outcomes_only", "neither")  # what is good
UNKNOWN = ("experience_unknown", "outcomes_unknown", "unknown")
CORNERS = (*KNOWN, *UNKNOWN)
OF_LEVELS = {("good", "good"): KNOWN[0], ("good", "bad"): KNOWN[1], ("bad", "good"): KNOWN[2], ("bad", "bad"): KNOWN[3]}


def corner(experience: str, outcomes: str) -> str:
    """The corner of two levels; "" is a level that is not known, and puts into no corner of the square."""
    if not experience:
        return UNKNOWN[0] if outcomes else UNKNOWN[2]
    return OF_LEVELS[experience, outcomes] if outcomes else UNKNOWN[1]


class Axis(Part):
    """A score of 0-100 from components as those of health models. From `good_from` on it is good.

    `known_from`: the axis is unknown when less than this share of its weight rests on data.
    """

    name: Words
    components: tuple[Component, ...] = Field(min_length=1, max_length=30)
    good_from: float = Field(50.0, gt=0, le=100)
    known_from: float = Field(0.0, ge=0, le=1)

    @model_validator(mode="after")
    def sound(self) -> "Axis":
        keys = [component.key for component in self.components]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise ValueError(_("two components are named %(key)s; give each its own key") % {"key": twice})
        if any(component.group for component in self.components):
            raise ValueError(_("the components of an axis stand in no groups; take group away"))
        return self

    def scheme(self) -> Scheme:
        return Scheme(tuple(component.piece() for component in self.components))


class Response(Part):
    """What one corner of the square is called, what it means, and what we do there."""

    experience: Level
    outcomes: Level
    name: Words
    meaning: Words | None = None
    response: Words

    @property
    def corner(self) -> str:
        return OF_LEVELS[self.experience, self.outcomes]


class Quadrant(Part):
    key: Key
    on: bool = True
    name: Words
    meaning: Words | None = None
    applies: Rule = Everyone(everyone=True)
    experience: Axis
    outcomes: Axis
    corners: tuple[Response, ...]

    @model_validator(mode="after")
    def whole(self) -> "Quadrant":
        if sorted(one.corner for one in self.corners) != sorted(KNOWN):
            raise ValueError(_("name each of the four corners once"))
        return self

    def response(self, key: str) -> Response | None:
        """None for those of whom an axis is not known."""
        return next((one for one in self.corners if one.corner == key), None)
