"""Erasing a person: the signals stay under a pseudonym, so that numbers stay; all else that tells of them goes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from loiste.accounts import audit, identities
from loiste.accounts.permissions import Actor, Right, check
from loiste.accounts.projection import project
from loiste.accounts.suppression import new_pseudonym, suppress
from loiste.privacy import rows, signals
from loiste.privacy.person import Person
from loiste.timeline import engine


@dataclass(frozen=True)
class Receipt:
    """What was done, with nothing in it that names the person: counts by store, and the pseudonym."""

    pseudonym: str
    blocks: int
    signals: int
    rows: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        return vars(self)


def erase(home: Path, person: Person, *, day: date, by: Actor, now: datetime) -> Receipt:
    """Erases the person for good; `day`: the organisation's today. What comes later under the same names is masked."""
    check(by, Right.PRIVACY)
    receipt = erase_as(home, person, new_pseudonym(), day=day, now=now)
    audit.write(by, "person.erase", receipt.pseudonym, now, after=receipt.as_dict())
    engine.close()
    signals.forget(home)
    clean_up()
    return receipt


def erase_as(home: Path, person: Person, pseudonym: str, *, day: date, now: datetime) -> Receipt:
    """The list first, so that what comes meanwhile is masked; then rows and blocks, all or nothing."""
    with transaction.atomic():
        suppress(person.named(), pseudonym, now)
        counts: Counter[str] = rows.erase(home, person, pseudonym)
        done = signals.erase(home, person, pseudonym, now)
        identities.forget()
        project(home, as_of=day, touched=[pseudonym])
    identities.forget()
    return Receipt(pseudonym, done.blocks, done.signals, {name: n for name, n in sorted(counts.items()) if n})


def clean_up() -> None:
    """Has the store write over what was deleted: SQLite keeps it in free pages and in its log otherwise."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


