"""The only way for a number into a template: each filter writes the unit, and unknown as a marked word."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from loiste.pages import numbers
from loiste.pages.numbers import Amount, Number

register = template.Library()


def marked(text: str, known: bool) -> SafeString:
    """The text, dressed as unknown where it is that."""
    return conditional_escape(text) if known else format_html('<span class="unknown">{}</span>', text)


def one_number(name: str, write: Callable[[Any], str]) -> None:
    """Registers a filter that takes a number or None."""

    def written(value: Number | date | None) -> SafeString:
        return marked(write(value), value is not None)

    register.filter(name, written)


for _name in ("count", "points", "scale", "percent", "days", "months", "hours", "minutes", "day", "month", "weekday"):
    one_number(_name, getattr(numbers, _name))


@register.filter
def money(value: Number | None, currency: str) -> SafeString:
    return marked(numbers.money(value, currency), value is not None)


@register.filter
def figure(amount: Amount) -> SafeString:
    """Any amount, as its unit wants it."""
    return marked(numbers.figure(amount), amount.value is not None)


@register.filter
def brief(amount: Amount) -> SafeString:
    """Any amount, short enough for a tile."""
    return marked(numbers.brief(amount), amount.value is not None)


@register.filter
def change(amount: Amount) -> SafeString:
    """A difference with its sign."""
    return marked(numbers.change(amount), amount.value is not None)


@register.filter
def raw(amount: Amount) -> str:
    """The bare number for a script to draw from; empty when unknown."""
    return "" if amount.value is None else format(amount.value, "f")


@register.filter
def moment(value: datetime | None, zone: ZoneInfo) -> SafeString:
    return marked(numbers.moment(value, zone), value is not None)


@register.filter
def clock(value: datetime, zone: ZoneInfo) -> str:
    """The time of day in the organisation's zone."""
    return numbers.clock(value.astimezone(zone))


@register.filter
def unknown(value: object) -> SafeString:
    """The text itself, or the word for unknown when there is none."""
    return marked(str(value) if value else numbers.unknown(), bool(value))
