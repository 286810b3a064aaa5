"""Signals appended: what happened, of the kinds that files have."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from loiste.api.v1 import shapes
from loiste.api.v1.items import items, take

router = Router(tags=["signals"])
KINDS = {
    "usage": gettext_noop("Append usage"), "tickets": gettext_noop("Append tickets"),
    "surveys": gettext_noop("Append answers to surveys"), "churn": gettext_noop("Append departures"),
    "costs": gettext_noop("Append costs"), "notes": gettext_noop("Append notes"),
    "milestones": gettext_noop("Append milestones"),
}  # fmt: skip
ONCE = gettext_noop(
    "Each item comes in once, by its id, or without one by all that it says; it is visible when this "
    "answers."
)


def appender(kind: str) -> Callable[..., Any]:
    """The operation that appends signals of one kind."""
    body: Any = items(kind)

    def append(request: HttpRequest, body: body) -> Any:
        return take(request, kind, body)

    return append


for kind, summary in KINDS.items():
    router.post(
        f"/{kind}", response=shapes.TakenIn, summary=summary, description=ONCE, operation_id=f"append_{kind}"
    )(appender(kind))
