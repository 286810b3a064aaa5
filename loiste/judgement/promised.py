"""The texts of tiers, key accounts, fit and quadrant that are in force."""

from typing import TypeVar

from loiste.judgement.fit import Fit
from loiste.judgement.kinds import FIT, KEY_ACCOUNT, QUADRANT, TIER, Kind
from loiste.judgement.quadrant import Quadrant
from loiste.judgement.texts import Text, every
from loiste.judgement.tier import KeyAccounts, Tier
from loiste.judgement.words import Part

TierText = Text[Tier]
T = TypeVar("T", bound=Part)


def tiers() -> list[TierText]:
    """Those that are on, in the order in which accounts are tried on them."""
    on = [one for one in every(TIER).values() if one.text.on]
    return sorted(on, key=lambda one: (one.text.order, one.text.key))


def key_accounts() -> Text[KeyAccounts] | None:
    return first(KEY_ACCOUNT)


def fit() -> Text[Fit] | None:
    return first(FIT)


def quadrant() -> Text[Quadrant] | None:
    return first(QUADRANT)


def first(kind: Kind[T]) -> Text[T] | None:
    """The one that holds: the first by key of those that are on."""
    on = (one for _key, one in sorted(every(kind).items()) if one.text.on)  # type: ignore[attr-defined]
    return next(on, None)
