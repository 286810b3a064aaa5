"""Where uploaded files lie: under the home folder, named by their public ids."""

from pathlib import Path

from loiste.sources.models import Upload

FOLDER = "uploads"
MOST_BYTES = 512 * 1024**2
SMALL = 4 * 1024**2  # bytes of text that are checked while the page waits
SMALL_WORKBOOK = 1024**2


def folder(home: Path) -> Path:
    where = home / FOLDER
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    return where


def file_of(home: Path, upload: Upload) -> Path:
    """The file as it was sent."""
    return folder(home) / upload.public_id


def rows_of(home: Path, upload: Upload) -> Path:
    """The rows of its sheet, once they are read."""
    return folder(home) / f"{upload.public_id}.rows"


def sample_of(home: Path, upload: Upload) -> Path:
    """The first rows of its sheet, where it has many."""
    return folder(home) / f"{upload.public_id}.sample"


def forget_rows(home: Path, upload: Upload) -> None:
    """To be called when another sheet is chosen."""
    rows_of(home, upload).unlink(missing_ok=True)
    sample_of(home, upload).unlink(missing_ok=True)


def delete(home: Path, upload: Upload) -> None:
    forget_rows(home, upload)
    file_of(home, upload).unlink(missing_ok=True)


def is_small(home: Path, upload: Upload) -> bool:
    """Whether a dry run takes no longer than a person waits for a page."""
    rows, file = rows_of(home, upload), file_of(home, upload)
    if rows.exists():
        return rows.stat().st_size <= SMALL
    with file.open("rb") as start:
        packed = start.read(2) == b"PK"
    return upload.size <= (SMALL_WORKBOOK if packed else SMALL)
