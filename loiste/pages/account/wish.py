"""What the address of an account's page asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.accounts.one.moments import Key
from loiste.pages.address import any_day, day_of
from loiste.pages.kinds import KINDS
from loiste.plain.days import month_end, opening

PARTS = {
    "": gettext_lazy("Timeline"),
    "since": gettext_lazy("Since last contact"),
    "usage": gettext_lazy("Use"),
    "people": gettext_lazy("People"),
    "subscriptions": gettext_lazy("Subscriptions"),
    "tickets": gettext_lazy("Tickets"),
    "answers": gettext_lazy("Answers"),
    "notes": gettext_lazy("Notes"),
    "attributes": gettext_lazy("Attributes"),
}
MOST_MICROSECONDS = 2**62  # what the engine can compare with
KEPT = ("part", "as_of", "kind", "channel", "from", "to", "week", "contact")


@dataclass(frozen=True)
class Wish:
    """`day` is the day that is looked at, today unless a past one is asked; `rest` is the address as it came."""

    part: str
    day: date
    today: date
    kind: str
    channel: str
    first: date | None
    last: date | None
    week: date | None
    before: Key | None
    path: str
    rest: Mapping[str, str] = field(default_factory=dict)

    @property
    def past(self) -> bool:
        return self.day < self.today

    @property
    def filtered(self) -> bool:
        return bool(self.kind or self.channel or self.first or self.last)

    def query(self, **changes: str) -> str:
        """This address with some of it changed; `from_` stands for from."""
        asked = {**self.rest, **{name.rstrip("_"): value for name, value in changes.items()}}
        return f"{self.path}?{urlencode({name: value for name, value in asked.items() if value})}"

    def view(self, part: str = "") -> str:
        """Another part of the page on the same day."""
        kept = {"part": part, "as_of": self.rest.get("as_of", "")}
        return f"{self.path}?{urlencode({name: value for name, value in kept.items() if value})}"

    @property
    def month_before(self) -> str:
        return self.at(opening(self.day))

    @property
    def month_after(self) -> str:
        """The next month end, or today where that lies ahead."""
        following = month_end(self.day) if self.day != month_end(self.day) else month_end(next_month(self.day))
        return self.at(following) if self.past else ""

    @property
    def to_today(self) -> str:
        return self.at(self.today)

    def at(self, day: date) -> str:
        return self.query(as_of="" if day >= self.today else day.isoformat())


def next_month(day: date) -> date:
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1, day=1)


def read(query: Mapping[str, str], today: date, path: str = "") -> Wish:
    """BadRequest names what cannot be read; a day ahead is today."""
    part = query.get("part", "")
    day = min(day_of(query.get("as_of", ""), today), today)
    rest = {name: query[name] for name in KEPT if query.get(name)}
    if day == today:
        rest.pop("as_of", None)
    return Wish(
        part=part if part in PARTS else "", day=day, today=today,
        kind=query.get("kind", "") if query.get("kind") in KINDS else "", channel=query.get("channel", "")[:60],
        first=day_or_none(query, "from"), last=day_or_none(query, "to"), week=day_or_none(query, "week"),
        before=key_of(query.get("before", "")), path=path, rest=rest,
    )  # fmt: skip


def day_or_none(query: Mapping[str, str], name: str) -> date | None:
    return any_day(query[name]) if query.get(name) else None


def key_of(text: str) -> Key | None:
    """The place in the timeline that `written` wrote."""
    if not text:
        return None
    day, _dot, rest = text.partition(".")
    moment, _dot, id_ = rest.partition(".")
    try:
        key = date.fromisoformat(day), int(moment), id_[:60]
        if abs(key[1]) > MOST_MICROSECONDS:
            raise ValueError(text)
        return key
    except ValueError as error:
        raise BadRequest(_("The place in the timeline cannot be read; open the timeline anew.")) from error


def written(key: Key) -> str:
    return f"{key[0].isoformat()}.{key[1]}.{key[2]}"
