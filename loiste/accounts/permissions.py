"""Who may do what, and to whose accounts: one table of rights by role. docs/permissions.md shows it; tests compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Role(TextChoices):
    ADMIN = "admin", gettext_lazy("Admin")
    LEADER = "leader", gettext_lazy("Leader")
    SUCCESS_MANAGER = "success_manager", gettext_lazy("Success manager")
    CONTRIBUTOR = "contributor", gettext_lazy("Contributor")
    READ_ONLY = "read_only", gettext_lazy("Read-only")


class Reach(TextChoices):
    """Whose accounts a person sees: their own, those of their team, or all."""

    OWN = "own", gettext_lazy("Own accounts")
    TEAM = "team", gettext_lazy("The team's accounts")
    ALL = "all", gettext_lazy("All accounts")


class Right(StrEnum):
    LOOK = "look"  # at accounts, and at all that belongs to them
    NOTE = "note"  # write down what happened with an account
    CHANGE = "change"  # attributes, archive; one account or many
    SHARE = "share"  # lists with the team
    SOURCES = "sources"  # look at what came in: its rows are of any account
    IMPORT = "import"  # files, their mappings, refused events
    MATCH = "match"  # references, merges
    CONNECT = "connect"  # sources and their keys
    TEAM = "team"
    SETTINGS = "settings"
    AUDIT = "audit"
    PRIVACY = "privacy"  # all that is held on a person, and erasing it
    COPY = "copy"  # everything at once: export, backup


class Extent(StrEnum):
    """How far a right goes."""

    NO = "no"
    REACH = "reach"  # accounts that the person's reach covers
    ALL = "all"  # only for those whose reach is all accounts
    YES = "yes"  # whatever the reach


ROLES = tuple(Role)
TABLE: dict[Right, tuple[Extent, ...]] = {  # one for each of ROLES, in their order
    Right.LOOK: (Extent.YES, Extent.REACH, Extent.REACH, Extent.REACH, Extent.REACH),
    Right.NOTE: (Extent.YES, Extent.REACH, Extent.REACH, Extent.REACH, Extent.NO),
    Right.CHANGE: (Extent.YES, Extent.REACH, Extent.REACH, Extent.NO, Extent.NO),
    Right.SHARE: (Extent.YES, Extent.YES, Extent.YES, Extent.NO, Extent.NO),
    Right.SOURCES: (Extent.YES, Extent.ALL, Extent.ALL, Extent.ALL, Extent.ALL),
    Right.IMPORT: (Extent.YES, Extent.ALL, Extent.ALL, Extent.NO, Extent.NO),
    Right.MATCH: (Extent.YES, Extent.ALL, Extent.ALL, Extent.NO, Extent.NO),
    Right.CONNECT: (Extent.YES, Extent.NO, Extent.NO, Extent.NO, Extent.NO),
    Right.TEAM: (Extent.YES, Extent.NO, Extent.NO, Extent.NO, Extent.NO),
    Right.SETTINGS: (Extent.YES, Extent.NO, Extent.NO, Extent.NO, Extent.NO),
    Right.AUDIT: (Extent.YES, Extent.NO, Extent.NO, Extent.NO, Extent.NO),
    Right.PRIVACY: (Extent.YES, Extent.NO, Extent.NO, Extent.NO, Extent.NO),
    Right.COPY: (Extent.YES, Extent.NO, Extent.NO, Extent.NO, Extent.NO),
}


class Owned(Protocol):
    owner: str


@dataclass(frozen=True)
class Sight:
    """Whose accounts somebody sees: every one, or those of these owners."""

    everything: bool = False
    owners: frozenset[str] = frozenset()

    def where(self, path: str = "") -> Q:
        """The condition on rows whose account is found by `path`, as `account__`."""
        return Q() if self.everything else Q(**{f"{path}owner__in": sorted(self.owners)})

    def covers(self, account: Owned) -> bool:
        return self.everything or account.owner in self.owners


NOTHING, EVERYTHING = Sight(), Sight(everything=True)


class Actor(Protocol):
    """Who does something: a person of the team, a key, or the command line."""

    @property
    def label(self) -> str:
        """As the audit log names them."""

    @property
    def name(self) -> str:
        """As people call them; may be empty."""

    @property
    def origin(self) -> str:
        """From where: page, api or cli, with the address where there is one."""

    def extent(self, right: Right) -> Extent:
        """How far this right of theirs goes."""

    def sight(self) -> Sight:
        """Whose accounts they see."""


def extent_of(role: str, right: Right) -> Extent:
    """What the table says; nothing for a role that is not in it."""
    return TABLE[right][ROLES.index(Role(role))] if role in Role.values else Extent.NO


def may(by: Actor, right: Right) -> bool:
    """Whether they have the right at all: to some accounts, at least."""
    extent = by.extent(right)
    return extent in (Extent.YES, Extent.REACH) or (extent is Extent.ALL and by.sight().everything)


def check(by: Actor, right: Right, accounts: Iterable[Owned] = ()) -> None:
    """PermissionDenied, with what to do, for who may not do it to each of these accounts."""
    if not may(by, right):
        raise PermissionDenied(refusal(by, right))
    sight = by.sight()
    if not all(sight.covers(account) for account in accounts):
        raise PermissionDenied(_("That is not one of your accounts; ask an administrator for a wider reach."))


def refusal(by: Actor, right: Right) -> str:
    """Why they may not."""
    if by.extent(right) is Extent.ALL:
        return _("That concerns all accounts, and you see some of them; ask an administrator for a wider reach.")
    if all(extent is Extent.NO for extent in TABLE[right][1:]):
        return _("Only an administrator may do that; ask one.")
    return _("You may look but not change; ask an administrator for the right.")
