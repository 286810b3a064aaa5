"""The texts that are in force: those that the organisation made, and the shipped ones that it left as they are."""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
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
    return {one.text.key: one for one in written_in(folder, kind)}


@cache
def presets() -> tuple[Model, ...]:
    """Health models to begin from, made as other products make theirs. They are never in force themselves."""
    return tuple(written_in(files("loiste.judgement") / "presets", HEALTH))


def written_in(folder: Traversable, kind: Kind[T]) -> list[Text[T]]:
    """The texts in the files of a folder, by the names of the files."""
    written = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")}
    return [Text(parse(kind.schema, yaml, name), SHIPPED, yaml) for name, yaml in sorted(written.items())]


def every(kind: Kind[T]) -> dict[str, Text[T]]:
    """The newest version of each text of a kind by its key, whether or not it is on."""
    found: dict[str, Text[T]] = dict(shipped(kind))
    newest = {row.text_key: row for row in Version.objects.filter(kind=kind.name).order_by("number")}
    return found | {key: of_row(kind, row) for key, row in newest.items()}


def of_row(kind: Kind[T], row: Version) -> Text[T]:
    return Text(read(kind, row.text, f"{row.text_key}, {row.number}"), row.number, row.text)


@lru_cache(maxsize=256)
def read(kind: Kind[T], yaml: str, origin: str) -> T:
    """The text that was stored; what was read once is not read again, since versions never change."""
    return parse(kind.schema, yaml, origin)


def version(kind: Kind[T], key: str, number: int) -> Text[T] | None:
    """One version of a text; SHIPPED is the one that came with Loiste."""
    if number == SHIPPED:
        return shipped(kind).get(key)
    row = Version.objects.filter(kind=kind.name, text_key=key, number=number).first()
    return of_row(kind, row) if row else None


def written(kind: Kind[Any], key: str) -> list[Version]:
    """The versions that were written here, newest first, with who wrote them."""
    return list(Version.objects.filter(kind=kind.name, text_key=key).select_related("by").order_by("-number"))


def models() -> list[Model]:
    """The health models in force, in the order in which accounts are tried on them."""
    on = [one for one in every(HEALTH).values() if one.text.on]
    return sorted(on, key=lambda one: (one.text.order, one.text.key))


def segments() -> dict[str, Text[Segment]]:
    """The segments that are on, by key, in the order of their names as read now."""
    on = [one for one in every(SEGMENT).values() if one.text.on]
    return {one.text.key: one for one in sorted(on, key=lambda one: str(one.text.name).casefold())}
