"""A person taken out of the rows of the operational store: each table in its own way, and texts of all of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import BinaryField, CharField, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from loiste.accounts.finding import forms
from loiste.accounts.models import Contact, ContactIdentity, Unmatched
from loiste.copies import tables
from loiste.privacy.person import Person, pattern
from loiste.privacy.signals import MARK
from loiste.sources.models import RefusedEvent, Upload
from loiste.sources.wizard import store

# Of the team, not of customers; hashes; and what is looked after by itself below.
APART = {"accounts.user", "accounts.invitation", "accounts.suppression", "accounts.contact", "accounts.contactidentity"}
Counts = Counter[str]


def erase(home: Path, person: Person, pseudonym: str) -> Counts:
    """Call inside a transaction. Returns how many rows of each table changed or went."""
    counts: Counts = Counter()
    contacts(person, pseudonym, counts)
    identities(person, pseudonym, counts)
    waiting(person, pseudonym, counts)
    needles = person.needles()
    if needles:
        uploads(home, needles, counts)
        refused(needles, counts)
        for table in texts():
            redact(table, needles, counts)
    return counts


def contacts(person: Person, pseudonym: str, counts: Counts) -> None:
    """The rows stay, empty, since numbers count those who use; the first takes the pseudonym's name."""
    for turn, row in enumerate(Contact.objects.filter(pk__in=person.contacts).order_by("pk")):
        row.ref = pseudonym if not turn else f"{pseudonym}-{turn + 1}"
        for name in ("name", "email", "phone", "role", "language", "preferred_channel", "preferred_time", "timezone"):
            setattr(row, name, "")
        row.save()
        counts["contacts"] += 1


def identities(person: Person, pseudonym: str, counts: Counts) -> None:
    """One row for each source, which leads where theirs led; never changed in place: readers notice new rows only."""
    rows = [row for row in ContactIdentity.objects.order_by("id") if (row.source, row.ref) in person.refs]
    ends: dict[str, ContactIdentity] = {}
    for row in rows:
        if row.source not in ends or ends[row.source].alias_of:
            ends[row.source] = row
    ContactIdentity.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in ends.values():
        ContactIdentity.objects.create(
            source=row.source, ref=pseudonym, contact_id=row.contact_id, account_id=row.account_id,
            account_ref=row.account_ref, rule=row.rule, by=row.by, since=row.since,
        )  # fmt: skip
    counts["references"] += len(rows)


def waiting(person: Person, pseudonym: str, counts: Counts) -> None:
    for source in {source for source, _ref in person.refs}:
        refs = {ref for origin, ref in person.refs if origin == source}
        rows = list(Unmatched.objects.filter(source=source, what="contact", ref__in=refs).order_by("id"))
        for row in rows[1:]:
            row.delete()
        for row in rows[:1]:
            row.ref, row.said = pseudonym, {}
            row.save()
        counts["unmatched"] += len(rows)


def uploads(home: Path, needles: list[str], counts: Counts) -> None:
    """Files that hold the person are discarded: nobody can tell what of a file may stay."""
    finder = re.compile(pattern(needles).encode(), re.IGNORECASE)
    for upload in Upload.objects.all():
        files = (store.file_of(home, upload), store.rows_of(home, upload), store.sample_of(home, upload))
        if any(file.exists() and holds(file, finder) for file in files):
            store.delete(home, upload)
            upload.delete()
            counts["uploads"] += 1


def holds(file: Path, finder: re.Pattern[bytes]) -> bool:
    """Whether the file may hold it; a workbook is packed, so it is taken to, unless its rows were read."""
    with file.open("rb") as content:
        start = content.read(2)
    return start == b"PK" or finder.search(as_utf8(file.read_bytes())) is not None


def as_utf8(content: bytes) -> bytes:
    """Other encodings made one in which a text is found."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").encode()
    try:
        content.decode()
        return content
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()


def refused(needles: list[str], counts: Counts) -> None:
    finder = re.compile(pattern(needles).encode(), re.IGNORECASE)
    gone = [row.pk for row in RefusedEvent.objects.iterator(chunk_size=500) if finder.search(bytes(row.body))]
    for start in range(0, len(gone), 500):
        RefusedEvent.objects.filter(pk__in=gone[start : start + 500]).delete()
    counts["refused events"] += len(gone)


def texts() -> Iterator[type[Model]]:
    """Every table of ours in which a text may speak of the person."""
    for table in tables.every():
        if table.__module__.startswith(tables.OURS) and tables.label(table) not in APART:
            yield table


def redact(table: type[Model], needles: list[str], counts: Counts) -> None:
    """Puts a mark in the place of every needle in texts, JSON and bodies of a table."""
    fields = [one for one in table._meta.concrete_fields if isinstance(one, CharField | TextField | JSONField)]
    bodies = [one for one in table._meta.concrete_fields if isinstance(one, BinaryField)]
    finder = re.compile(pattern(needles), re.IGNORECASE)
    for row in suspects(table, [one.name for one in fields], needles) if not bodies else table._default_manager.all():
        changed = []
        for one in (*fields, *bodies):
            before = getattr(row, one.attname)
            after = cleaned(before, finder)
            if after != before:
                setattr(row, one.attname, after)
                changed.append(one.name)
        if changed:
            row.save(update_fields=changed)
            counts[tables.name(table)] += 1


def suspects(table: type[Model], fields: list[str], needles: list[str]) -> Iterator[Any]:
    """Rows whose texts may hold a needle, asked of the store so that not every row is read."""
    if not fields:
        return iter(())
    rows = table._default_manager.annotate(**{f"as_text_{name}": Cast(name, TextField()) for name in fields})
    asked = Q()
    for needle in needles:
        for form in {text for one in forms(needle) for text in (one, json.dumps(one)[1:-1])}:
            for name in fields:
                asked |= Q(**{f"as_text_{name}__icontains": form})
    return rows.filter(asked).iterator(chunk_size=500)


def cleaned(value: Any, finder: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return finder.sub(MARK, value)
    if isinstance(value, bytes | memoryview):
        text = bytes(value).decode("utf-8", "surrogateescape")
        return finder.sub(MARK, text).encode("utf-8", "surrogateescape")
    if isinstance(value, list):
        return [cleaned(one, finder) for one in value]
    if isinstance(value, dict):
        return {cleaned(key, finder): cleaned(one, finder) for key, one in value.items()}
    return value
