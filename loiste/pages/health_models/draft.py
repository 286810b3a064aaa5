"""A model as it is being written: its YAML is the one truth; fields are another view of the same."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import ValidationError as Misfit

from loiste.judgement import versions, words
from loiste.judgement.health_model import HealthModel
from loiste.judgement.kinds import HEALTH
from loiste.pages.health_models.faults import Fault, faults
from loiste.pages.health_models.overlay import overlay


@dataclass(frozen=True)
class Draft:
    """`raw`: what the text says, None when it is no YAML. `model`: only of a text that could be saved."""

    yaml: str
    raw: Any
    model: HealthModel | None
    faults: list[Fault]

    @property
    def formed(self) -> bool:
        """Whether fields can show it: it has at least the build of a model."""
        return isinstance(self.raw, dict) and all(
            isinstance(one, dict) and isinstance(one.get("shape", {}), dict)
            for name in ("components", "groups")
            for one in listed(self.raw, name)
        )


def listed(raw: Mapping[str, Any], name: str) -> list[Any]:
    found = raw.get(name, [])
    return found if isinstance(found, list) else [None]


def of_text(text: str) -> Draft:
    """A draft from YAML as it was typed."""
    try:
        raw = words.read(text)
    except yaml.YAMLError as error:
        said = _("That is not YAML: %(why)s.") % {"why": " ".join(str(error).split())}
        return Draft(text, None, None, [Fault("yaml", "", said)])
    return judged(text, raw)


def of_fields(sent: Mapping[str, str]) -> Draft:
    """A draft from the fields, laid upon the text that they were shown of."""
    base = of_text(sent.get("base", ""))
    return of_raw(overlay(base.raw, sent) if base.formed else base.raw)


def of_raw(raw: Any) -> Draft:
    """A draft from plain values, written out as tidily as they allow."""
    try:
        text = words.dump(HealthModel.model_validate(raw))
    except Misfit:
        text = words.written(raw)
    return judged(text, raw)


def judged(text: str, raw: Any) -> Draft:
    try:
        HealthModel.model_validate(raw)
    except Misfit as error:
        return Draft(text, raw, None, faults(error, raw))
    try:
        return Draft(text, raw, versions.checked(HEALTH, text), [])
    except ValidationError as error:
        return Draft(text, raw, None, [Fault("", "", error.messages[0])])


def copied(text: str, key: str) -> Draft:
    """A draft of a new model that begins as another stands; it is off until somebody switches it on."""
    raw = deepcopy(words.read(text))
    return of_raw({**raw, "key": key, "on": False})
