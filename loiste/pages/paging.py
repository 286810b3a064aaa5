"""Pages of a long list: which one is asked, and the way to its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from loiste.pages import numbers


@dataclass(frozen=True)
class Pages:
    """`previous` and `next` are addresses, empty at the ends."""

    text: str
    previous: str
    next: str


def page_number(request: HttpRequest) -> int:
    """1 for the first page; BadRequest for what is no page."""
    text = request.GET.get("page", "1") or "1"
    if not text.isascii() or not text.isdigit() or len(text) > 6 or int(text) == 0:
        raise BadRequest(_("The page in the address is not a number."))
    return int(text)


def pages(number: int, size: int, total: int, query: Mapping[str, str], anchor: str = "") -> Pages:
    """The pages around `number`; `query` is the rest of the address."""
    first, last = (number - 1) * size + 1, min(number * size, total)
    text = _("%(first)s–%(last)s of %(total)s") % {
        "first": numbers.count(min(first, total)), "last": numbers.count(last), "total": numbers.count(total),
    }  # fmt: skip

    def at(page: int) -> str:
        asked = {**query, "page": "" if page == 1 else str(page)}
        return f"?{urlencode({key: value for key, value in asked.items() if value})}{anchor}"

    return Pages(text, at(number - 1) if number > 1 else "", at(number + 1) if last < total else "")
