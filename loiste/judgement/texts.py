"""The texts that are in force: those that the organisation made, and the shipped ones that it left as they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from loiste.judgement.health_model import HealthModel
from loiste.judgement.models import Version
from loiste.judgement.words import parse

SHIPPED = 0  # the number of a version that nobody here wrote


@dataclass(frozen=True)
class Model:
    """A health model in force, and the number of its version."""

    text: HealthModel
    version: int
    place: int


@cache
def shipped() -> tuple[Model, ...]:
    """The models that come with Loiste; their file names begin with their place in the order."""
    folder = files("loiste.judgement") / "shipped" / "health"
    found = [
        (int(file.name.split("_")[0]), parse(HealthModel, file.read_text(encoding="utf-8"), file.name))
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    ]
    return tuple(Model(text, SHIPPED, place) for place, text in sorted(found, key=lambda one: one[0]))


def models() -> list[Model]:
    """The health models in force, in the order in which accounts are tried on them."""
    own = newest(Version.objects.filter(kind=Version.HEALTH).order_by("number"))
    every = [one for one in shipped() if one.text.key not in own]
    every += [
        Model(parse(HealthModel, one.text, f"{key}, {one.number}"), one.number, one.place)
        for key, one in own.items()
        if one.on
    ]
    return sorted(every, key=lambda one: (one.place, one.text.key))


def newest(versions: Iterable[Version]) -> dict[str, Version]:
    """The last version of each key, given in order of their numbers."""
    return {one.key: one for one in versions}
