"""What a kind of row is: its fields, what it needs, and how a row of it becomes signals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from loiste.plain.money import to_millionths
from loiste.sources.files.dates import Moment
from loiste.sources.files.errors import BadCell

Values = Mapping[str, Any]  # field -> typed value or None; only fields that are mapped or set
Signal = dict[str, Any]  # column of STAGED -> value

ATTRIBUTE = "attr."


@dataclass(frozen=True)
class Field:
    """`type` names a reader of `cells.Readers`; `required`: a row without it is refused."""

    name: str
    type: str = "text"
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """`own_id`: the field that tells rows apart; `id` means the same. `one_of`: of each group one must be mapped.
    `beside`: a field that means something only with one of others beside it.

    `state`: rows are versions of something that lasts. `check` raises BadCell for what one cell alone cannot tell.
    """

    name: str
    own_id: str
    fields: tuple[Field, ...]
    signals: Callable[[Values, str | None], list[Signal]]
    check: Callable[[Values], None]
    state: bool = False
    one_of: tuple[tuple[str, ...], ...] = ()
    beside: tuple[tuple[str, tuple[str, ...]], ...] = ()
    free_attributes: bool = False
    by_name: dict[str, Field] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})

    def field_called(self, name: str) -> Field | None:
        """The field of this name; `id` is the kind's own id, `attr.X` a free attribute where the kind has such."""
        if name == "id":
            return self.by_name[self.own_id]
        if self.free_attributes and name.startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE):
            return Field(name)
        return self.by_name.get(name)


def nothing_to_check(values: Values) -> None:
    """For kinds whose cells speak for themselves."""


def needs_someone(values: Values) -> None:
    """A row that nobody can be found for says nothing."""
    if not (values.get("account_id") or values.get("subscription_id") or values.get("contact_id")):
        raise BadCell("no_account", "account_id" if "account_id" in values else "subscription_id")


def stamp(moment: Moment | None) -> tuple[Any, datetime | None]:
    """Day and time of a moment."""
    return (moment.day, moment.at) if moment else (None, None)


def real(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def millionths(value: Decimal | None) -> int | None:
    return None if value is None else to_millionths(value)
