"""Texts of the operational store that tell of a person: each table in its own way, a few rows in one transaction."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import BinaryField, CharField, Field, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from loiste.accounts.finding import forms
from loiste.copies import tables
from loiste.privacy.cleaned import cleaned, emptied
from loiste.privacy.needles import Needles
from loiste.privacy.person import Person
from loiste.sources.models import Delivery, RefusedEvent, Upload
from loiste.sources.wizard import store

# Of the team, not of customers; hashes; what is looked after by itself; and what is sought, which goes at the end.
APART = {
    "accounts.user", "accounts.invitation", "accounts.suppression", "accounts.contact", "accounts.contactidentity",
    "privacy.erasure",
}  # fmt: skip
AT_ONCE = 200
Counts = Counter[str]


def erase(home: Path, person: Person, pseudonym: str) -> Counts:
    """Returns how many rows of each table changed or went. Stopped half way it may be begun again."""
    counts: Counts = Counter()
    needles = person.needles()
    if needles:
        uploads(home, needles, counts)
        refused(needles, counts)
        deliveries(person, pseudonym, needles, counts)
        for table in texts():
            redact(table, needles, counts)
    return counts


def uploads(home: Path, needles: Needles, counts: Counts) -> None:
    """Files that hold the person are discarded: nobody can tell what of a file may stay."""
    for upload in Upload.objects.all():
        files = (store.file_of(home, upload), store.rows_of(home, upload), store.sample_of(home, upload))
        if any(file.exists() and holds(file, needles) for file in files):
            store.delete(home, upload)
            upload.delete()
            counts["uploads"] += 1


def holds(file: Path, needles: Needles) -> bool:
    """Whether the file may hold it; a workbook is packed, so it is taken to, unless its rows were read."""
    with file.open("rb") as content:
        start = content.read(2)
    return start == b"PK" or needles.finder.search(as_text(file.read_bytes())) is not None


def as_text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def in_parts(table: type[Model], pks: list[Any]) -> Iterator[Any]:
    """Rows by their ids, a few read at a time, so that nothing stays open while they are written."""
    for start in range(0, len(pks), AT_ONCE):
        yield from table._base_manager.filter(pk__in=pks[start : start + AT_ONCE])


def refused(needles: Needles, counts: Counts) -> None:
    every = list(RefusedEvent.objects.order_by("pk").values_list("pk", flat=True))
    gone = [row.pk for row in in_parts(RefusedEvent, every) if needles.finder.search(as_text(bytes(row.body)))]
    for start in range(0, len(gone), AT_ONCE):
        RefusedEvent.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
    counts["refused events"] += len(gone)


def deliveries(person: Person, pseudonym: str, needles: Needles, counts: Counts) -> None:
    """What waits in the inbox is theirs under the pseudonym, so that it counts; it goes once it is drained."""
    names = {ref for _source, ref in person.refs} | person.emails
    for row in in_parts(Delivery, list(Delivery.objects.order_by("pk").values_list("pk", flat=True))):
        after = emptied(bytes(row.body), needles.finder, names, pseudonym)
        if after != bytes(row.body):
            counts["deliveries"] += Delivery.objects.filter(pk=row.pk).update(body=after)


def texts() -> Iterator[type[Model]]:
    """Every table of ours in which a text may speak of the person."""
    for table in tables.every():
        ours = table.__module__.startswith(tables.OURS) and table not in (Delivery, RefusedEvent)
        if ours and tables.label(table) not in APART:
            yield table


def words_of(table: type[Model]) -> list["Field[Any, Any]"]:
    kinds = CharField | TextField | JSONField | BinaryField
    return [one for one in table._meta.concrete_fields if isinstance(one, kinds) and not one.primary_key]


def redact(table: type[Model], needles: Needles, counts: Counts) -> None:
    """Puts a mark in the place of every needle in texts, JSON and bodies of a table."""
    fields = words_of(table)
    for row in in_parts(table, suspects(table, fields, needles)):
        before = {one.attname: getattr(row, one.attname) for one in fields}
        changed = {name: after for name, value in before.items() if (after := cleaned(value, needles.finder)) != value}
        if changed:
            counts[tables.name(table)] += table._base_manager.filter(pk=row.pk).update(**changed)


def suspects(table: type[Model], fields: list["Field[Any, Any]"], needles: Needles) -> list[Any]:
    """Ids of rows whose texts may hold a needle, asked of the store so that not every row is read."""
    if not fields:
        return []
    rows = table._base_manager.order_by("pk")
    if any(isinstance(one, BinaryField) for one in fields):
        return list(rows.values_list("pk", flat=True))
    names = [one.name for one in fields]
    rows = rows.annotate(**{f"as_text_{name}": Cast(name, TextField()) for name in names})
    wanted = {text for one in needles.forms for form in forms(one) for text in (form, json.dumps(form)[1:-1])}
    asked = Q()
    for name in names:
        for text in sorted(wanted):
            asked |= Q(**{f"as_text_{name}__icontains": text})
        if needles.numbers:
            asked |= Q(**{f"as_text_{name}__regex": needles.numbers})
    return list(rows.filter(asked).values_list("pk", flat=True))
