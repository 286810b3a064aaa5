"""The texts that are in force: those that the organisation made, and the shipped ones that it left as they are."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from loiste.judgement.health_model import HealthModel
from loiste.judgement.models import Version
from loiste.judgement.words import parse

SHIPPED = 0  # the number of a version that nobody here wrote


@dataclass(frozen=True)
class Model:
    """A health model, the number of its version, and its YAML as it was written."""

    text: HealthModel
    version: int
    yaml: str


@cache
def shipped() -> tuple[Model, ...]:
    """The models that come with Loiste."""
    folder = files("loiste.judgement") / "shipped" / "health"
    written = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")}
    return tuple(Model(parse(HealthModel, yaml, name), SHIPPED, yaml) for name, yaml in sorted(written.items()))


def every() -> dict[str, Model]:
    """The newest version of each model by its key, whether or not it is on."""
    found = {one.text.key: one for one in shipped()}
    for row in Version.objects.filter(kind=Version.HEALTH).order_by("number"):
        found[row.text_key] = Model(parse(HealthModel, row.text, f"{row.text_key}, {row.number}"), row.number, row.text)
    return found


def models() -> list[Model]:
    """The health models in force, in the order in which accounts are tried on them."""
    return sorted((one for one in every().values() if one.text.on), key=lambda one: (one.text.order, one.text.key))
