"""What two versions of a health model say differently: place by place, not line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from loiste.judgement.health_model import HealthModel
from loiste.judgement.words import whole

LISTED = ("components", "groups")  # parts that have keys of their own
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Change:
    """`place`: names from the whole to the part, as `components`, `nps`, `weight`. Texts are empty where one is not."""

    kind: Kind
    place: tuple[str, ...]
    before: str = ""
    after: str = ""


def changes(before: HealthModel, after: HealthModel) -> list[Change]:
    """All that differs, defaults counted as said; the order of components does not matter."""
    return list(compared(keyed(before), keyed(after), ()))


def keyed(model: HealthModel) -> dict[str, Any]:
    """The model as plain values, with lists of keyed parts as mappings."""
    said = model.model_dump(mode="json", by_alias=True)
    return said | {name: {part["key"]: part for part in said[name]} for name in LISTED}


def compared(before: dict[str, Any], after: dict[str, Any], place: tuple[str, ...]) -> Iterator[Change]:
    for key in [*before, *(key for key in after if key not in before)]:
        here = (*place, key)
        if key not in after:
            yield Change("removed", here, before=text(before[key]))
        elif key not in before:
            yield Change("added", here, after=text(after[key]))
        elif before[key] != after[key]:
            yield from one(before[key], after[key], here)


def one(before: Any, after: Any, place: tuple[str, ...]) -> Iterator[Change]:
    """A part that differs: by its own parts where both sides have such, but a rule or a line of points whole."""
    if isinstance(before, dict) and isinstance(after, dict) and place[-1] not in ("applies", "values"):
        yield from compared(before, after, place)
    else:
        yield Change("changed", place, text(before), text(after))


def told(value: Any) -> Any:
    """The same without what is not said."""
    if not isinstance(value, dict):
        return value
    return {key: told(part) for key, part in value.items() if part not in (None, "", {}, [])}


def text(value: Any) -> str:
    """A value as the model writes it, on one line; nothing for what is not said."""
    if value in (None, "", {}, []):
        return ""
    plain = told(whole(value))
    said = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=True)
    return said.removesuffix("\n").removesuffix("\n...")
