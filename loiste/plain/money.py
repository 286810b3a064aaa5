"""Exact money: integers of millionths inside, Decimal at the edge."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

MILLION = 1_000_000


def to_millionths(amount: Decimal) -> int:
    """Whole millionths of `amount`, half to even."""
    with localcontext() as context:
        context.prec = 60
        return int((amount * MILLION).to_integral_value(rounding=ROUND_HALF_EVEN))


def from_millionths(millionths: int) -> Decimal:
    """The amount in major units, exact."""
    return Decimal(millionths).scaleb(-6)


def a_month(amount: Decimal, months: int) -> int:
    """The monthly part, in millionths, of an amount paid for so many months; divided once, half to even."""
    with localcontext() as context:
        context.prec = 60
        return to_millionths(amount / months)
