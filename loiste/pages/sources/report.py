"""What became of an imported file, as rows for showing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from loiste.pages.imports.words import field_name, layout_name
from loiste.sources.files.reasons import REASONS, reason
from loiste.sources.models import Import, RejectedRow
from loiste.sources.wizard.mended import header_of


@dataclass(frozen=True)
class Entry:
    """One import and its counts; read = accepted + duplicate + rejected."""

    run: Import
    kind: str
    read: int | None
    accepted: int | None
    duplicate: int | None
    rejected: int | None


@dataclass(frozen=True)
class Refusal:
    line: int
    column: str
    value: str
    reason: str


def kind_name(kind: str) -> str:
    words = {
        "accounts": _("Accounts"), "contacts": _("Contacts"), "subscriptions": _("Subscriptions"), "usage": _("Usage"),
        "tickets": _("Tickets"), "surveys": _("Surveys"), "churn": _("Reasons of churn"), "costs": _("Costs"),
        "notes": _("Notes"), "milestones": _("Milestones"), "rates": _("Exchange rates"),
    }  # fmt: skip
    return words.get(kind, kind)


def entry(one: Import) -> Entry:
    counts = {key: number(one.report.get(key)) for key in ("read", "accepted", "duplicate", "rejected")}
    return Entry(one, kind_name(one.kind), **counts)


def number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def detected(one: Import) -> list[tuple[str, str]]:
    """Encoding, delimiter, dates and columns as they were found out."""
    found = one.report.get("detected") or {}
    names = {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}
    facts = []
    if found.get("encoding"):
        facts.append((_("Encoding"), str(found["encoding"])))
    if found.get("delimiter"):
        facts.append((_("Delimiter"), names.get(found["delimiter"], str(found["delimiter"]))))
    layouts = [(column, layout_name(str(text))) for column, text in pairs(found.get("dates"))]
    facts += [(_("Dates in %(column)s") % {"column": column}, text) for column, text in layouts]
    return facts + [(field_name(field), str(column)) for field, column in pairs(found.get("columns"))]


def pairs(found: Any) -> list[tuple[str, Any]]:
    return list(found.items()) if isinstance(found, dict) else []


def notes(one: Import) -> list[str]:
    """What the report remarks, accounts that it made and waits for among it; in the language of the import."""
    return [str(note) for note in one.report.get("notes") or []]


def refusal(row: RejectedRow) -> Refusal:
    text = reason(row.code, row.column, row.value) if row.code in REASONS else row.code
    return Refusal(row.line, row.column, row.value, text)


def mendable(one: Import) -> tuple[list[str], Iterator[list[str]]]:
    """The file's own columns and the cells of its rejected rows."""
    rows = one.rejected_rows.order_by("line", "id")
    first = rows.first()
    named = header_of(one) if first else []  # not of the cells: PostgreSQL keeps no order of names
    header = [*named, *sorted(set(first.cells) - set(named))] if first else []
    return header, ([row.cells.get(name, "") for name in header] for row in rows.iterator(chunk_size=1000))
