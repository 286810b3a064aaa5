"""What is wrong with a draft: which field, and what to do, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError as Misfit

Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Fault:
    """`field`: the name of the field in the form, empty when it is of the whole. `place`: that in words."""

    field: str
    place: str
    text: str


def faults(error: Misfit, raw: Any) -> list[Fault]:
    """All complaints about a text, in the order of the text."""
    return [Fault(field_of(one["loc"]), place_of(one["loc"], raw), said(one)) for one in error.errors()]


def field_of(loc: Place) -> str:
    """The field that shows this place of the model."""
    if not loc or loc[0] == "applies":
        return str(loc[0]) if loc else ""
    if loc[0] not in ("components", "groups") or len(loc) < 2:
        return ".".join(str(part) for part in loc[:2])
    start = f"{str(loc[0])[0]}{loc[1]}."
    inner = loc[2:]
    if inner[:2] == ("shape", "points") and len(inner) == 4:
        return f"{start}{'vy'[int(inner[3])]}{inner[2]}"
    if inner[:1] == ("shape",) and inner[1:2] not in (("kind",), ("at_bound",)):
        return f"{start}v0"
    return start + (".".join(str(part) for part in inner[:2]) or "source")


def place_of(loc: Place, raw: Any) -> str:
    """The place in words: the component by its key, and the parts within as the text names them."""
    if loc[:1] in (("components",), ("groups",)) and len(loc) > 1:
        kind = _("Component %(key)s") if loc[0] == "components" else _("Group %(key)s")
        whole = kind % {"key": key_of(raw, str(loc[0]), loc[1])}
        inner = within(loc[2:])
        return f"{whole}: {inner}" if inner else whole
    return ".".join(str(part) for part in loc)


def within(loc: Place) -> str:
    """The place inside a component: pairs of points by their number, all else as the text names it."""
    if loc[:2] == ("shape", "points") and len(loc) == 4:
        words = _("value %(n)s") if loc[3] == 0 else _("points %(n)s")
        return words % {"n": int(loc[2]) + 1}
    return ".".join(str(part) for part in loc)


def key_of(raw: Any, name: str, number: int | str) -> str:
    parts: Sequence[Any] = raw.get(name, []) if isinstance(raw, Mapping) else []
    one = parts[number] if isinstance(number, int) and number < len(parts) else {}
    return str(one.get("key", number)) if isinstance(one, Mapping) else str(number)


def said(error: Any) -> str:
    """The complaint; that of the library where we have no words for it."""
    bounds = error.get("ctx", {})
    known = {
        "float_parsing": _("Write a number."), "float_type": _("Write a number."),
        "int_parsing": _("Write a whole number."), "int_type": _("Write a whole number."),
        "int_from_float": _("Write a whole number."), "finite_number": _("Write a number."),
        "greater_than": _("Write a number above %(bound)s.") % {"bound": bounds.get("gt")},
        "greater_than_equal": _("Write at least %(bound)s.") % {"bound": bounds.get("ge")},
        "less_than_equal": _("Write at most %(bound)s.") % {"bound": bounds.get("le")},
        "too_short": _("Write at least %(bound)s.") % {"bound": bounds.get("min_length")},
        "too_long": _("Write at most %(bound)s.") % {"bound": bounds.get("max_length")},
        "string_too_short": _("Write something here."),
        "string_type": _("Write a text here."),
        "missing": _("This is missing."),
        "extra_forbidden": _("There is no such field; take it away."),
        "literal_error": _("Choose one of these: %(bound)s.") % {"bound": bounds.get("expected")},
        "string_pattern_mismatch": _("Use small letters, digits and _, and begin with a letter."),
    }  # fmt: skip
    if error["type"] == "value_error":
        text = str(error["msg"]).removeprefix("Value error, ")
        return text[:1].upper() + text[1:] + "."
    return known.get(error["type"], f"{error['msg']}.")
