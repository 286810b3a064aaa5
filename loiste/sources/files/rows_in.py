"""Rows that a program hands over, as objects: taken in just as the rows of a file of that kind are."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.organisation.config import Organisation
from loiste.sources.files import rows_file
from loiste.sources.files.changes import news
from loiste.sources.files.importing import import_file
from loiste.sources.files.report import Report
from loiste.sources.files.request import ImportRequest


@dataclass
class TakenIn:
    """`read` = accepted + duplicate + rejected; `errors` as those of a Report, `line` being the number of the item."""

    read: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)


def take_rows(
    home: Path, organisation: Organisation, kind: str, items: Sequence[Mapping[str, Any]], *, by: Actor, now: datetime,
    unknown_accounts: str = "create",
) -> TakenIn:  # fmt: skip
    """Takes the items in; their keys are fields of the kind. Line 1 of the report is the first item.

    A key that an item leaves out says nothing; null or "" empties the field, where it can be empty: so items with
    different keys are taken in one after the other, as files with different columns.
    """
    check(by, Right.IMPORT)
    groups: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    known = 0
    for number, item in enumerate(news(kind, items, organisation.today(now)), 1):
        if item is None:
            known += 1
        else:
            groups.setdefault(tuple(sorted(item)), []).append((number, item))
    reports = [
        take_alike(home, organisation, kind, names, rows, by=by, now=now, unknown_accounts=unknown_accounts)
        for names, rows in groups.items()
    ]
    report = together(reports, known)
    audit.write(by, f"{kind}.take_in", kind, now, after={"accepted": report.accepted, "rejected": report.rejected})
    return report


def take_alike(
    home: Path, organisation: Organisation, kind: str, names: Sequence[str],
    rows: Sequence[tuple[int, Mapping[str, Any]]], *, by: Actor, now: datetime, unknown_accounts: str,
) -> Report:  # fmt: skip
    """Items with the same keys."""
    with tempfile.TemporaryDirectory(prefix="loiste-rows-") as folder:
        where = Path(folder) / "rows"
        cells = ((number, [written(item[name]) for name in names]) for number, item in rows)
        rows_file.write(where, list(names), cells)
        request = ImportRequest(
            kind=kind, path=where, rows=where, map={name: name for name in names}, known_now=True,
            file_name="api", keep_report=False, unknown_accounts=unknown_accounts,
            same_id="reject",
        )  # fmt: skip
        return import_file(request, home=home, organisation=organisation, now=now, by=by.label)


def written(value: Any) -> str:
    """A value of JSON as a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(str(one) for one in value)
    return json.dumps(value)


def together(reports: Sequence[Report], known: int) -> TakenIn:
    """The counts of all, with those items that said nothing new."""
    first = TakenIn(read=known, duplicate=known)
    for one in reports:
        first.read += one.read
        first.accepted += one.accepted
        first.duplicate += one.duplicate
        first.rejected += one.rejected
        first.errors += one.errors
    first.errors.sort(key=lambda error: error["line"])
    return first
