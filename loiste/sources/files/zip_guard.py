"""A workbook is a zip file, and a zip file can be a bomb: it is judged by its directory before anything is unpacked."""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.sources.files.errors import FileError

MOST_UNPACKED = 2 * 1024**3  # bytes of all parts together
MOST_IN_MEMORY = 256 * 1024**2  # bytes of one part that is not a sheet, and so is held whole
MOST_PARTS = 5_000
MOST_RATIO = 200  # unpacked to packed; real sheets lie between 5 and 40
SMALL = 10 * 1024**2  # bytes; below this a ratio does no harm
SHEETS = "xl/worksheets/"
START = 2_048  # bytes of a part in which a document type would stand


def check(path: Path) -> None:
    """FileError when unpacking the file could fill memory or disk, or when its XML names entities.

    What the directory says can be relied on: unpacking stops at the size that it names.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if is_bomb(parts):
                raise FileError(bomb(path))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in start_of(packed, part):
                    raise FileError(bomb(path))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise FileError(broken(path)) from error


def start_of(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with packed.open(part) as file:
        return file.read(START)


def is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    total, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    held = max((part.file_size for part in parts if not part.filename.startswith(SHEETS)), default=0)
    swollen = total > SMALL and total > MOST_RATIO * max(packed, 1)
    return len(parts) > MOST_PARTS or total > MOST_UNPACKED or held > MOST_IN_MEMORY or swollen


def bomb(path: Path) -> str:
    text = _("%(file)s would grow beyond all measure when unpacked; save the sheet as CSV and import that.")
    return text % {"file": path.name}


def broken(path: Path) -> str:
    text = _("%(file)s cannot be opened as a workbook; save it again as .xlsx or as CSV, without a password.")
    return text % {"file": path.name}
