"""What the address of the home page asks for: whose accounts, as of which day, and how far back changes are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from loiste.accounts.doors import scopes_for
from loiste.accounts.models import User
from loiste.pages.address import day_of

NAMES = ("scope", "as_of", "days")
SPANS = (1, 7, 28)  # days back


@dataclass(frozen=True)
class Way:
    """Another view of the page."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Wish:
    scope: str
    scopes: tuple[str, ...]
    day: date
    today: date
    span: int

    @property
    def past(self) -> bool:
        return self.day < self.today

    @property
    def first(self) -> date:
        """The first day of which changes are told."""
        return self.day - timedelta(days=self.span)

    def kept(self, **changes: str) -> dict[str, str]:
        """What differs from one's own accounts today, with some of it changed."""
        said = {
            "scope": "" if self.scope == self.scopes[0] else self.scope,
            "as_of": self.day.isoformat() if self.past else "", "days": "" if self.span == 1 else str(self.span),
        }  # fmt: skip
        return {name: value for name, value in (said | changes).items() if value}

    def query(self, **changes: str) -> str:
        return f"?{urlencode(self.kept(**changes))}"

    def ways(self) -> list[Way]:
        """Whose accounts one can look at."""
        names = {"mine": _("My accounts"), "team": _("My team's"), "all": _("All accounts")}
        return [
            Way(names[one], self.query(scope="" if one == self.scopes[0] else one), one == self.scope)
            for one in self.scopes
        ]

    def spans(self) -> list[Way]:
        names = {1: _("Since yesterday"), 7: _("7 days"), 28: _("28 days")}
        return [Way(names[one], self.query(days="" if one == 1 else str(one)), one == self.span) for one in SPANS]


def read(query: Mapping[str, str], user: User, today: date) -> Wish:
    """What one may not ask for is not asked for; BadRequest for a day that cannot be read; a day ahead is today."""
    scopes, span = scopes_for(user), query.get("days", "")
    return Wish(
        scope=query["scope"] if query.get("scope") in scopes else scopes[0], scopes=scopes,
        day=min(day_of(query.get("as_of", ""), today), today), today=today,
        span=int(span) if span in map(str, SPANS) else 1,
    )  # fmt: skip
