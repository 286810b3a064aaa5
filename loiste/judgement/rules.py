"""Rules over accounts: and, or, not over facts. Three answers: yes, no, and unknown, which is no match.

A rule is text: {all: [...]}, {any: [...]}, {not: ...}, {everyone: true}, or one comparison (see Compare).
"""

from datetime import date
from typing import Annotated, Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from pydantic import Discriminator, Field, Tag, model_validator

from loiste.judgement.shapes import Floats
from loiste.judgement.words import Part

Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]
OF_NUMBERS = {"at_least": np.greater_equal, "above": np.greater, "at_most": np.less_equal, "below": np.less}
OF_DAYS = ("within_days", "older_than_days")
TESTS = ("is_one_of", *OF_NUMBERS, *OF_DAYS, "known")


class Facts(Protocol):
    """What is known of the accounts, as of one day; arrays with one value per account."""

    @property
    def as_of(self) -> date: ...
    @property
    def size(self) -> int: ...
    def metric(self, key: str, days: int | None) -> Floats: ...
    def attribute(self, name: str) -> Texts: ...
    def segment(self, key: str) -> "Answer": ...


class Answer(NamedTuple):
    """Which accounts surely match, and which surely do not; of the others it is unknown."""

    yes: Bools
    no: Bools


def among(there: Bools, inside: Bools) -> Answer:
    """The answer where it is known for those `there`."""
    return Answer(there & inside, there & ~inside)


class Compare(Part):
    """One fact of the account against one bound. `days`: the metric's window. Days since count from the day asked."""

    attribute: str = Field("", max_length=300)
    metric: str = ""
    segment: str = ""
    days: int | None = Field(None, ge=1, le=366)
    is_one_of: tuple[str, ...] | None = Field(None, min_length=1)
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    within_days: int | None = Field(None, ge=0)
    older_than_days: int | None = Field(None, ge=0)
    known: bool | None = None

    @model_validator(mode="after")
    def whole(self) -> "Compare":
        if sum(map(bool, (self.attribute, self.metric, self.segment))) != 1:
            raise ValueError(_("name one attribute, one metric or one segment"))
        if self.segment and self.tests():
            raise ValueError(_("a segment is named without a test; put it into not: to mean those outside"))
        allowed = TESTS if self.attribute else (*OF_NUMBERS, "known")
        if not self.segment and (len(self.tests()) != 1 or self.tests()[0] not in allowed):
            raise ValueError(_("write just one of these: %(tests)s") % {"tests": ", ".join(allowed)})
        return self

    def tests(self) -> list[str]:
        return [name for name in TESTS if getattr(self, name) is not None]

    def answer(self, facts: Facts) -> Answer:
        if self.segment:
            return facts.segment(self.segment)
        if self.metric:
            return self.of_numbers(facts.metric(self.metric, self.days))
        texts = facts.attribute(self.attribute)
        if self.is_one_of is not None:
            return among(there(texts), np.isin(texts.astype(str), self.is_one_of))
        if self.known is not None:
            return Answer(there(texts) == self.known, there(texts) != self.known)
        if self.tests()[0] in OF_DAYS:
            return self.of_days(np.array([days_since(text, facts.as_of) for text in texts], dtype=np.float64))
        return self.of_numbers(np.array([number(text) for text in texts], dtype=np.float64))

    def of_days(self, ago: Floats) -> Answer:
        if self.within_days is not None:
            return among(~np.isnan(ago), (ago >= 0) & (ago <= self.within_days))
        return among(~np.isnan(ago), ago > (self.older_than_days or 0))

    def of_numbers(self, values: Floats) -> Answer:
        known = ~np.isnan(values)
        if self.known is not None:
            return Answer(known == self.known, known != self.known)
        name = self.tests()[0]
        return among(known, OF_NUMBERS[name](values, getattr(self, name)))


class AllOf(Part):
    all: tuple["Rule", ...] = Field(min_length=1)

    def answer(self, facts: Facts) -> Answer:
        yes, no = zip(*(rule.answer(facts) for rule in self.all), strict=True)
        return Answer(np.logical_and.reduce(yes), np.logical_or.reduce(no))


class AnyOf(Part):
    any: tuple["Rule", ...] = Field(min_length=1)

    def answer(self, facts: Facts) -> Answer:
        yes, no = zip(*(rule.answer(facts) for rule in self.any), strict=True)
        return Answer(np.logical_or.reduce(yes), np.logical_and.reduce(no))


class Not(Part):
    not_: "Rule" = Field(alias="not")

    def answer(self, facts: Facts) -> Answer:
        yes, no = self.not_.answer(facts)
        return Answer(no, yes)


class Everyone(Part):
    everyone: bool

    @model_validator(mode="after")
    def true(self) -> "Everyone":
        if not self.everyone:
            raise ValueError(_("everyone can only be true"))
        return self

    def answer(self, facts: Facts) -> Answer:
        every = np.ones(facts.size, dtype=bool)
        return Answer(every, ~every)


def kind_of(rule: Any) -> str:
    """Which kind of rule a text is, told by its key, so that complaints speak of that kind only."""
    named = {"all": AllOf, "any": AnyOf, "not": Not, "everyone": Everyone}
    for key, kind in named.items():
        if isinstance(rule, kind) or (isinstance(rule, dict) and key in rule):
            return key
    return "compare"


Rule = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Everyone, Tag("everyone")]
    | Annotated[Compare, Tag("compare")],
    Discriminator(kind_of),
]
for _kind in (AllOf, AnyOf, Not):
    _kind.model_rebuild()


def there(texts: Texts) -> Bools:
    return np.array([text is not None for text in texts], dtype=bool)


def number(text: str | None) -> float:
    """A number written in text; NaN when it is none."""
    try:
        return float((text or "").replace(",", ".").replace("\N{NO-BREAK SPACE}", "").replace(" ", ""))
    except ValueError:
        return float("nan")


def days_since(text: str | None, as_of: date) -> float:
    """Days from an ISO date to the day asked; negative when it is yet to come, NaN when it is no date."""
    try:
        return float((as_of - date.fromisoformat((text or "")[:10])).days)
    except ValueError:
        return float("nan")
