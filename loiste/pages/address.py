"""What an address asks for: the day, the period to compare with, the filter and the slice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from loiste.plain.days import FIRST_YEAR, LAST_YEAR, months_back, opening

PERIODS = {"month": 1, "quarter": 3, "year": 12}  # months between the two days that are compared


@dataclass(frozen=True)
class Lens:
    """The day asked for, how far back changes are seen, and which accounts count."""

    as_of: date
    default_as_of: date
    period: str = "year"
    where: Mapping[str, str] = field(default_factory=dict)
    by: str = ""

    @property
    def before(self) -> date:
        """The month end with which the day is compared."""
        return months_back(self.as_of, PERIODS[self.period] + 1)[-1]

    def days(self, months: int = 13) -> list[date]:
        """The day and the month ends before it, oldest first."""
        return months_back(self.as_of, months)[::-1]

    def parts(self) -> dict[str, str]:
        """What the address carries on to other pages; the slice belongs to one page only."""
        day = "" if self.as_of == self.default_as_of else self.as_of.isoformat()
        period = "" if self.period == "year" else self.period
        return {"as_of": day, "period": period, **self.where}

    def query(self, **changes: str) -> str:
        """The query string of these parts with some changed; empty ones are left out."""
        kept = {key: value for key, value in (self.parts() | changes).items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def at(self, day: date) -> "Lens":
        """The same filter on another day."""
        return replace(self, as_of=day)


def last_full_month(today: date) -> date:
    """The last day of the month before: the newest month that is over."""
    return opening(today)


def lens(request: HttpRequest, *, today: date, dimensions: Collection[str]) -> Lens:
    """The lens of a request; BadRequest names what cannot be read. Names that are no dimension are not a filter."""
    default = last_full_month(today)
    return Lens(
        as_of=day_of(request.GET.get("as_of", ""), default),
        default_as_of=default,
        period=period_of(request.GET.get("period", "")),
        where={key: str(value) for key, value in request.GET.items() if key in dimensions and value},
        by=request.GET.get("by", "") if request.GET.get("by", "") in dimensions else "",
    )


def day_of(text: str, default: date) -> date:
    """A day around which others are counted, so that none at the calendar's own ends."""
    found = any_day(text) if text else default
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise no_day()
    return found


def any_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise no_day() from error


def no_day() -> BadRequest:
    return BadRequest(_("The day in the address cannot be read; write it like 2026-10-31."))


def period_of(text: str) -> str:
    if text and text not in PERIODS:
        raise BadRequest(_("The period in the address is not month, quarter or year."))
    return text or "year"


def month_choices(as_of: date, today: date, *, count: int = 24) -> list[date]:
    """Days to choose from: the last full months, and the asked day wherever it lies."""
    days = months_back(last_full_month(today), count)
    return days if as_of in days else sorted({as_of, *days}, reverse=True)
