"""In which encoding a file is written: found by decoding all of it, strictly, one candidate after the other."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from loiste.sources.files.errors import FileError, WrongUsage

BLOCK = 1 << 20
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = ((b"PK\x03\x04", "zip"), (b"\xd0\xcf\x11\xe0", "Excel 97 (.xls)"), (b"%PDF", "PDF"), (b"\x1f\x8b", "gzip"))


@dataclass(frozen=True)
class Encoding:
    """`name` for people, `codec` for opening (it eats a byte order mark), `note` = what to know about it, or empty."""

    name: str
    note: str = ""

    @property
    def codec(self) -> str:
        return "utf-8-sig" if codecs.lookup(self.name).name == "utf-8" else self.name


def first_bad_byte(path: Path, codec: str) -> int | None:
    """Where the file stops being text in this encoding, counted in bytes from 0; None when all of it is."""
    decoder = codecs.getincrementaldecoder(codec)()
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
                done += len(block)
            decoder.decode(b"", final=True)
    except UnicodeError as error:
        return done + getattr(error, "start", 0)
    return None


def opening_bytes(path: Path) -> bytes:
    """The first bytes of the file. FileError when it cannot be read, is empty or is no text."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        text = _("%(file)s cannot be read: %(why)s. Check its name and your rights.")
        raise FileError(text % {"file": path, "why": error.strerror}) from error
    for magic, what in NOT_TEXT:
        if start.startswith(magic):
            text = _("%(file)s is a file of type %(type)s; save it as CSV or .xlsx and import that.")
            raise FileError(text % {"file": path.name, "type": what})
    if not start.strip():
        raise FileError(_("%(file)s is empty; import a file with a header and rows.") % {"file": path.name})
    return start


def is_binary(start: bytes) -> bool:
    """Whether more than one byte in twenty is one that texts do not hold; a few odd ones spoil no text."""
    odd = sum(byte < 32 and byte not in b"\t\n\r" for byte in start)
    return 20 * odd > len(start)


def given_encoding(path: Path, name: str) -> Encoding:
    try:
        known = codecs.lookup(name)._is_text_encoding  # the standard library's own mark of codecs that make text
    except LookupError:
        known = False
    if not known:
        raise WrongUsage(_("%(name)s is no encoding; write one as utf-8 or cp1252.") % {"name": name})
    bad = first_bad_byte(path, name)
    if bad is not None:
        text = _("%(file)s is not %(name)s: byte %(place)s does not fit. Leave --encoding out or give another.")
        raise FileError(text % {"file": path.name, "name": name, "place": bad})
    return Encoding(name.lower())


def detect(path: Path, given: str | None) -> Encoding:
    """The encoding asked for, else that of the byte order mark, else the first of UTF-8 and cp1252 that fits.

    Where none fits, ISO-8859-1, in which every byte is a character, with a note.
    """
    start = opening_bytes(path)
    if given:
        return given_encoding(path, given)
    for mark, name in BOMS:
        if start.startswith(mark) and first_bad_byte(path, name) is None:
            return Encoding(name)
    if is_binary(start):
        raise FileError(_("%(file)s is no text; save it as CSV or .xlsx and import that.") % {"file": path.name})
    for name in ("utf-8", "cp1252"):
        if first_bad_byte(path, name) is None:
            return Encoding(name)
    note = _("The file is neither UTF-8 nor cp1252 throughout; read as ISO-8859-1, so a few letters may be wrong.")
    return Encoding("iso-8859-1", note)
