"""What is at stake with each account, in money of the organisation."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from loiste.judgement.alert_rule import Stake
from loiste.judgement.facts import Known, Needs
from loiste.judgement.shapes import Floats
from loiste.metrics.by_account import Ask
from loiste.metrics.contracts import Contract, contracts

MONTH = 365.25 / 12
OPEN_END = 12.0  # months that a contract counts for whose end is not known
GROWTH = "growth_potential"  # the attribute: what the account might pay more in a year, in the organisation's currency
NEEDED = Needs(asks=frozenset({(Ask("mrr"), 0)}), attributes=frozenset({(GROWTH, 0)}))


@dataclass(frozen=True)
class Stakes:
    """Of each account, in major units (NaN = unknown), and the last days of notice."""

    amounts: dict[Stake, Floats]
    notice: list[date | None]


def stakes(known: Known) -> Stakes:
    """As of the day of the facts, by the contracts that are known now."""
    held = contracts(known.as_of)
    every = [held.get(account) for account in known.accounts.tolist()]
    mrr = known.metric("mrr")
    left = mrr * np.array([months_left(one, known.as_of) for one in every], dtype=np.float64)
    amounts: dict[Stake, Floats] = {"mrr": mrr, "remaining_value": left, "growth": known.attribute_number(GROWTH)}
    return Stakes(amounts, [one.notice_on if one else None for one in every])


def months_left(contract: Contract | None, day: date) -> float:
    """Until the contract renews or ends."""
    if contract is None or contract.renews_on is None:
        return OPEN_END
    return (contract.renews_on - day).days / MONTH


def millionths(amount: float) -> int | None:
    return None if np.isnan(amount) else round(amount * 1_000_000)
