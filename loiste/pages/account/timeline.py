"""The timeline of an account: a page of it, grouped by day, and the filters that stand in the address."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.accounts.one import lists, moments, people, signal
from loiste.accounts.one.moments import Asked
from loiste.pages.account import signal_words
from loiste.pages.account.look import Look
from loiste.pages.account.signal_words import Words
from loiste.pages.account.wish import Wish, written
from loiste.pages.dimensions import Choice, value_word
from loiste.pages.kinds import KINDS
from loiste.timeline.within import Row

WEEK_SIZE = 100  # rows of a week of use shown at a time


@dataclass(frozen=True)
class Way:
    """A kind of signal that one can look at alone."""

    name: str
    address: str
    chosen: bool


@dataclass(frozen=True)
class Item:
    """A line of the timeline; `address` opens it, `flag` raises a flag from it."""

    words: Words
    clock: datetime | None
    who: str
    late: int | None  # days that it took to reach us
    corrected: datetime | None  # what the sender's clock said
    address: str
    flag: str = ""


@dataclass(frozen=True)
class Day:
    """`goes_on`: its heading stands on the page before already."""

    day: date
    items: list[Item]
    goes_on: bool


@dataclass(frozen=True)
class Timeline:
    days: list[Day]
    older: str


def timeline(look: Look) -> Timeline:
    wish = look.wish
    last = min(wish.last or wish.day, wish.day)
    kinds = (wish.kind,) if wish.kind else tuple(KINDS)
    return shown(look, Asked(wish.first or date(1900, 1, 1), last, kinds, wish.channel, wish.before), moments.SIZE)


def week(look: Look, monday: date) -> Timeline:
    """The single rows of one week of use."""
    last = min(min(monday, look.wish.day) + timedelta(days=6), look.wish.day)
    asked = Asked(monday, last, ("usage",), look.wish.channel, look.wish.before, by_week=False)
    return shown(look, asked, WEEK_SIZE)


def shown(look: Look, asked: Asked, size: int) -> Timeline:
    page = moments.page(look.own, asked, size=size)
    known = people.names(look.own, {(row["source"], row["contact_ref"]) for row in page.rows if row.get("contact_ref")})
    before = asked.before[0] if asked.before else None
    days = [
        Day(day, [item(look, row, known) for row in rows], day == before)
        for day, rows in groupby(page.rows, lambda row: row["day"])
    ]
    return Timeline(days, look.wish.query(before=written(page.following)) if page.following else "")


def item(look: Look, row: Row, names: dict[tuple[str, str], str]) -> Item:
    words = signal_words.words(row, look.organisation)
    if row["id"] == "week":
        return Item(words, None, "", None, None, look.wish.query(part="", week=row["week"].isoformat(), before=""))
    at = row["occurred_at"] or (row["received_at"] if row["source"] == "loiste" else None)
    late = (row["received_at"] - row["occurred_at"]).days if signal.is_late(row) else None
    return Item(
        words, at.replace(tzinfo=UTC) if at else None, names.get((row["source"], row["contact_ref"]), ""), late,
        row["said_at"].replace(tzinfo=UTC) if signal.is_corrected(row) else None, address(look, row),
        flag(look, row) if look.may_note else "",
    )  # fmt: skip


def address(look: Look, row: Row) -> str:
    """Where the signal is told whole; with its day, so that few files are read."""
    place = reverse("account_signal", args=[look.account.public_id, row["kind"], row["id"]])
    return f"{place}?day={row['day'].isoformat()}" if row.get("day") else place


def flag(look: Look, row: Row) -> str:
    said = {"kind": row["kind"], "id": row["id"], "day": row["day"].isoformat() if row.get("day") else ""}
    return reverse("account_flag", args=[look.account.public_id]) + f"?{urlencode(said)}"


def ways(wish: Wish) -> list[Way]:
    every = [Way(_("All"), wish.query(kind="", week="") + "#timeline", not wish.kind)]
    return every + [
        Way(str(name), wish.query(kind=key, week="") + "#timeline", key == wish.kind) for key, name in KINDS.items()
    ]


def channels(look: Look) -> list[Choice]:
    """The channels to choose from; the chosen one is always among them."""
    found = {*lists.channels(look.own), *([look.wish.channel] if look.wish.channel else [])}
    return [Choice(one, value_word("channel", one), one == look.wish.channel) for one in sorted(found)]
