"""Numbers, money, times and dates in the reader's language, always with their unit: real minus, hard spaces.

Every function takes None for unknown and then gives the word for it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, dates
from babel import numbers as babel
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

HARD = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
Number = Decimal | int | float


@dataclass(frozen=True)
class Amount:
    """A value with its unit, so that it can be written anywhere; `value` None = unknown."""

    value: Decimal | None
    unit: str
    currency: str = ""


def locale() -> Locale:
    return parsed((get_language() or "en").partition("-")[0])


@cache
def parsed(language: str) -> Locale:
    return Locale.parse(language)


def unknown() -> str:
    """The word for what is not known; never 0 and never a dash."""
    return _("unknown")


def tidy(text: str) -> str:
    """Our own signs: a real minus, and spaces at which no line breaks."""
    return text.replace("-", MINUS).replace(" ", HARD).replace("\N{NARROW NO-BREAK SPACE}", HARD)


def plain(value: Number, places: int) -> str:
    """A number with at most so many decimals."""
    pattern = "#,##0" + ("." + "#" * places if places else "")
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN) + 0  # + 0: no minus zero
    return tidy(babel.format_decimal(rounded, pattern, locale=locale()))


def with_unit(value: Number, places: int, unit: str) -> str:
    return f"{plain(value, places)}{HARD}{unit}"


def count(value: Number | None) -> str:
    return unknown() if value is None else plain(value, 0 if value == int(value) else 1)


def points(value: Number | None) -> str:
    return unknown() if value is None else plain(value, 1)


def scale(value: Number | None) -> str:
    return unknown() if value is None else plain(value, 2)


def percent(value: Number | None) -> str:
    """A ratio of 0-1 in percent."""
    return unknown() if value is None else with_unit(Decimal(str(value)) * 100, 1, "%")


def money(value: Number | None, currency: str) -> str:
    """Major units; cents, always two, only where they matter: below ten thousand and not whole."""
    if value is None:
        return unknown()
    exact = Decimal(str(value))
    whole = abs(exact) >= 10_000 or exact == int(exact)
    return around(plain(exact, 0) if whole else cents(exact), currency)


def cents(value: Number) -> str:
    return tidy(babel.format_decimal(value, "#,##0.00", locale=locale()))


def money_exact(value: Number | None, currency: str) -> str:
    """Major units with every decimal that is there, up to six."""
    return unknown() if value is None else around(plain(value, 6), currency)


def around(number: str, currency: str) -> str:
    """The number with the currency's sign where the language puts it."""
    sign = babel.get_currency_symbol(currency, locale=locale())
    if locale().language == "fi":
        return f"{number}{HARD}{sign}"
    minus, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    return f"{minus}{sign}{digits}"


def days(value: Number | None) -> str:
    if value is None:
        return unknown()
    return ngettext("%(number)s day", "%(number)s days", plural(value)) % {"number": plain(value, 1)}


def months(value: Number | None) -> str:
    if value is None:
        return unknown()
    return ngettext("%(number)s month", "%(number)s months", plural(value)) % {"number": plain(value, 1)}


def plural(value: Number) -> int:
    """1 only for exactly one; 1.5 days are days."""
    return 1 if value == 1 else 2


def hours(value: Number | None) -> str:
    return unknown() if value is None else with_unit(value, 1, "h")


def minutes(value: Number | None) -> str:
    """Minutes below an hour, hours and minutes above."""
    if value is None:
        return unknown()
    exact = Decimal(str(value))
    if abs(exact) < 60:
        return with_unit(exact, 1 if abs(exact) < 10 else 0, "min")
    whole = round(abs(exact))
    rest = f"{HARD}{whole % 60}{HARD}min" if whole % 60 else ""
    return f"{MINUS if exact < 0 else ''}{plain(whole // 60, 0)}{HARD}h{rest}"


UNITS = {
    "ratio": percent, "points": points, "count": count, "scale": scale,
    "days": days, "months": months, "hours": hours, "minutes": minutes,
}  # fmt: skip


def figure(amount: Amount) -> str:
    """An amount as its unit wants it."""
    if amount.unit == "money":
        return money(amount.value, amount.currency)
    return UNITS[amount.unit](amount.value)


def brief(amount: Amount) -> str:
    """An amount for a tile or a title: money without cents from a hundred up."""
    if amount.unit == "money" and amount.value is not None and abs(amount.value) >= 100:
        return around(plain(amount.value, 0), amount.currency)
    return figure(amount)


def change(amount: Amount) -> str:
    """A difference with its sign; between ratios in percentage points."""
    if amount.value is None:
        return unknown()
    sign = "+" if amount.value > 0 else ""
    if amount.unit == "ratio":
        return sign + with_unit(amount.value * 100, 1, _("pp"))
    return sign + brief(amount)


def day(value: date | None) -> str:
    """22.11.2026 or 22 Nov 2026."""
    if value is None:
        return unknown()
    return written(value, "d.M.y" if locale().language == "fi" else "d MMM y")


def weekday(value: date | None) -> str:
    """maanantai 23.11.2026 or Monday 23 Nov 2026."""
    return unknown() if value is None else f"{written(value, 'cccc')}{HARD}{day(value)}"


def month(value: date | None) -> str:
    """11/2026 or Nov 2026."""
    if value is None:
        return unknown()
    return written(value, "M/y" if locale().language == "fi" else "MMM y")


def written(value: date, pattern: str) -> str:
    return dates.format_date(value, pattern, locale=locale()).replace(" ", HARD)


def moment(value: datetime | None, zone: ZoneInfo) -> str:
    """Day and clock in the organisation's zone; `value` is aware."""
    if value is None:
        return unknown()
    local = value.astimezone(zone)
    return f"{day(local.date())}{HARD}{clock(local)}"


def clock(value: datetime) -> str:
    """9.05 or 09:05."""
    return dates.format_time(value, "H.mm" if locale().language == "fi" else "HH:mm", locale=locale())
