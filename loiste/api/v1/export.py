"""Everything at once, for taking elsewhere: the same archive as `loiste export` writes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from loiste.api.v1 import here, rate
from loiste.api.v1.accounts import Short
from loiste.api.v1.keys import needs
from loiste.api.v1.problems import Wrong, not_found
from loiste.copies.alone import Busy
from loiste.copies.errors import CopyError
from loiste.copies.handing import Pieces, send_export, send_signals
from loiste.timeline.signal import KINDS

router = Router(tags=["export"])
TAR, PARQUET = "application/x-tar", "application/vnd.apache.parquet"
SHARE = 10  # an export counts as this part of the requests of a minute
WAIT = {"Retry-After": "60"}


def answers(type_: str) -> dict[int, Any]:
    return {
        200: {
            "description": gettext_noop("The file; Content-Length tells its length before the first byte."),
            "content": {type_: {"schema": {"type": "string", "format": "binary"}}},
        },
        409: {"description": gettext_noop("Another copy is being made; Retry-After says when to ask again.")},
        503: {"description": gettext_noop("It cannot be made; detail says why.")},
    }


@router.get(
    "", operation_id="get_export", openapi_extra={"responses": answers(TAR)},
    summary=gettext_noop("Export everything"),
    description=gettext_noop(
        "All accounts, contacts, subscriptions, signals and settings as one tar file, without secrets; loiste restore "
        "reads it into an empty installation. It is made whole before the first byte is sent, which takes a while "
        "with many signals, so wait long enough. It counts as a tenth of the requests of a minute."
    ),
)  # fmt: skip
def everything(request: HttpRequest) -> HttpResponseBase:
    return handed(request, TAR, f"loiste-{here.day(None)}.tar", send_export)


@router.get(
    "/signals/{kind}.parquet", operation_id="get_export_of_signals", openapi_extra={"responses": answers(PARQUET)},
    summary=gettext_noop("Export the signals of a kind"),
    description=gettext_noop(
        "All signals of a kind as one Parquet file, with the columns of the blocks that the archive holds: usage, "
        "subscription, ticket, answer, churn, cost, note, milestone, attribute, contact, alias. One row is one signal."
    ),
)  # fmt: skip
def signals(request: HttpRequest, kind: Short) -> HttpResponseBase:
    needs(request, "export")
    if kind not in KINDS:
        raise not_found()
    return handed(request, PARQUET, f"{kind}.parquet", partial(send_signals, kind=kind))


def handed(request: HttpRequest, type_: str, name: str, verb: Callable[..., Pieces]) -> HttpResponseBase:
    """What the verb hands over, as a download; what goes wrong is a problem before the first byte."""
    by = needs(request, "export")
    rate.spend(request, by.public_id, max(1, settings.API_RATE // SHARE) - 1)
    try:
        pieces = verb(here.home(), to=request.path, by=by, clock=here.now)
    except Busy as error:
        raise Wrong(409, "at_work", str(error), headers=WAIT) from error
    except CopyError as error:
        raise Wrong(503, "no_export", why(error), headers=WAIT) from error
    return StreamingHttpResponse(pieces, content_type=type_, headers={
        "Content-Length": str(pieces.size), "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    })  # fmt: skip


def why(error: CopyError) -> str:
    """Without the paths of the machine, which are nobody's business over a wire."""
    if isinstance(error.__cause__, OSError):
        return _("The server cannot write the export to its disk; ask whoever runs it to make room there.")
    return str(error)
