"""A text with some of its fields changed, as forms do; what the form does not show stays as it was written."""

from collections.abc import Mapping
from typing import Any

import yaml

from loiste.judgement.words import BadText


def edited(text: str, fields: Mapping[str, Any]) -> str:
    """YAML with these fields set; None takes a field away. Comments are lost. BadText when the text is no mapping."""
    said = yaml.safe_load(text)
    if not isinstance(said, dict):
        raise BadText(text[:40])
    if True in said:  # an `on` without quotes, which YAML 1.1 takes for the truth
        said["on"] = said.pop(True)
    said |= {name: value for name, value in fields.items() if value is not None}
    kept = {name: value for name, value in said.items() if fields.get(name, value) is not None}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120)
