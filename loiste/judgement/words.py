"""Text of the organisation in both languages, and how every versioned text is read and written."""

import re
from typing import Annotated, TypeVar

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loiste.organisation.config import one_line

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class BadText(Exception):
    """A versioned text that cannot be used; says where and why."""


class Part(BaseModel):
    """Base of every part of a text: unknown keys are refused, and what was read is not changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Words(Part):
    """One text in Finnish and in English; as text it is in the language of whoever reads it now."""

    fi: str = Field(min_length=1, max_length=2000)
    en: str = Field(min_length=1, max_length=2000)

    def __str__(self) -> str:
        return self.fi if (get_language() or "fi").startswith("fi") else self.en


class Loader(yaml.SafeLoader):
    """Only `true` and `false` are yes and no: `on` is a key of texts, and `no` may be a country."""


BOOL = "tag:yaml.org,2002:bool"
Loader.yaml_implicit_resolvers = {
    letter: [pair for pair in pairs if pair[0] != BOOL]
    for letter, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(BOOL, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))  # type: ignore[no-untyped-call]

Kind = TypeVar("Kind", bound=Part)


def parse(kind: type[Kind], text: str, origin: str) -> Kind:
    """A part from YAML; BadText names the place and what is wrong with it."""
    try:
        return kind.model_validate(yaml.load(text, Loader))  # noqa: S506  (a SafeLoader)
    except yaml.YAMLError as error:
        why = " ".join(str(error).split())
        raise BadText(_("%(origin)s is not YAML: %(why)s.") % {"origin": origin, "why": why}) from error
    except ValidationError as error:
        raise BadText(f"{origin}: {one_line(error)}.") from error


def dump(part: Part) -> str:
    """YAML of what differs from the defaults; reading it gives the same part again."""
    shown = part.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=120)
