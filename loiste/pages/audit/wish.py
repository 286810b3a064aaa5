"""What an address asks of the audit log: filters, and the place in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from loiste.accounts.audit_log import Asked

FILTERS = ("who", "action", "subject", "origin", "since", "until")
LONGEST = 200  # letters of a filter


@dataclass(frozen=True)
class Wish:
    """`filters` as they stand in the address, those that are empty left out."""

    filters: Mapping[str, str]
    asked: Asked
    way: str = ""
    place: str = ""

    @property
    def query(self) -> str:
        """The address of the same lines from the newest on; empty for all of them."""
        return f"?{urlencode(self.filters)}" if self.filters else ""

    def at(self, way: str, place: str) -> str:
        """The address of a neighbouring page; empty where there is none."""
        return f"?{urlencode({**self.filters, way: place})}" if place else ""


def read(query: QueryDict, zone: ZoneInfo) -> Wish:
    """BadRequest names what cannot be read. Days are the organisation's, both included."""
    filters = {name: text for name in FILTERS if (text := query.get(name, "").replace("\0", "").strip()[:LONGEST])}
    way = next((name for name in ("older", "newer") if query.get(name)), "")
    return Wish(filters, asked(filters, zone), way, query.get(way, "") if way else "")


def asked(filters: Mapping[str, str], zone: ZoneInfo) -> Asked:
    words = {name: filters.get(name, "") for name in ("who", "action", "subject", "origin")}
    until = day(filters.get("until", ""))
    return Asked(
        **words,
        since=begun(day(filters.get("since", "")), zone),
        until=begun(until + timedelta(days=1) if until else None, zone),
    )


def begun(on: date | None, zone: ZoneInfo) -> datetime | None:
    """The moment at which the day begins."""
    return datetime.combine(on, time(), zone) if on else None


def day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(_("The day in the address cannot be read; write it like 2026-10-31.")) from error
    if not 1900 < found.year < 3000:
        raise BadRequest(_("The day in the address cannot be read; write it like 2026-10-31."))
    return found
