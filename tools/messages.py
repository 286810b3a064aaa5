"""Brings loiste/locale/*/LC_MESSAGES/django.po up to date with the texts of code and templates; gettext is not needed.

`python tools/messages.py` writes the .po and its .mo; `--check` says what is missing and ends with 1 if anything is.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "loiste"
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | dict.fromkeys(
    ("ngettext", "ngettext_lazy"), (1, 2)
)
EMPTY_HEADERS = (b'"POT-', b'"PO-', b'"Last-Tr', b'"Language-Team', b'"Report-', b'"Generated-', b'"Project-')
Text = str | tuple[str, str]


def texts() -> Iterator[tuple[Text, str, int]]:
    """(text or its singular and plural, file, line) of everything that is marked for translation."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "static" in path.parts:
            continue
        source = path.read_bytes() if path.suffix == ".py" else templatize(path.read_text(), origin=path.name).encode()
        for line, function, found, _comments in extract_python(io.BytesIO(source), KEYWORDS, [], {}):
            text = one_text(function, found)
            if text:
                yield text, path.relative_to(PACKAGE.parent).as_posix(), line


def one_text(function: str, found: object) -> Text:
    """What the call names; further arguments are values, not texts."""
    if not isinstance(found, tuple):
        return str(found or "")
    named = [part for part in found if part]
    if function.startswith("ngettext") and len(named) > 1:
        return named[0], named[1]
    return named[0] if named else ""


def updated(old: Catalog, language: str) -> Catalog:
    """All texts of today with the translations that are there."""
    fresh = Catalog(
        locale=language, project="Loiste", charset="utf-8", fuzzy=False, header_comment="# Texts of Loiste."
    )
    for text, path, _line in texts():
        before = old.get(text[0] if isinstance(text, tuple) else text)
        fresh.add(text, before.string if before else None, locations=[(path, 0)])
    return fresh


def missing(catalogue: Catalog) -> list[Text]:
    return [m.id for m in catalogue if m.id and not all(m.string if isinstance(m.string, tuple) else (m.string,))]


def write(catalogue: Catalog, path: Path) -> None:
    """The .po without the header lines that change by themselves or say nothing; and the .mo that Django reads."""
    text = io.BytesIO()
    write_po(text, catalogue, width=0, include_lineno=False)
    kept = [line for line in text.getvalue().splitlines(keepends=True) if not line.startswith(EMPTY_HEADERS)]
    path.write_bytes(b"".join(kept))
    with path.with_suffix(".mo").open("wb") as packed:
        write_mo(packed, catalogue)


def main() -> int:
    settings.configure(USE_I18N=True)
    django.setup()
    lacking = 0
    for path in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po")):
        language = path.parts[-3]
        with path.open("rb") as file:
            fresh = updated(read_po(file, locale=language), language)
        for text in missing(fresh):
            lacking += 1
            sys.stdout.write(f"{language}: {text!r} has no translation.\n")
        if "--check" not in sys.argv:
            write(fresh, path)
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
