"""What a reader of the report should know besides the counts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.refusals import LISTED
from loiste.sources.files.report import Report, Some
from loiste.sources.files.request import ImportRequest
from loiste.sources.files.table import Table


def names(some: Some) -> dict[str, str | int]:
    more = ", ..." if some.count > len(some.sample) else ""
    return {"count": some.count, "names": ", ".join(some.sample) + more}


def notes(report: Report, kind: Kind, table: Table, request: ImportRequest) -> list[str]:
    return [note for note in written(report, kind, table, request) if note]


def written(report: Report, kind: Kind, table: Table, request: ImportRequest) -> Iterator[str]:
    yield table.encoding.note
    if report.created_accounts.count and kind.name != "accounts":
        yield would_make(report.created_accounts) if report.dry_run else made(report.created_accounts)
    if report.waiting_accounts.count:
        yield waiting(report.waiting_accounts)
    if kind.own_id not in {*report.columns, *request.set} and kind.own_id != "id":
        text = _("No %(field)s is read, so rows are told apart by all their fields together.")
        yield text % {"field": kind.own_id}
    unread = [column for column in table.header if column and column not in report.columns.values()]
    if unread and not request.map:
        text = _("Columns not read: %(columns)s. Name them with --map field=column if they matter.")
        yield text % {"columns": ", ".join(unread)}
    if report.rejected > LISTED:
        yield _("Only the first %(count)s rejected rows are listed here; all of them are kept.") % {"count": LISTED}


def made(some: Some) -> str:
    text = ngettext(
        "%(count)s account was made because a row names it: %(names)s.",
        "%(count)s accounts were made because rows name them: %(names)s.",
        some.count,
    )
    return text % names(some)


def would_make(some: Some) -> str:
    text = ngettext(
        "%(count)s account will be made because a row names it: %(names)s.",
        "%(count)s accounts will be made because rows name them: %(names)s.",
        some.count,
    )
    return text % names(some)


def waiting(some: Some) -> str:
    text = ngettext(
        "Rows of %(count)s unknown account wait until it is imported: %(names)s.",
        "Rows of %(count)s unknown accounts wait until they are imported: %(names)s.",
        some.count,
    )
    return text % names(some)
