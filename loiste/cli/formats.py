"""Numbers in words of a language, for a terminal."""

from decimal import Decimal

from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import gettext as _


def in_unit(value: Decimal | None, unit: str, currency: str, language: str) -> str:
    """A value as people write it; unknown as a word."""
    if value is None:
        return _("unknown")
    if unit == "money":
        return format_currency(value, currency, locale=language)
    if unit == "ratio":
        return format_percent(value, "#,##0.0 %" if language == "fi" else "#,##0.0%", locale=language)
    return f"{format_decimal(value, '#,##0' if unit == 'count' else '#,##0.0', locale=language)}{suffix(unit)}"


def suffix(unit: str) -> str:
    words = {"days": _("days"), "minutes": _("min"), "hours": _("h"), "months": _("months")}
    return f" {words[unit]}" if unit in words else ""
