"""What every part of an account's page stands on: whose page, which day, and the account's own signals."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from loiste.accounts.doors import contacts_of
from loiste.accounts.models import Account, Contact, User
from loiste.accounts.one import attributes
from loiste.accounts.one.attributes import Said
from loiste.accounts.one.own import Own
from loiste.accounts.one.own import own as own_of
from loiste.accounts.permissions import Right, may
from loiste.organisation.config import Organisation
from loiste.pages.account.wish import Wish
from loiste.timeline.within import reading


@dataclass(frozen=True)
class Look:
    home: Path
    organisation: Organisation
    account: Account
    user: User
    wish: Wish
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return self.organisation.zone

    @property
    def may_change(self) -> bool:
        """The past cannot be changed, and nothing by those who may only read."""
        return may(self.user, Right.CHANGE) and not self.wish.past

    @property
    def may_note(self) -> bool:
        """What happened can be written down by more people than may change facts."""
        return may(self.user, Right.NOTE) and not self.wish.past

    @cached_property
    def own(self) -> Own:
        return own_of(reading(self.home), self.account)

    @cached_property
    def said(self) -> dict[str, list[Said]]:
        return attributes.history(self.own)

    @cached_property
    def contacts(self) -> list[Contact]:
        """The people of the account as they are now."""
        return list(contacts_of(self.user, self.account).order_by("name", "ref")[:500])

    @cached_property
    def facts(self) -> dict[str, str | None]:
        """Fields and attributes as they were on the day."""
        if self.wish.past:
            return attributes.values_on(self.said, self.wish.day)
        one = self.account
        fields = {"name": one.name, "business_id": one.business_id, "owner": one.owner, "tier": one.tier}
        signed = one.signed_up_on.isoformat() if one.signed_up_on else None
        more = {"country": one.country, "tags": ",".join(one.tags), "signed_up_on": signed}
        return {**one.attributes, **fields, **more}
