"""What was and what is, as a difference that people can read: which fact, from what, to what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.accounts.our_settings import flat
from loiste.accounts.permissions import Reach, Role
from loiste.pages import numbers

LONGEST = 200  # letters of a value
MOST = 12  # facts of a line
NAMES = {
    "accepted": gettext_lazy("Accepted"),
    "account": gettext_lazy("Account"),
    "accounts": gettext_lazy("Accounts"),
    "active": gettext_lazy("Active"),
    "archived_at": gettext_lazy("Archived"),
    "business_id": gettext_lazy("Business id"),
    "bytes": gettext_lazy("Bytes"),
    "contact": gettext_lazy("Contact"),
    "country": gettext_lazy("Country"),
    "default": gettext_lazy("First list"),
    "duplicate": gettext_lazy("Known already"),
    "email": gettext_lazy("E-mail address"),
    "events": gettext_lazy("Events"),
    "file": gettext_lazy("File"),
    "gone": gettext_lazy("Merged away"),
    "kept": gettext_lazy("Kept"),
    "kind": gettext_lazy("Kind"),
    "known_as": gettext_lazy("Other names"),
    "language": gettext_lazy("Language"),
    "left": gettext_lazy("Left alone"),
    "made_at": gettext_lazy("Made"),
    "method": gettext_lazy("Way"),
    "name": gettext_lazy("Name"),
    "owner": gettext_lazy("Owner"),
    "path": gettext_lazy("Place"),
    "reach": gettext_lazy("Sees"),
    "read": gettext_lazy("Rows read"),
    "ref": gettext_lazy("Reference"),
    "rejected": gettext_lazy("Rejected"),
    "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Rows"),
    "scopes": gettext_lazy("Scopes"),
    "sessions": gettext_lazy("Sessions"),
    "shared": gettext_lazy("Shared"),
    "source": gettext_lazy("Source"),
    "tags": gettext_lazy("Tags"),
    "team": gettext_lazy("Team"),
    "tier": gettext_lazy("Tier"),
    "to": gettext_lazy("To"),
    "undone": gettext_lazy("Undone"),
    "value": gettext_lazy("Value"),
    "version": gettext_lazy("Version"),
    "what": gettext_lazy("What"),
}
WAYS = {"password": gettext_lazy("password"), "oidc": "OpenID Connect"}  # of signing in
CODES: dict[str, Mapping[str, Any]] = {"role": dict(Role.choices), "reach": dict(Reach.choices), "method": WAYS}


@dataclass(frozen=True)
class Change:
    """`old` is None where the line says only what is, `new` where it says only what was."""

    name: str
    old: str | None
    new: str | None


def changes(before: Any, after: Any, zone: ZoneInfo) -> list[Change]:
    """Facts that differ, in the order in which they were said; moments in this zone."""
    old, new = facts(before), facts(after)
    found = []
    for name in dict.fromkeys([*old, *new]):
        if name not in old or name not in new or old[name] != new[name]:
            was = words(name, old.get(name), zone) if before is not None else None
            now = words(name, new.get(name), zone) if after is not None else None
            found.append(Change(called(name), was, now))
    return found


def told(one: Change) -> str:
    """A difference as plain text."""
    values = " → ".join(value for value in (one.old, one.new) if value is not None)
    return f"{one.name}: {values}" if one.name else values


def facts(said: Any) -> Mapping[str, Any]:
    """Most lines say facts by name, some within others; whatever else was said stands under no name."""
    if said is None:
        return {}
    return dict(flat(said)) if isinstance(said, Mapping) else {"": said}


def called(name: str) -> str:
    return str(NAMES.get(name, name.removeprefix("attr.").replace("_", " ")))


def words(name: str, value: Any, zone: ZoneInfo) -> str:
    """One value, cut where it is very long."""
    if value is None or value in ("", [], {}):
        return _("empty")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return numbers.count(value)
    if isinstance(value, str):
        return cut(str(CODES.get(name, {}).get(value) or moment(name, value, zone)))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return cut(", ".join(value))
    return cut(json.dumps(value, ensure_ascii=False))


def moment(name: str, text: str, zone: ZoneInfo) -> str:
    """Moments are said by names that end so."""
    if not name.endswith("_at"):
        return text
    try:
        return numbers.moment(datetime.fromisoformat(text), zone)
    except ValueError:
        return text


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
