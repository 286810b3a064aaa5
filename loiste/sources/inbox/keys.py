"""Keys: secrets that let programs in. Shown once, stored as a hash; each belongs to a source."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import EVERYTHING, NOTHING, Actor, Extent, Right, Sight, check
from loiste.sources.models import Key, Source

SCOPES = ("ingest", "stats", "read", "write", "export")
RIGHTS: dict[str, frozenset[Right]] = {  # what a key of the API may do, by scope
    "read": frozenset({Right.LOOK, Right.SOURCES}),
    "write": frozenset({Right.NOTE, Right.CHANGE, Right.IMPORT}),
    "export": frozenset({Right.COPY}),
}
OWN_SOURCES = ("files", "loiste")  # what files and people say; programs never speak in their name
KEPT = 5.0  # seconds for which a key that was found is trusted without looking again
_found: dict[str, tuple[float, "Holder | None"]] = {}


@dataclass(frozen=True)
class Holder:
    """Who a key lets in; as an actor of verbs it acts as itself, sees all accounts, and may what its scopes say."""

    source: int | None
    scopes: tuple[str, ...]
    name: str = ""
    public_id: str = ""
    origin: str = "api"

    @property
    def label(self) -> str:
        return f"key {self.name}"

    def extent(self, right: Right) -> Extent:
        return Extent.YES if any(right in RIGHTS.get(scope, ()) for scope in self.scopes) else Extent.NO

    def sight(self) -> Sight:
        return EVERYTHING if {"read", "write", "export"} & set(self.scopes) else NOTHING


def hashed(secret: str) -> str:
    """Keys are long and random, so one round of a plain hash guards them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_key(name: str, *, scopes: list[str], source: str | None, by: Actor, now: datetime) -> str:
    """Makes a key and returns its secret, which is never shown again. ValidationError when a word is wrong.

    A key for `ingest` belongs to the source called `source`, by default to one with the key's own name; it is made
    where there is none.
    """
    check(by, Right.CONNECT)
    name = checked_name(name)
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        text = _("%(scope)s is not a scope; use one of: %(allowed)s.")
        raise ValidationError(text % {"scope": ", ".join(unknown) or "-", "allowed": ", ".join(SCOPES)})
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        if Key.objects.filter(name=name, revoked_at=None).exists():
            raise ValidationError(_("There is a key called %(name)s already; choose another name.") % {"name": name})
        owner = ensure_source(source or name, now=now, by=by) if "ingest" in scopes else None
        key = Key.objects.create(
            name=name, hash=hashed(secret), hint=secret[-4:], scopes=sorted(scopes), source=owner, made_at=now,
            made_by=by.label,
        )  # fmt: skip
        said = {"name": name, "scopes": sorted(scopes), "source": owner.name if owner else None}
        audit.write(by, "key.add", key.public_id, now, after=said)
    return secret


def checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 60 or not name.isprintable() or "/" in name or "'" in name:
        raise ValidationError(_("A name has 1 to 60 characters, without / and '."))
    return name


def ensure_source(name: str, *, now: datetime, by: Actor) -> Source:
    name = checked_name(name)
    if name in OWN_SOURCES:
        raise ValidationError(_("The source %(name)s is Loiste's own; choose another name.") % {"name": name})
    source, made = Source.objects.get_or_create(name=name, defaults={"made_at": now})
    if made:
        audit.write(by, "source.add", source.public_id, now, after={"name": name})
    return source


def revoke_key(key: Key, *, by: Actor, now: datetime) -> None:
    """From now on (within seconds, in other processes) the key lets nobody in. Does nothing when it is revoked."""
    check(by, Right.CONNECT)
    if key.revoked_at is None:
        with transaction.atomic():
            key.revoked_at = now
            key.save(update_fields=["revoked_at"])
            audit.write(by, "key.revoke", key.public_id, now, after={"name": key.name})
        _found.pop(key.hash, None)


def set_source(source: Source, changes: dict[str, object], *, by: Actor, now: datetime) -> None:
    """Changes settings of a source: create (true or false), attribute, group_type (texts)."""
    check(by, Right.CONNECT)
    for name, value in changes.items():
        if name not in ("create", "attribute", "group_type") or isinstance(value, bool) != (name == "create"):
            raise ValidationError(_("%(name)s is not a setting of a source.") % {"name": name})
    with transaction.atomic():
        before = dict(source.settings)
        source.settings = before | changes
        source.save(update_fields=["settings"])
        audit.write(by, "source.change", source.public_id, now, before=before, after=source.settings)


def holder(secret: str) -> Holder | None:
    """Whom this secret lets in; None for one that is unknown or revoked."""
    hash_ = hashed(secret)
    until, found = _found.get(hash_, (0.0, None))
    if monotonic() > until:
        key = Key.objects.filter(hash=hash_, revoked_at=None).first()
        found = Holder(key.source_id, tuple(key.scopes), key.name, key.public_id) if key else None
        if len(_found) > 10_000:
            _found.clear()
        if found:
            _found[hash_] = (monotonic() + KEPT, found)
    return found
