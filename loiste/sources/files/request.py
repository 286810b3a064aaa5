"""What is asked of an import: the file, how its columns are read, and what to do with what is not clear."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from loiste.organisation.config import Organisation
from loiste.sources.files.errors import WrongUsage

UNKNOWN_ACCOUNTS = ("create", "wait", "reject")
SAME_ID = ("reject", "keep")


def no_progress(done: int, of: int) -> None:
    """For callers that show none."""


@dataclass(frozen=True)
class ImportRequest:
    """`map`: field -> column; `set`: field -> text for all rows; `date_formats`: field -> strptime text, "" = all.

    `timezone` None = the organisation's. `encoding` and `delimiter` None = found out. `save_rejected`: where to write
    the rows that were not taken in. `progress` is told rows done and rows in all.

    `sheet`: of a workbook, None = the first with rows. `rows`: where the rows of a workbook stay once they are read, so
    that they are read once; None = nowhere. `import_id`: under which the import is kept, so that one that was broken
    off and runs again cannot be kept twice; None = a new one. `keep_report`: among the imports, with the rejected rows.
    """

    kind: str
    path: Path
    map: Mapping[str, str] = field(default_factory=dict)
    set: Mapping[str, str] = field(default_factory=dict)
    date_formats: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    decimal: str = "."
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    unknown_accounts: str = "create"
    same_id: str = "reject"
    known_now: bool = False
    dry_run: bool = False
    file_name: str | None = None
    save_rejected: Path | None = None
    rows: Path | None = None
    import_id: str | None = None
    keep_report: bool = True
    progress: Callable[[int, int], None] = no_progress

    @property
    def name(self) -> str:
        return self.file_name or self.path.name

    def as_mapping(self) -> dict[str, Any]:
        """What to ask again to have another file read like this one."""
        asked = {
            "map": dict(self.map), "set": dict(self.set), "date_format": dict(self.date_formats),
            "timezone": self.timezone, "decimal": self.decimal, "encoding": self.encoding,
            "delimiter": self.delimiter, "sheet": self.sheet, "known": "now" if self.known_now else None,
            "unknown_accounts": self.unknown_accounts, "same_id": self.same_id,
        }  # fmt: skip
        return {key: value for key, value in asked.items() if value}


def check_choice(flag: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        text = _("%(flag)s %(value)s is not possible; use one of: %(allowed)s.")
        raise WrongUsage(text % {"flag": flag, "value": value, "allowed": ", ".join(allowed)})


def check_request(request: ImportRequest) -> None:
    """WrongUsage for a value that no import can have."""
    check_choice("--unknown-accounts", request.unknown_accounts, UNKNOWN_ACCOUNTS)
    check_choice("--same-id", request.same_id, SAME_ID)
    check_choice("--decimal", request.decimal, (".", ","))


def zone(request: ImportRequest, organisation: Organisation) -> ZoneInfo:
    """Where the file's times were written."""
    if request.timezone is None:
        return organisation.zone
    if request.timezone not in available_timezones():
        text = _("--timezone %(zone)s is not known; write it as Europe/Helsinki.")
        raise WrongUsage(text % {"zone": request.timezone})
    return ZoneInfo(request.timezone)
