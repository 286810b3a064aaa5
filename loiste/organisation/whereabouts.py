"""In which store the rows of a home lie, so that nobody starts on an empty one and takes its blocks for left-overs."""

from pathlib import Path

from loiste.organisation.early import said as _
from loiste.organisation.environment import BadSetting

FILE = "rows-are-in"


def note(home: Path, store: str) -> None:
    """`store`: sqlite or postgresql."""
    (home / FILE).write_text(f"{store}\n", encoding="utf-8")


def check(home: Path, store: str) -> None:
    """BadSetting when the rows of this home were moved to another kind of store."""
    try:
        noted = (home / FILE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return
    if noted == "postgresql" != store:
        text = _("The rows of %(home)s were moved to PostgreSQL; set DATABASE_URL to it.")
        raise BadSetting(text % {"home": home})
    if noted == "sqlite" != store:
        text = _("The rows of %(home)s are in SQLite; unset DATABASE_URL, or carry them over with `loiste move`.")
        raise BadSetting(text % {"home": home})
