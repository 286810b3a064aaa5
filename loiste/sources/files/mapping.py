"""Which column gives which field, and which field has one value for all rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loiste.sources.files.errors import WrongUsage, did_you_mean
from loiste.sources.files.kinds.kind import ATTRIBUTE, Field, Kind
from loiste.sources.files.request import ImportRequest


@dataclass(frozen=True)
class Source:
    """Where a field comes from: the column at `index`, or `constant` for all rows when there is none.

    `label` is how a report names it: the column as the file calls it, else the field.
    """

    field: Field
    index: int | None
    label: str
    constant: str = ""


def written_with(sources: Sequence[Source], own: str) -> tuple[str, ...]:
    """The currency that amounts may carry: our own, or that set for all rows; none where rows differ."""
    said = next((source for source in sources if source.field.name == "currency"), None)
    if said is None:
        return (own,)
    return (said.constant.strip().upper(),) if said.index is None else ()


def find_field(kind: Kind, name: str, flag: str) -> Field:
    found = kind.field_called(name)
    if found is None:
        text = _("%(flag)s %(name)s: %(kind)s have no such field; there are %(fields)s.")
        fields = ", ".join((*kind.by_name, *extra(kind)))
        said = text % {"flag": flag, "name": name, "kind": kind.name, "fields": fields}
        raise WrongUsage(said + did_you_mean(name, (*kind.by_name, "id")))
    return found


def extra(kind: Kind) -> tuple[str, ...]:
    return (f"{ATTRIBUTE}NAME",) if kind.free_attributes else ()


def find_column(header: tuple[str, ...], name: str, field: str) -> int:
    """The place of the column called so; else of the only one that differs in case or space alone."""
    if name in header:
        return header.index(name)
    alike = [place for place, column in enumerate(header) if column.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    text = _("--map %(field)s=%(column)s: the file has no such column; it has %(columns)s.")
    said = text % {"field": field, "column": name, "columns": ", ".join(filter(None, header))}
    raise WrongUsage(said + did_you_mean(name, header))


def mapped(kind: Kind, request: ImportRequest, header: tuple[str, ...]) -> list[Source]:
    """The sources that --map names."""
    found = []
    for name, column in request.map.items():
        index = find_column(header, column, name)
        found.append(Source(find_field(kind, name, "--map"), index, header[index]))
    return found


def by_name(kind: Kind, header: tuple[str, ...]) -> list[Source]:
    """The columns that are called as the fields. `id` gives way to the kind's own word for it."""
    found: dict[str, Source] = {}
    for index, column in enumerate(header):
        field = kind.field_called(column) or kind.field_called(column.lower())
        if field is not None and (field.name not in found or column.lower() == field.name):
            found[field.name] = Source(field, index, column)
    return list(found.values())


def fixed(kind: Kind, request: ImportRequest) -> list[Source]:
    """The sources that --set names."""
    fields = [(find_field(kind, name, "--set"), value) for name, value in request.set.items()]
    return [Source(field, None, field.name, value) for field, value in fields]


def check_each_once(sources: list[Source]) -> None:
    names = [source.field.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            text = _("%(field)s is given more than once; keep one --map or --set for it (id means the kind's own id).")
            raise WrongUsage(text % {"field": name})


def missing(kind: Kind, there: Collection[str]) -> list[tuple[str, ...]]:
    """Groups of fields of which every row needs one, and that come from nowhere. `there`: names of given fields."""
    groups = [(each.name,) for each in kind.fields if each.required] + list(kind.one_of)
    groups += [others for field, others in kind.beside if field in there]
    return [group for group in groups if not set(group) & set(there)]


def check_complete(kind: Kind, sources: list[Source], header: tuple[str, ...]) -> None:
    """WrongUsage when a field that every row needs comes from nowhere."""
    for group in missing(kind, {source.field.name for source in sources}):
        text = _(
            "%(kind)s need %(fields)s; name its column with --map %(field)s=COLUMN or give it to all rows with "
            "--set %(field)s=VALUE. The file has %(columns)s."
        )
        names = _(" or ").join(group)
        columns = ", ".join(filter(None, header))
        raise WrongUsage(text % {"kind": kind.name, "fields": names, "field": group[0], "columns": columns})


def sources(kind: Kind, request: ImportRequest, header: tuple[str, ...]) -> list[Source]:
    """Where each field comes from, sorted by field. With any --map only mapped columns are read."""
    constants = fixed(kind, request)
    check_each_once(constants)
    columns = mapped(kind, request, header)
    if not columns:
        set_already = {source.field.name for source in constants}
        columns = [source for source in by_name(kind, header) if source.field.name not in set_already]
    found = sorted(columns + constants, key=lambda source: source.field.name)
    check_each_once(found)
    check_complete(kind, found, header)
    return found
