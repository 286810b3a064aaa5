"""The tier: versioned text that says whom it holds for and what is promised to them."""

from typing import Literal

from pydantic import Field

from loiste.judgement.rules import Rule
from loiste.judgement.words import Key, Part, Words

Onboarding = Literal["self_service", "online", "on_site"]
Automation = Literal["none", "some", "all"]


class Tier(Part):
    """Of several tiers that are `on` the first in `order` whose `rule` surely matches holds.

    `contact_days`, `meeting_days`: at least every so many days we speak, or meet; none is promised without them.
    `words`: the promise as customers may hear it.
    """

    key: Key
    order: int = Field(50, ge=0, le=1000)
    on: bool = True
    name: Words
    rule: Rule
    contact_days: int | None = Field(None, ge=1, le=1100)
    meeting_days: int | None = Field(None, ge=1, le=1100)
    onboarding: Onboarding = "self_service"
    automation: Automation = "some"
    words: Words


class KeyAccounts(Part):
    """Which accounts are key accounts: those that surely match `rule`."""

    key: Key
    on: bool = True
    name: Words
    meaning: Words | None = None
    rule: Rule
