"""The fit matrix: versioned text that lays accounts out on two axes, and says which corner is a bad fit."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from loiste.judgement.rules import Facts, number
from loiste.judgement.shapes import Floats
from loiste.judgement.words import Key, Part, Words

Ints = npt.NDArray[np.int64]
UNKNOWN = -1  # no place on an axis
SIZES = (1, 2)  # bounds of an axis: two levels, or three


class Axis(Part):
    """A metric of the account or an attribute, cut at `bounds`; a value on a bound stands above it.

    `values`: what texts of an attribute stand for, where it is no number.
    """

    name: Words
    metric: str = ""
    attribute: str = Field("", max_length=300)
    days: int | None = Field(None, ge=1, le=366)
    bounds: tuple[float, ...] = Field(min_length=1, max_length=2)
    values: dict[str, float] = {}

    @model_validator(mode="after")
    def sound(self) -> "Axis":
        if bool(self.metric) == bool(self.attribute):
            raise ValueError(_("name either a metric or an attribute"))
        if self.attribute and self.days:
            raise ValueError(_("an attribute has no window; take days away"))
        if any(a >= b for a, b in zip(self.bounds, self.bounds[1:], strict=False)):
            raise ValueError(_("write the bounds in order, each once"))
        return self

    def levels(self, facts: Facts) -> Ints:
        """0 below the first bound, and so on upwards; UNKNOWN where nothing is known."""
        found = self.numbers(facts)
        levels = np.searchsorted(self.bounds, found, side="right").astype(np.int64)
        return np.where(np.isnan(found), UNKNOWN, levels)

    def numbers(self, facts: Facts) -> Floats:
        if self.metric:
            return facts.metric(self.metric, self.days)
        said = facts.attribute(self.attribute)
        return np.array([self.values.get(str(one), number(one)) for one in said], dtype=np.float64)


class Cell(Part):
    """One field of the matrix: its levels on both axes, 0 being the lowest."""

    x: int = Field(ge=0, le=2)
    y: int = Field(ge=0, le=2)
    name: Words
    fit: Literal["good", "bad", ""] = ""
    response: Words | None = None


class Fit(Part):
    key: Key
    on: bool = True
    name: Words
    meaning: Words | None = None
    x: Axis
    y: Axis
    cells: tuple[Cell, ...]

    @model_validator(mode="after")
    def whole(self) -> "Fit":
        if len(self.x.bounds) != len(self.y.bounds):
            raise ValueError(_("give both axes as many bounds"))
        wanted = {(x, y) for x in range(self.size) for y in range(self.size)}
        if sorted((one.x, one.y) for one in self.cells) != sorted(wanted):
            raise ValueError(_("name each of the %(count)s cells once") % {"count": len(wanted)})
        return self

    @property
    def size(self) -> int:
        """Cells a side."""
        return len(self.x.bounds) + 1

    def cell(self, x: int | None, y: int | None) -> Cell | None:
        """None where an axis is unknown, or lies outside, as the place under another version may."""
        return next((one for one in self.cells if (one.x, one.y) == (x, y)), None)
