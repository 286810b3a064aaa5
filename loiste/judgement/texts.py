"""The texts that are in force: those that the organisation made, and the shipped ones that it left as they are."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

from loiste.judgement.health_model import HealthModel
from loiste.judgement.kinds import HEALTH, SEGMENT, Kind
from loiste.judgement.models import Version
from loiste.judgement.segment import Segment
from loiste.judgement.words import Part, parse

SHIPPED = 0  # the number of a version that nobody here wrote
T = TypeVar("T", bound=Part)


@dataclass(frozen=True)
class Text(Generic[T]):
    """A text of one kind, the number of its version, and its YAML as it was written."""

    text: T
    version: int
    yaml: str


Model = Text[HealthModel]


@cache
def shipped(kind: Kind[Any]) -> dict[str, Text[Any]]:
    """The texts of a kind that come with Loiste, by key."""
    folder = files("loiste.judgement") / "shipped" / kind.folder
    if not folder.is_dir():
        return {}
    written = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")}
    every = (Text(parse(kind.schema, yaml, name), SHIPPED, yaml) for name, yaml in sorted(written.items()))
    return {one.text.key: one for one in every}


def every(kind: Kind[T]) -> dict[str, Text[T]]:
    """The newest version of each text of a kind by its key, whether or not it is on."""
    found: dict[str, Text[T]] = dict(shipped(kind))
    for row in Version.objects.filter(kind=kind.name).order_by("number"):
        text = parse(kind.schema, row.text, f"{row.text_key}, {row.number}")
        found[row.text_key] = Text(text, row.number, row.text)
    return found


def models() -> list[Model]:
    """The health models in force, in the order in which accounts are tried on them."""
    on = [one for one in every(HEALTH).values() if one.text.on]
    return sorted(on, key=lambda one: (one.text.order, one.text.key))


def segments() -> dict[str, Text[Segment]]:
    """The segments that are on, by key, in the order of their names as read now."""
    on = [one for one in every(SEGMENT).values() if one.text.on]
    return {one.text.key: one for one in sorted(on, key=lambda one: str(one.text.name).casefold())}
