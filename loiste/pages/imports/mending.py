"""The rejected rows of an import as a table to mend, a page at a time, until none is left."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.paging import page_number, pages
from loiste.pages.sources import report
from loiste.sources.models import Import, RejectedRow, State, Upload
from loiste.sources.wizard import store
from loiste.sources.wizard.mended import header_of, import_again, mend, ready
from loiste.sources.wizard.work import run_this

MOST_FIELDS = 800  # on one page; Django takes 1,000 in a form
MOST_ROWS = 50


@dataclass(frozen=True)
class Cell:
    """`name`: of the input. `bad`: the one to blame."""

    name: str
    column: str
    value: str
    bad: bool


@dataclass(frozen=True)
class MendRow:
    row: RejectedRow
    reason: str
    cells: list[Cell]


@require_http_methods(["GET", "POST"])
@needs(Right.SOURCES)
def mend_page(request: HttpRequest, public_id: str) -> HttpResponse:
    run = get_object_or_404(Import, public_id=public_id)
    if request.method == "POST":
        return posted(request, run)
    return render(request, "imports/mend.html", context(request, run))


def context(request: HttpRequest, run: Import) -> dict[str, Any]:
    header = columns_of(run)
    size = max(1, min(MOST_ROWS, MOST_FIELDS // max(1, len(header))))
    rows, total = run.rejected_rows.order_by("line", "id"), run.rejected_rows.count()
    number = min(page_number(request), max(1, -(-total // size)))
    return {
        "run": run, "kind": report.kind_name(run.kind), "header": header, "total": total,
        "rows": [mend_row(row, header) for row in rows[(number - 1) * size : number * size]],
        "pages": pages(number, size, total, {}), "mended": ready(run).count(),
        "may_change": may(cast(User, request.user), Right.IMPORT),
        "under_way": run.mendings.filter(state__in=[State.WAITING, State.RUNNING]).first(),
        "failed": run.mendings.filter(state=State.FAILED).order_by("-at").first(), "step": 5,
    }  # fmt: skip


def columns_of(run: Import) -> list[str]:
    """The columns of the file, and those that some rejected row has beyond them."""
    header = header_of(run)
    beyond = {
        name for cells in run.rejected_rows.filter(code="cells").values_list("cells", flat=True) for name in cells
    }
    return header + sorted(name for name in beyond - set(header) if name.startswith("+"))


def mend_row(row: RejectedRow, header: list[str]) -> MendRow:
    said = row.cells if row.mended is None else row.mended
    cells = [
        Cell(f"cell-{row.pk}-{place}", name, str(said.get(name, "")), name == row.column)
        for place, name in enumerate(header)
    ]
    return MendRow(row, report.refusal(row).reason, cells)


def posted(request: HttpRequest, run: Import) -> HttpResponse:
    """Keeps the cells; with `import` also imports the mended rows, with `untouched` all rows."""
    by = cast(User, request.user)
    mend(run, cells_from(request, columns_of(run)), by=by, now=now())
    answer = redirect("mend", run.public_id)
    if "import" not in request.POST:
        messages.success(request, _("The rows are saved as they stand here; they are not imported yet."))
        if request.GET.get("page"):
            answer["Location"] += f"?page={page_number(request)}"
        return answer
    try:
        upload = import_again(home(), run, untouched="untouched" in request.POST, by=by, now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return answer
    return again(request, run, upload)


def again(request: HttpRequest, run: Import, upload: Upload) -> HttpResponse:
    """A small file is imported at once; a large one shows its progress."""
    if not store.is_small(home(), upload):
        return redirect("upload", upload.public_id)
    run_this(home(), organisation(), upload, now())
    upload.refresh_from_db()
    if upload.state == State.DONE:
        say(request, upload, run.rejected_rows.count())
        return redirect("mend", run.public_id)
    return redirect(
        "mend" if upload.state == State.FAILED else "upload",
        (run if upload.state == State.FAILED else upload).public_id,
    )


def say(request: HttpRequest, upload: Upload, left: int) -> None:
    taken = int(upload.report.get("accepted", 0)) + int(upload.report.get("duplicate", 0))
    text = ngettext("%(count)s row was taken in.", "%(count)s rows were taken in.", taken) % {"count": taken}
    rest = ngettext("%(count)s is left.", "%(count)s are left.", left) % {"count": left}
    messages.success(request, f"{text} {rest}")


def cells_from(request: HttpRequest, header: list[str]) -> dict[int, dict[str, str]]:
    """Row -> column -> text; what names no cell is passed over."""
    found: dict[int, dict[str, str]] = {}
    for name, value in request.POST.items():
        parts = name.split("-")
        if len(parts) == 3 and parts[0] == "cell" and parts[1].isdecimal() and parts[2].isdecimal():
            place = int(parts[2])
            if place < len(header):
                found.setdefault(int(parts[1]), {})[header[place]] = str(value)
    return found
