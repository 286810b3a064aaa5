"""What the address of the flags asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from loiste.accounts.doors import owned
from loiste.accounts.models import User
from loiste.judgement.alert_list import SORTS
from loiste.pages.dimensions import Choice, Facet

KNOWN = {"whose": ("", "raised", "mine"), "state": ("open", "late", "handled", "all"), "sort": ("", *SORTS)}
NAMES = tuple(KNOWN)


@dataclass(frozen=True)
class Wish:
    """`filters`: what differs from all open flags, as it stands in the address."""

    whose: str
    state: str
    sort: str

    @property
    def filters(self) -> Mapping[str, str]:
        said = {name: getattr(self, name) for name in NAMES}
        return {name: text for name, text in said.items() if text != KNOWN[name][0]}

    @property
    def ended(self) -> bool:
        return self.state in ("handled", "all")

    def condition(self, user: User, today: date) -> Q:
        """On rows of alerts."""
        states = {
            "open": ~Q(state="closed"), "late": ~Q(state="closed") & Q(deadline__lt=today),
            "handled": Q(state="closed"), "all": Q(),
        }  # fmt: skip
        whose = {"": Q(), "raised": Q(raised_by=user), "mine": owned(user, "mine", "account__")}
        return Q(rule="") & states[self.state] & whose[self.whose] & (Q(sort=self.sort) if self.sort else Q())


def read(query: QueryDict) -> Wish:
    """Words that are none of those offered are no filter."""
    said = {name: query.get(name, "") for name in NAMES}
    return Wish(**{name: text if text in KNOWN[name] else KNOWN[name][0] for name, text in said.items()})


def facets(wish: Wish) -> list[Facet]:
    offered = [
        ("whose", _("Whose"), [("", _("All")), ("raised", _("Raised by me")), ("mine", _("On my accounts"))]),
        ("state", _("State"), [("open", _("Open")), ("late", _("Past the deadline")),
                               ("handled", _("Answered and closed")), ("all", _("All"))]),
        ("sort", _("Sort"), [("", _("Both")), ("worry", _("Worries")), ("opportunity", _("Opportunities"))]),
    ]  # fmt: skip
    return [
        Facet(key, name, "", [Choice(value, word, value == getattr(wish, key)) for value, word in choices])
        for key, name, choices in offered
    ]
