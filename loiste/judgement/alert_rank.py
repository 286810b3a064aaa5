"""The order in which alerts are looked at: stake x urgency, with lifts; each part can be shown. Pure arithmetic.

The rank is the product of its parts. The stake counts by its logarithm, age without limit: whatever is left open
comes before anything newer in the end, however small the account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log10, prod

THOUSAND = 1000.0
SEVERITY = {"low": 1.0, "medium": 1.5, "high": 2.0}
KEY_ACCOUNT = 1.5
MONTH = 30.0  # days open that count as much as the alert did on its first day
NEAR = 90.0  # days before a deadline from which on it presses


@dataclass(frozen=True)
class Asked:
    """An alert, as far as its rank goes. `stake` in major units of the organisation's currency, None = unknown."""

    severity: str
    stake: float | None
    opened_on: date
    deadline: date | None = None
    key_account: bool = False


@dataclass(frozen=True)
class Rank:
    """`parts`: (name, factor), in the order in which they are told; `value` is their product."""

    value: float
    parts: tuple[tuple[str, float], ...]


def rank(asked: Asked, today: date, usual: float = THOUSAND) -> Rank:
    """`usual`: what an unknown stake counts as, so that not knowing neither hides an alert nor lifts it."""
    known = asked.stake is not None
    parts = (
        ("stake" if known else "stake_unknown", of_stake(usual if asked.stake is None else asked.stake)),
        ("severity", SEVERITY[asked.severity]),
        ("age", 1 + max((today - asked.opened_on).days, 0) / MONTH),
        ("deadline", of_deadline(asked.deadline, today)),
        ("key_account", KEY_ACCOUNT if asked.key_account else 1.0),
    )  # fmt: skip
    return Rank(prod(factor for _name, factor in parts), parts)


def of_stake(amount: float) -> float:
    """1 for nothing, 2 for 9 thousand, 3 for 99 thousand: ten times as much is one more."""
    return 1 + log10(1 + max(amount, 0.0) / THOUSAND)


def of_deadline(deadline: date | None, today: date) -> float:
    """1 while it is far, or none is known; 2 on the day. What lies behind presses no more."""
    if deadline is None or deadline < today:
        return 1.0
    return 1 + max(0.0, 1 - (deadline - today).days / NEAR)


def middle(stakes: Sequence[float | None]) -> float:
    """The median of the stakes that are known."""
    known = sorted(one for one in stakes if one is not None)
    return known[len(known) // 2] if known else THOUSAND
