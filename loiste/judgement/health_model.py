"""The health model: versioned text that says how metrics and attributes become a score of 0-100."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from loiste.judgement import shapes
from loiste.judgement.rules import Everyone, Rule
from loiste.judgement.scoring import Combine, Scheme
from loiste.judgement.scoring import Part as Piece
from loiste.judgement.words import Key, Part, Words

STEP = 7  # a carried value is looked for so many days back at a time
Anchor = tuple[float, float]
Anchors = Annotated[tuple[Anchor, ...], Field(min_length=2, max_length=12)]


class ShapeText(Part):
    """`kind` says how, `points` are pairs [value, points] with rising values; `at_bound` is for thresholds only."""

    kind: Literal["thresholds", "linear", "linear_bounded"]
    points: Anchors
    at_bound: Literal["upper", "lower"] = "upper"

    @model_validator(mode="after")
    def rising(self) -> "ShapeText":
        values = [value for value, _points in self.points]
        if any(a >= b for a, b in zip(values, values[1:], strict=False)):
            raise ValueError(_("write the pairs in order of their values, each value once"))
        return self

    def shape(self) -> shapes.Shape:
        if self.kind == "thresholds":
            return shapes.Thresholds(self.points, self.at_bound)
        return (shapes.Linear if self.kind == "linear" else shapes.LinearBounded)(self.points)


class Missing(Part):
    """What an unknown value does. `carry_days`: first, the last value known at most so many days ago stands in."""

    rule: Literal["leave_out", "neutral", "worst"] = "leave_out"
    carry_days: int = Field(0, ge=0, le=730)


class Component(Part):
    """One thing that the score rests on: a metric of the account, or an attribute that is a number.

    `days`: the window, where the metric has one. `change`: not the value but its change, as a share, against the
    account's own value so many days earlier. `values`: what the texts of an attribute stand for, where it is no number;
    texts that are not listed are unknown.
    """

    key: Key
    name: Words | None = None
    metric: str = ""
    attribute: str = Field("", max_length=300)
    days: int | None = Field(None, ge=1, le=366)
    change: int | None = Field(None, ge=1, le=730)
    values: dict[str, float] = {}
    group: Key | Literal[""] = ""
    weight: float = Field(1.0, gt=0, le=1000)
    shape: ShapeText
    missing: Missing = Missing()  # type: ignore[call-arg]

    @model_validator(mode="after")
    def one_source(self) -> "Component":
        if bool(self.metric) == bool(self.attribute):
            raise ValueError(_("name either a metric or an attribute"))
        if self.attribute and self.days:
            raise ValueError(_("an attribute has no window; take days away"))
        if self.metric and self.values:
            raise ValueError(_("a metric is a number; take values away"))
        return self

    def piece(self) -> Piece:
        return Piece(self.key, self.shape.shape(), self.weight, self.missing.rule, self.group)


class Group(Part):
    key: Key
    name: Words | None = None
    weight: float = Field(gt=0, le=1000)


class Bands(Part):
    """A score from `green_from` is green, from `yellow_from` yellow, below it red."""

    yellow_from: float = Field(40.0, ge=0, le=100)
    green_from: float = Field(70.0, ge=0, le=100)

    @model_validator(mode="after")
    def in_order(self) -> "Bands":
        if self.yellow_from > self.green_from:
            raise ValueError(_("yellow_from must not be above green_from"))
        return self

    def of(self, score: float) -> str:
        """The band that a score (0-100) lies in."""
        return "green" if score >= self.green_from else "yellow" if score >= self.yellow_from else "red"


class HealthModel(Part):
    """How an account's health is scored. `applies` says to which accounts; of several models that are `on` the first
    in `order` that fits."""

    key: Key
    order: int = Field(50, ge=0, le=1000)
    on: bool = True
    name: Words
    meaning: Words | None = None
    applies: Rule = Everyone(everyone=True)
    combine: Combine = "mean"
    scale: float = Field(100.0, gt=0, le=1000)
    neutral: float = Field(50.0, ge=0)
    rounded: bool = False
    bands: Bands = Bands()  # type: ignore[call-arg]
    groups: tuple[Group, ...] = ()
    components: tuple[Component, ...] = Field(min_length=1, max_length=60)
    no_use_because: str = Field("", max_length=1000)

    @model_validator(mode="after")
    def sound(self) -> "HealthModel":
        keys = [component.key for component in self.components]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise ValueError(_("two components are named %(key)s; give each its own key") % {"key": twice})
        known = {group.key for group in self.groups} | ({""} if not self.groups else set())
        lost = next((c.key for c in self.components if c.group not in known), None)
        if lost:
            raise ValueError(_("the component %(key)s belongs to no group that the model lists") % {"key": lost})
        if self.neutral > self.scale:
            raise ValueError(_("neutral must lie within 0 and scale"))
        return self

    def scheme(self) -> Scheme:
        """The arithmetic of the model."""
        pieces = tuple(component.piece() for component in self.components)
        weights = tuple((group.key, group.weight) for group in self.groups)
        return Scheme(pieces, self.combine, self.scale, self.neutral, weights, self.rounded)
