"""Pages by cursor: where the next one begins, as a text that means nothing to whoever asks."""

import base64
import binascii
import json
from typing import Any

from django.utils.translation import gettext as _

from loiste.api.v1.problems import Wrong

LONGEST = 500


def written(place: list[Any] | None) -> str | None:
    """The cursor of a place; None at the end."""
    return None if place is None else base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, *shape: type) -> list[Any] | None:
    """The place of a cursor, whose parts are of these types; None for the beginning. 422 for what is no cursor."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor[:LONGEST] + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise none() from error
    if not isinstance(place, list) or [type(one) for one in place] != list(shape) or too_large(place):
        raise none()
    return place


def too_large(place: list[Any]) -> bool:
    return any(isinstance(one, int) and abs(one) >= 2**63 for one in place)


def none() -> Wrong:
    return Wrong(422, "no_cursor", _("This is no cursor; take the one that the page before gave, or none."))
