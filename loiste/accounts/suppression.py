"""People who were erased and may not come back: known by keyed hashes of what named them, and by nothing else.

Whatever brings signals in asks here, so that an old file, a sender or a restored backup gives a pseudonym instead.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, models
from django.db.models import Count, Max
from django.utils.translation import gettext as _

REF, EMAIL, NAME = "ref", "email", "name"
WORD = re.compile(r"[\w'’-]+")
MOST_WORDS = 4  # of a name that is looked for in texts
PREFIX = "erased-"


class Suppression(models.Model):
    """`hash`: of one thing that named a person, under `key` (hex). `pseudonym`: what stands for the person instead."""

    key = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    pseudonym = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        app_label = "accounts"
        constraints = (models.UniqueConstraint(fields=["key", "hash"], name="one_pseudonym_per_name"),)


class ErasedMeanwhile(Exception):
    """Somebody was erased after this work had begun to read; it is undone and has to be done again."""

    def __str__(self) -> str:
        return _("Somebody was erased while this was read, and nothing was taken in; start it again.")


@dataclass(frozen=True)
class Named:
    """A thing that names a person: a reference of a source, or an e-mail address or full name (of no source)."""

    what: str
    source: str
    value: str

    def hashed(self, key: bytes) -> str:
        value = " ".join(WORD.findall(self.value)) if self.what == NAME else self.value.strip()
        text = "\x1f".join((self.what, self.source, value.lower()))
        return hmac.new(key, text.encode(errors="replace"), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Suppressed:
    """The list at one moment."""

    keys: tuple[bytes, ...] = ()
    pseudonyms: dict[str, str] = field(default_factory=dict)
    seen: dict[Named, str | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.pseudonyms)

    def of(self, source: str, *, ref: str | None = None, email: str | None = None) -> str | None:
        """The pseudonym of whoever is named so; None for everybody else. A reference may be an address, too."""
        asked = [Named(REF, source, ref), Named(EMAIL, "", ref)] if ref else []
        asked += [Named(EMAIL, "", email)] if email else []
        return next((found for one in asked if (found := self.look(one))), None)

    def name_in(self, text: str) -> bool:
        """Whether the full name of somebody suppressed stands in the text."""
        words = WORD.findall(text)
        return any(
            self.look(Named(NAME, "", " ".join(words[start : start + size])))
            for size in range(2, MOST_WORDS + 1) for start in range(len(words) - size + 1)
        )  # fmt: skip

    def look(self, named: Named) -> str | None:
        if named not in self.seen:
            if len(self.seen) > 1_000_000:
                self.seen.clear()
            hashes = (named.hashed(key) for key in self.keys)
            self.seen[named] = next((self.pseudonyms[one] for one in hashes if one in self.pseudonyms), None)
        return self.seen[named]


_kept: dict[object, Suppressed] = {}


def suppressed() -> Suppressed:
    """The list of now; kept until it changes."""
    state = Suppression.objects.aggregate(newest=Max("id"), rows=Count("id"), last=Max("at"))
    now = tuple(state.values())
    if now not in _kept:
        rows = list(Suppression.objects.values_list("key", "hash", "pseudonym"))
        _kept.clear()
        keys = tuple({bytes.fromhex(key) for key, _hash, _name in rows})
        _kept[now] = Suppressed(keys, {hash_: name for _key, hash_, name in rows})
    return _kept[now]


def hold(hidden: Suppressed) -> None:
    """Call in the transaction that writes what was masked by this list: nobody is added until it is through.

    ErasedMeanwhile when somebody was added already. SQLite lets one write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Suppression._meta.db_table} IN ROW EXCLUSIVE MODE")
    if suppressed().pseudonyms != hidden.pseudonyms:
        raise ErasedMeanwhile


def alone() -> None:
    """Call in the transaction that adds somebody: waits for those who hold the list, and lets nobody begin."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Suppression._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def suppress(names: Iterable[Named], pseudonym: str, now: datetime) -> int:
    """Adds what named a person; returns how many entries are new. Call in a transaction."""
    alone()
    first = Suppression.objects.order_by("id").first()
    key = first.key if first else secrets.token_hex(32)
    hashes = {one.hashed(bytes.fromhex(key)) for one in names}
    new = hashes - set(Suppression.objects.filter(key=key, hash__in=hashes).values_list("hash", flat=True))
    Suppression.objects.bulk_create(Suppression(key=key, hash=one, pseudonym=pseudonym, at=now) for one in sorted(new))
    return len(new)


def new_pseudonym() -> str:
    return PREFIX + secrets.token_hex(8)
