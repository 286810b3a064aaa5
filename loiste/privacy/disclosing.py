"""Everything that is held on a person, as one file: what the law lets them ask for."""

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Model

from loiste.accounts import audit
from loiste.accounts.models import Contact, ContactIdentity
from loiste.accounts.permissions import Actor, Right, check
from loiste.copies import tables
from loiste.privacy import rows, signals
from loiste.privacy.person import Person
from loiste.sources.models import Delivery, RefusedEvent
from loiste.timeline import engine


def disclose(home: Path, person: Person, *, by: Actor, now: datetime) -> dict[str, Any]:
    """All of it in plain values for JSON: rows, references, signals of the person, and what mentions them."""
    check(by, Right.PRIVACY)
    found: dict[str, Any] = {
        "made_at": now.isoformat(),
        "contacts": [plain(row) for row in Contact.objects.filter(pk__in=person.contacts).order_by("pk")],
        "references": [
            plain(row) for row in ContactIdentity.objects.order_by("id") if (row.source, row.ref) in person.refs
        ],
        "signals": held(home, person, own=True),
        "mentions": held(home, person, own=False),
        "rows": mentioned(person),
    }
    subjects = Contact.objects.filter(pk__in=person.contacts).order_by("pk").values_list("public_id", flat=True)
    audit.write(by, "person.disclose", subjects.first() or "person", now, after={"signals": len(found["signals"])})
    return found


def held(home: Path, person: Person, *, own: bool) -> list[dict[str, Any]]:
    """Signals of the person, or those of others that mention them, oldest first."""
    ours, mention = signals.conditions(person)
    connection = engine.connect(home)
    try:
        signals.give(connection, person)
        where = f"({ours})" if own else f"({mention}) and not coalesce(({ours}), false)"
        every = connection.execute(f"select * from ({engine.every(home)}) where {where} order by day, position")
        names = [column[0] for column in every.description]
        rows_ = [dict(zip(names, row, strict=True)) for row in every.fetchall()]
        return [{name: bare(value) for name, value in row.items() if value is not None} for row in rows_]
    finally:
        connection.close()


def mentioned(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Rows of other tables that hold the person, by table."""
    needles = person.needles()
    if not needles:
        return {}
    found: dict[str, list[dict[str, Any]]] = {}
    every_table: list[type[Model]] = [*rows.texts(), Delivery, RefusedEvent]
    for table in every_table:
        every = rows.in_parts(table, rows.suspects(table, rows.words_of(table), needles))
        if some := [said for row in every if needles.finder.search(str(said := plain(row)))]:
            found[tables.name(table)] = some
    return found


def plain(row: Model) -> dict[str, Any]:
    return {one.attname: bare(getattr(row, one.attname)) for one in row._meta.concrete_fields}


def bare(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        text = bytes(value)
        try:
            return text.decode()
        except UnicodeDecodeError:
            return base64.b64encode(text).decode()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
