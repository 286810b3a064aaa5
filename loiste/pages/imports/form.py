"""The form in which people say how a file is read: from its fields to settings, and from what is seen to its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from loiste.pages.imports import words
from loiste.sources.files.cells import key
from loiste.sources.files.kinds.kind import ATTRIBUTE, Field
from loiste.sources.models import Upload
from loiste.sources.wizard.look import Dates, Look

FLAGS = ("encoding", "delimiter", "sheet", "decimal", "timezone", "unknown_accounts", "same_id", "known")
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "utf-16")

Option = tuple[str, str, bool]  # value, text, chosen


@dataclass(frozen=True)
class Column:
    """A column of the file. `doubt`: its field is given by another one, too."""

    place: int
    name: str
    examples: list[str]
    options: list[Option]
    chosen: bool
    doubt: bool


@dataclass(frozen=True)
class DateChoice:
    """`open`: it must be answered."""

    field: str
    column: str
    example: str
    open: bool
    options: list[Option]


@dataclass(frozen=True)
class Constant:
    """A field that all rows may have the same value for. `choices`: the words to choose from, if it has such."""

    field: str
    name: str
    value: str
    error: str
    choices: list[Option]


def settings_from(sent: Mapping[str, str]) -> dict[str, Any]:
    """Settings of an upload from the fields of the form."""
    places = [name.removeprefix("name-") for name in sent if name.startswith("name-")]
    columns = {sent[f"name-{place}"]: sent.get(f"column-{place}", "") for place in places}
    flags = {name: sent[name] for name in FLAGS if sent.get(name)}
    return {
        **flags,
        "columns": {name: field for name, field in columns.items() if field},
        "set": prefixed(sent, "set-"),
        "date_format": prefixed(sent, "date-"),
    }


def prefixed(sent: Mapping[str, str], start: str) -> dict[str, str]:
    return {key.removeprefix(start): value.strip() for key, value in sent.items() if key.startswith(start) and value}


def options(pairs: Iterable[tuple[str, object]], chosen: str) -> list[Option]:
    return [(value, str(text), value == chosen) for value, text in pairs]


def columns(seen: Look, upload: Upload) -> list[Column]:
    said = upload.settings.get("columns", {})
    return [column(seen, place, name, said.get(name, "")) for place, name in enumerate(seen.table.header) if name]


def column(seen: Look, place: int, name: str, field: str) -> Column:
    pairs = [("", _("not read")), *((each.name, wanted(each)) for each in seen.kind.fields)]
    if seen.kind.free_attributes:
        own = f"{ATTRIBUTE}{key(name)}"
        pairs.append((own, _("Attribute of its own: %(name)s") % {"name": key(name)}))
        if field.startswith(ATTRIBUTE) and field != own:
            pairs.append((field, words.field_name(field)))
    doubt = field in seen.twice
    return Column(place, name, seen.examples(place), options(pairs, field), bool(field), doubt)


def wanted(field: Field) -> str:
    """The name of a field; a star behind those that every row needs."""
    return words.field_name(field.name) + (" *" if field.required else "")


def date_choices(seen: Look) -> list[DateChoice]:
    return [date_choice(one) for one in seen.dates]


def date_choice(one: Dates) -> DateChoice:
    is_open = bool(one.choices) and not one.chosen
    layouts = one.choices or tuple(words.LAYOUTS)
    pairs = [(layout, words.layout_name(layout)) for layout in layouts]
    if one.chosen and one.layout and one.layout not in layouts:
        pairs.append((one.layout, words.layout_name(one.layout)))
    if is_open:
        first = _("Choose")
    else:
        first = _("found: %(what)s") % {"what": words.layout_name(one.layout)} if one.layout else _("found: no dates")
    if one.choices and one.chosen:
        first = _("Choose")
    chosen = (one.layout or "") if one.chosen else ""
    return DateChoice(one.field, one.column, one.example, is_open, options([("", first), *pairs], chosen))


def marks(seen: Look, upload: Upload) -> list[Option]:
    found = seen.decimal.mark
    first = _("found: %(what)s") % {"what": words.MARKS[found]} if found else _("Choose")
    return options([("", first), *words.MARKS.items()], upload.settings.get("decimal", ""))


def encodings(seen: Look, upload: Upload) -> list[Option]:
    first = _("found: %(what)s") % {"what": seen.table.encoding.name}
    return options([("", first), *((name, name) for name in ENCODINGS)], upload.settings.get("encoding", ""))


def delimiters(seen: Look, upload: Upload) -> list[Option]:
    mark = seen.table.delimiter
    first = _("found: %(what)s") % {"what": words.DELIMITERS.get(mark, mark)}
    chosen = upload.settings.get("delimiter", "")
    pairs = [("", first), *((("tab" if mark == "\t" else mark), text) for mark, text in words.DELIMITERS.items())]
    return options(pairs, chosen)


def constants(seen: Look, upload: Upload, *, needed: bool) -> list[Constant]:
    """Fields that no column gives: those that are needed or have a value, or all others."""
    given = {source.field.name for source in seen.sources if source.index is not None}
    lacking = {name for group in seen.missing for name in group}
    said = upload.settings.get("set", {})
    wanted = [each.name for each in seen.kind.fields if each.name not in given]
    return [
        constant(name, said.get(name, ""), seen.bad_set.get(name, ""))
        for name in wanted
        if (name in lacking or name in said) == needed
    ]


def constant(name: str, value: str, error: str) -> Constant:
    found = words.CHOICES.get(name, {})
    choices = options([("", ""), *found.items()], value) if found else []
    return Constant(name, words.field_name(name), value, error, choices)


def lacking(seen: Look) -> list[str]:
    """What every row needs and nothing gives, in words."""
    return [_(" or ").join(f"“{words.field_name(name)}”" for name in group) for group in seen.missing]


def twice(seen: Look) -> list[str]:
    return [words.field_name(name) for name in seen.twice]


def context(seen: Look, upload: Upload) -> dict[str, Any]:
    """All that the form shows."""
    said = upload.settings
    return {
        "columns": columns(seen, upload),
        "dates": date_choices(seen),
        "marks": marks(seen, upload),
        "mark_open": seen.mark is None,
        "numbers": bool(seen.decimal.comma or seen.decimal.point or seen.decimal.unclear),
        "encodings": [] if upload.sheets else encodings(seen, upload),
        "delimiters": [] if upload.sheets else delimiters(seen, upload),
        "sheets": options(((name, name) for name in upload.sheets), said.get("sheet") or first(upload.sheets)),
        "needed": constants(seen, upload, needed=True),
        "others": constants(seen, upload, needed=False),
        "lacking": lacking(seen),
        "twice": twice(seen),
        "bad_set": seen.bad_set.get("", ""),
        "strangers": options(words.STRANGERS.items(), said.get("unknown_accounts", "create")),
        "same_ids": options(words.SAME_ID.items(), said.get("same_id", "reject")),
        "known": said.get("known") == "now",
        "timezone": said.get("timezone", ""),
        "settled": seen.settled,
    }


def first(names: list[str]) -> str:
    return names[0] if names else ""
