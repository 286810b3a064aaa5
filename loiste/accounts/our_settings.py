"""Changing the organisation's settings: who may, and what the audit log says of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.organisation import config
from loiste.organisation.config import Organisation


def apply_settings(home: Path, wanted: Organisation, *, by: Actor, now: datetime) -> None:
    """Replaces the settings; the log keeps those that differ. Nothing is written when none does."""
    check(by, Right.SETTINGS)
    old, new = (dict(flat(one.model_dump(mode="json"))) for one in (config.load(home), wanted))
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    with transaction.atomic():
        if changed:
            before, after = ({name: said.get(name) for name in changed} for said in (old, new))
            audit.write(by, "settings.change", "", now, before=before, after=after)
        config.save(home, wanted)


def flat(part: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Settings by their whole names, as sign_in.two_factor."""
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
