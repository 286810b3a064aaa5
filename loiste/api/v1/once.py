"""Requests that name themselves (Idempotency-Key): asked again they are answered as before, and do nothing."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from loiste.api.v1.keys import by
from loiste.api.v1.problems import Wrong
from loiste.sources.models import Answered, Key

KEPT = timedelta(hours=24)
LONGEST = 100
HEAD = "Idempotency-Key"


def once(request: HttpRequest, now: datetime, deed: Callable[[], Any]) -> Any:
    """What `deed` returns (JSON), or returned when the request came first. What failed may be tried again."""
    name = request.headers.get(HEAD, "")
    if not name:
        return deed()
    row = claimed(request, name, now)
    if row.status is not None:
        return json.loads(row.answer)
    try:
        found = deed()
    except BaseException:
        row.delete()
        raise
    Answered.objects.filter(pk=row.pk).update(status=200, answer=json.dumps(found, default=str))
    return found


def claimed(request: HttpRequest, name: str, now: datetime) -> Answered:
    """The row of this name: a fresh one, or the one that was answered. 409 while it is at work, 422 for another."""
    if len(name) > LONGEST or not name.isprintable():
        text = _("An Idempotency-Key has at most %(count)s printable characters.")
        raise Wrong(422, "invalid", text % {"count": LONGEST})
    asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    Answered.objects.filter(at__lt=now - KEPT).delete()
    key = Key.objects.get(public_id=by(request).public_id)
    try:
        with transaction.atomic():
            return Answered.objects.create(key=key, name=name, asked=asked, at=now)
    except IntegrityError:
        row = Answered.objects.get(key=key, name=name)
    if row.asked != asked:
        raise Wrong(422, "other_request", _("This Idempotency-Key was used for another request; choose a new one."))
    if row.status is None:
        text = _("The same request is at work; ask again in a moment.")
        raise Wrong(409, "at_work", text, headers={"Retry-After": "1"})
    return row
