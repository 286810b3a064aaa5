"""Imports a text as a file of a kind, and looks at what was stored."""

from datetime import UTC, datetime, timedelta
from itertools import count

from loiste.organisation.config import load
from loiste.sources.files.importing import import_file
from loiste.sources.files.request import ImportRequest
from loiste.timeline import engine

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_turns = count()


def take(home, kind, text, *, name="file.csv", **asked):
    """The report of importing the text (or bytes), each import a second after the one before."""
    path = home.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    request = ImportRequest(kind=kind, path=path, **asked)
    return import_file(
        request, home=home, organisation=load(home), now=NOW + timedelta(seconds=next(_turns)), by="owner@example.org"
    )


def counts(report):
    """(accepted, duplicate, rejected); together they are what was read."""
    assert report.accepted + report.duplicate + report.rejected == report.read
    return report.accepted, report.duplicate, report.rejected


def stored(home, kind, *columns):
    """Rows of the stored signals of a kind, in the order of the file."""
    sql = f"select {', '.join(columns)} from signals_{kind} order by received_at, position, id"
    return engine.reader(home).execute(sql).fetchall()
