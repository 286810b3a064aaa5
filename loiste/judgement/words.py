"""Text of the organisation in both languages, and how every versioned text is read and written."""

import re
from typing import Annotated, Any, TypeVar

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loiste.organisation.config import one_line

ON_ONE_LINE = ("name", "applies", "bands", "missing", "values", "shape")
BOOL = "tag:yaml.org,2002:bool"
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


Kind = TypeVar("Kind", bound=Part)


class Loader(yaml.CSafeLoader):
    """Only true and false are truth: `on` is a field of ours, and `no` may be a country."""

    yaml_implicit_resolvers = {
        first: [(tag, told) for tag, told in those if tag != BOOL]
        for first, those in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


Loader.add_implicit_resolver(BOOL, re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def read(text: str) -> Any:
    """What YAML says, as plain values; yaml.YAMLError when it is none."""
    return yaml.load(text, Loader)  # noqa: S506 (a SafeLoader)


def parse(kind: type[Kind], text: str, origin: str) -> Kind:
    """A part from YAML; BadText names the place and what is wrong with it."""
    try:
        return kind.model_validate(read(text))
    except yaml.YAMLError as error:
        why = " ".join(str(error).split())
        raise BadText(_("%(origin)s is not YAML: %(why)s.") % {"origin": origin, "why": why}) from error
    except ValidationError as error:
        raise BadText(f"{origin}: {one_line(error)}.") from error


def dump(part: Part) -> str:
    """YAML of what differs from the defaults; reading it gives the same part again."""
    return written(part.model_dump(mode="json", exclude_defaults=True, by_alias=True))


def written(content: Any) -> str:
    """YAML as people write it: small parts on one line, whole numbers without a point."""
    tidy = inline(whole(content))
    said = yaml.dump(tidy, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120, default_flow_style=False)
    return re.sub(r"^'on':", "on:", said, flags=re.MULTILINE)


class Inline(dict[str, Any]):
    """A part that is written on one line."""


class Dumper(yaml.SafeDumper):
    """Indents nothing more than needed, and knows what is written on one line."""


Dumper.add_representer(Inline, lambda dumper, part: dumper.represent_mapping("tag:yaml.org,2002:map", part, True))


def inline(content: Any, key: str = "") -> Any:
    """The same with small parts marked for one line."""
    if isinstance(content, dict):
        return (Inline if key in ON_ONE_LINE else dict)({name: inline(part, name) for name, part in content.items()})
    return [inline(part) for part in content] if isinstance(content, list) else content


def whole(content: Any) -> Any:
    """The same with 3 for 3.0."""
    if isinstance(content, dict):
        return {key: whole(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [whole(value) for value in content]
    return int(content) if isinstance(content, float) and content.is_integer() else content
