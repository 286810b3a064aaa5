"""From the settings of an upload to the request of an import, and back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from loiste.sources.files.request import ImportRequest, no_progress
from loiste.sources.models import Import, Upload
from loiste.sources.wizard import store

FLAGS = ("timezone", "decimal", "encoding", "delimiter", "sheet", "unknown_accounts", "same_id")

Settings = Mapping[str, Any]


def fields(settings: Settings) -> dict[str, str]:
    """Field -> column; of two columns for one field the first."""
    found: dict[str, str] = {}
    for column, field in settings.get("columns", {}).items():
        found.setdefault(field, column)
    return found


def request_of(
    home: Path, upload: Upload, *, dry_run: bool = False, decimal: str = ".",
    progress: Callable[[int, int], None] = no_progress,
) -> ImportRequest:  # fmt: skip
    """`decimal`: the mark that was found, for settings that name none."""
    said = upload.settings
    flags = {"decimal": decimal} | {name: said[name] for name in FLAGS if said.get(name)}
    return ImportRequest(
        kind=upload.kind, path=store.file_of(home, upload), file_name=upload.file_name, dry_run=dry_run,
        map=fields(said), set=said.get("set", {}), date_formats=said.get("date_format", {}),
        known_now=said.get("known") == "now", rows=store.rows_of(home, upload),
        import_id=None if dry_run else upload.import_id, progress=progress, **flags,
    )  # fmt: skip


def settings_of(run: Import) -> dict[str, Any]:
    """The settings that read a file as this import did, its dates as they were found there."""
    said, detected = run.mapping, run.report.get("detected", {})
    columns = {str(column): str(field) for field, column in detected.get("columns", {}).items()}
    layouts = detected.get("dates", {})
    dates = {field: layouts[column] for column, field in columns.items() if layouts.get(column)}
    kept = {name: said[name] for name in (*FLAGS, "set", "known") if said.get(name)}
    return {"decimal": ".", **kept, "columns": columns, "date_format": dates}
