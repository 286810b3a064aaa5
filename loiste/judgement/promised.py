"""The texts of tiers, key accounts and fit that are in force."""

from loiste.judgement.fit import Fit
from loiste.judgement.kinds import FIT, KEY_ACCOUNT, TIER
from loiste.judgement.texts import Text, every
from loiste.judgement.tier import KeyAccounts, Tier

TierText = Text[Tier]


def tiers() -> list[TierText]:
    """Those that are on, in the order in which accounts are tried on them."""
    on = [one for one in every(TIER).values() if one.text.on]
    return sorted(on, key=lambda one: (one.text.order, one.text.key))


def key_accounts() -> Text[KeyAccounts] | None:
    """The one that holds: the first by key of those that are on."""
    return next((one for _key, one in sorted(every(KEY_ACCOUNT).items()) if one.text.on), None)


def fit() -> Text[Fit] | None:
    """The matrix that holds: the first by key of those that are on."""
    return next((one for _key, one in sorted(every(FIT).items()) if one.text.on), None)
