"""One account's MRR from its own subscriptions, the same as the metric says, at the same cost in any home."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from loiste.accounts.one.own import Own
from loiste.accounts.one.subscriptions import on_day
from loiste.organisation.config import Organisation
from loiste.plain.days import is_month_end, opening
from loiste.plain.money import from_millionths
from loiste.sources.models import Rate

ONE = 1_000_000_000  # a rate of one, in billionths


def mrr(own: Own, organisation: Organisation, day: date) -> Decimal | None:
    """What the account pays a month on the day, in the organisation's currency.

    None where a rate is not known, or nothing was said of its subscriptions until the day.
    """
    there = on_day(own, day)
    if not there:
        return None
    paid: dict[str, int] = {}
    for one in there:
        if one.runs_on(day) and not one.trial and one.amount:
            currency = one.currency or organisation.currency
            paid[currency] = paid.get(currency, 0) + one.amount
    parts = [converted(amount, rate(currency, organisation, day)) for currency, amount in paid.items()]
    known = [part for part in parts if part is not None]
    return from_millionths(sum(known)) if len(known) == len(parts) else None


def rate(currency: str, organisation: Organisation, day: date) -> int | None:
    """Billionths of the organisation's currency: the newest rate by the month end that the day counts at."""
    if currency == organisation.currency:
        return ONE
    counted_at = day if is_month_end(day) else opening(day)
    rates = Rate.objects.filter(currency=currency, day__lte=counted_at).order_by("-day")
    return rates.values_list("rate", flat=True).first()


def converted(amount: int, billionths: int | None) -> int | None:
    """Whole millionths, half to even; an account's amounts of one currency are added up before."""
    if billionths is None:
        return None
    exact = Decimal(amount) * billionths / ONE
    return int(exact.to_integral_value(rounding=ROUND_HALF_EVEN))
