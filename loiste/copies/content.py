"""copy.json: what a copy holds. Written last, so that a copy without it is not whole."""

import json
import re
from typing import Literal

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, ValidationError

from loiste.copies.errors import CopyError

FILE = "copy.json"
FORMAT = 1
ORGANISATION, SECRET = "organisation.yaml", "secret.key"
# Nothing else is ever read from a copy or written from one, whatever it may be called in there.
NAME = re.compile(
    r"organisation\.yaml|secret\.key|README\.txt|[a-z_]{1,40}\.csv|tables/[a-z0-9_]{1,80}\.jsonl"
    r"|blocks/[a-z_]{1,40}/[A-Za-z0-9_-]{1,80}\.parquet|uploads/[a-z]{3}_[a-z0-9]{1,40}"
)
FOLDER = re.compile(r"|[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
CONSTANT = ("blocks/", "uploads/")  # what never changes once it is there


class File(BaseModel):
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Content(BaseModel):
    """`folder`: where all but blocks and uploads lie; an incremental backup puts each new state beside the last.

    `made_at`: UTC. `store`: sqlite or postgresql. `migrations`: what the tables had been through, by app. `files`: by
    name. `tables`: numbers of rows.
    """

    format: int
    kind: Literal["backup", "export"]
    version: str
    made_at: str
    store: str
    folder: str = Field("", pattern=f"^({FOLDER.pattern})$")
    migrations: dict[str, list[str]]
    tables: dict[str, int]
    files: dict[str, File] = {}

    def place(self, name: str) -> str:
        """Where a file lies."""
        return f"{self.folder}/{name}" if self.folder and not name.startswith(CONSTANT) else name

    def table_files(self) -> dict[str, str]:
        return {table: table_file(table) for table in self.tables}

    @property
    def size(self) -> int:
        """In bytes, of all files."""
        return sum(file.bytes for file in self.files.values())

    @property
    def block_count(self) -> int:
        return sum(name.startswith("blocks/") for name in self.files)

    def dump(self) -> bytes:
        return (json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n").encode()


def table_file(table: str) -> str:
    return f"tables/{table}.jsonl"


def parse(text: bytes, where: object) -> Content:
    """CopyError when this is no copy, a broken one, or one from a newer Loiste."""
    try:
        found = json.loads(text)
        refuse_newer(found["format"], found.get("version", "?"))
        content = Content.model_validate(found)
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise broken(where, FILE) from error
    odd = [name for name in content.files if not NAME.fullmatch(name)]
    missing = [file for file in [*content.table_files().values(), ORGANISATION] if file not in content.files]
    if odd or missing:
        raise broken(where, (odd + missing)[0])
    return content


def refuse_newer(format_: int, version: str) -> None:
    if format_ > FORMAT:
        text = _("The copy was made by Loiste %(version)s, which is newer than this one; upgrade, then try again.")
        raise CopyError(text % {"version": version})


def broken(where: object, name: str) -> CopyError:
    text = _("%(copy)s is not whole or was changed: %(name)s. Nothing was changed here; take another copy.")
    return CopyError(text % {"copy": where, "name": name})


def migrations(alias: str) -> dict[str, list[str]]:
    """What the tables of a store have been through."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[alias]).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found
