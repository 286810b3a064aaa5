"""People who came back with a copy: found again by their hashes, and erased again under the same pseudonym."""

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.accounts.models import Contact, ContactIdentity
from loiste.accounts.suppression import Suppressed, Suppression, suppressed
from loiste.copies.errors import CopyError
from loiste.privacy.erasing import erase_as
from loiste.privacy.person import Search, whole
from loiste.timeline import engine


def erase_again(home: Path, now: datetime) -> None:
    """After rows and blocks of a copy have come; in the transaction that brought them."""
    hidden = suppressed()
    if not hidden:
        return
    for pseudonym, search in returned(home, hidden).items():
        erase_as(home, whole(home, search), pseudonym, now=now)


def returned(home: Path, hidden: Suppressed) -> dict[str, Search]:
    """By pseudonym: what of a suppressed person is here."""
    found: dict[str, Search] = defaultdict(Search)
    for row in Contact.objects.only("pk", "ref", "email").iterator(chunk_size=2_000):
        if name := hidden.of("files", ref=row.ref, email=row.email or None):
            found[name].contacts.add(row.pk)
    for source, ref in {*in_rows(), *in_blocks(home)}:
        if name := hidden.of(source, ref=ref):
            found[name].refs.add((source, ref))
    return found


def in_rows() -> list[tuple[str, str]]:
    return list(ContactIdentity.objects.values_list("source", "ref"))


def in_blocks(home: Path) -> list[tuple[str, str]]:
    engine.close()  # the blocks are others now
    sql = f"select distinct source, contact_ref from ({engine.every(home)}) where contact_ref is not null"
    rows = engine.reader(home).execute(sql)
    return [(source, ref) for source, ref in rows.fetchall()]


def read_list(path: Path) -> list[Suppression]:
    """The list that an export wrote, a row a line. CopyError when it is none."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [
            Suppression(
                key=row["key"], hash=row["hash"], pseudonym=row["pseudonym"], at=datetime.fromisoformat(row["at"])
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = _("%(path)s is no list of the erased; give tables/accounts_suppression.jsonl of an export.")
        raise CopyError(text % {"path": path}) from error


def add(rows: list[Suppression]) -> None:
    """Beside those that are there."""
    for row in rows:
        known = {"pseudonym": row.pseudonym, "at": row.at}
        Suppression.objects.get_or_create(key=row.key, hash=row.hash, defaults=known)
