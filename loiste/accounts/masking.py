"""Who was erased stays so: what comes in under their names is written down under the pseudonym, and without words."""

import json
import re
from collections.abc import Iterable
from typing import Any

from loiste.accounts.suppression import Suppressed

ADDRESS = re.compile(r"[^\s\"'<>(),;:|]+@[^\s\"'<>(),;:|]+\.[^\s\"'<>(),;:|]+")
OF_PEOPLE = ("contact", "alias")  # kinds whose `ref` names a person, too


def mask(hidden: Suppressed, source: str, signal: dict[str, Any]) -> None:
    """Changes a signal of a suppressed person in place; one that mentions them loses its words."""
    kind, contact = signal.get("kind"), signal.get("contact_ref")
    said = f"{signal.get('text') or ''} {signal.get('properties') or ''}"
    address = address_of(signal.get("properties")) if kind == "contact" else None
    name = hidden.of(source, ref=contact, email=address)
    if name is None and kind in OF_PEOPLE:
        name = hidden.of(source, ref=signal.get("ref"))
    if name is not None:
        signal["contact_ref"] = name
        if kind in OF_PEOPLE:
            signal["ref"] = name
    # Another person may have the same name, so a contact is told by reference and address only.
    if name is not None or (kind != "contact" and speaks_of(hidden, said)):
        signal["text"] = signal["properties"] = None


def address_of(properties: str | None) -> str | None:
    try:
        found = json.loads(properties or "{}")
    except ValueError:
        return None
    address = found.get("email") if isinstance(found, dict) else None
    return address if isinstance(address, str) else None


def speaks_of(hidden: Suppressed, text: str) -> bool:
    """Whether an address or the full name of somebody suppressed stands in the text."""
    addressed = "@" in text and any(hidden.of("", email=one) for one in ADDRESS.findall(text))
    return addressed or hidden.name_in(text)


def cells(hidden: Suppressed, source: str, row: Iterable[str]) -> bool:
    """Whether a row of a file names somebody suppressed."""
    return any(cell and (hidden.of(source, ref=cell) or speaks_of(hidden, cell)) for cell in row)
