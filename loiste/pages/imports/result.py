"""The report of a dry run as rows for showing."""

from typing import Any

from loiste.pages.imports.words import field_name
from loiste.sources.files.reasons import REASONS, reason
from loiste.sources.models import Upload

SHOWN = 50


def checked_report(one: Upload) -> dict[str, Any]:
    said = one.report
    counts = {name: said.get(name, 0) for name in ("read", "accepted", "duplicate", "rejected")}
    errors = [fault(error) for error in said.get("errors", [])[:SHOWN]]
    columns = said.get("detected", {}).get("columns", {})
    return {
        **counts,
        "errors": errors,
        "more": counts["rejected"] - len(errors),
        "notes": said.get("notes", []),
        "columns": [
            (column, field_name(field)) for column, field in one.settings["columns"].items() if field in columns
        ],
    }


def fault(error: dict[str, Any]) -> dict[str, Any]:
    """The fault in the language of the reader, whoever asked for the dry run."""
    code, column, value = error["code"], error["column"] or "", error["value"]
    text = reason(code, column, value) if code in REASONS else error["reason"]
    return {"line": error["line"], "column": column, "value": value, "reason": text}
