"""Why events could not be used, in words."""

import json
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from loiste.sources.inbox import refused
from loiste.sources.models import RefusedEvent

SHOWN = 20_000  # characters of an event


@dataclass(frozen=True)
class Line:
    """All events of one source, code and unknown type."""

    source: str
    code: str
    kind: str
    reason: str
    events: int
    address: str


def reason(code: str, kind: str = "", detail: str = "") -> str:
    words = {
        "malformed": _("It is not the JSON of an event."),
        "too_large": _("It is larger than an event may be."),
        "too_long": _("A reference in it is too long: %(field)s.") % {"field": detail or "-"},
        "unknown_type": _("Nobody knows the type %(kind)s yet.") % {"kind": kind or "-"},
        "missing": _("A field that it needs is missing: %(field)s.") % {"field": detail or "-"},
        "bad_field": _("A field holds what it cannot hold: %(field)s.") % {"field": detail or "-"},
        "nobody": _("It names no person and no account."),
        "says_nothing": _("It says nothing: %(field)s is empty.") % {"field": detail or "-"},
    }
    return words.get(code, code)


def short(code: str, kind: str) -> str:
    """The reason that all events of a code share."""
    words = {
        "missing": _("A field that they need is missing."), "bad_field": _("A field holds what it cannot hold."),
        "says_nothing": _("They say nothing."), "too_long": _("A reference in them is too long."),
    }  # fmt: skip
    return words.get(code) or reason(code, kind)


def lines(source: str = "") -> list[Line]:
    """The commonest first; of one source, or of all."""
    return [
        Line(
            row["source__name"], row["code"], row["kind"], short(row["code"], row["kind"]), row["events"],
            urlencode({"source": row["source__name"], "code": row["code"], "kind": row["kind"]}),
        )
        for row in refused.groups()
        if source in ("", row["source__name"])
    ]  # fmt: skip


def as_text(event: RefusedEvent) -> str:
    """The event as it came; JSON is set out in lines."""
    written = bytes(event.body)[: SHOWN * 4].decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        written = json.dumps(json.loads(written), ensure_ascii=False, indent=2)
    return written[:SHOWN]
