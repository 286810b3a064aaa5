"""The facts that matter of an account, above all its parts. What is not known is None, never 0."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from loiste.accounts.doors import parent_for
from loiste.accounts.models import Account
from loiste.accounts.one import lists
from loiste.accounts.one.subscriptions import Content, on_day
from loiste.metrics.one_mrr import mrr
from loiste.pages.account import signal_words
from loiste.pages.account.look import Look
from loiste.pages.numbers import Amount
from loiste.timeline.within import Row


@dataclass(frozen=True)
class Due:
    """A day of a subscription that lies ahead, what happens then, and in how many days."""

    word: str
    day: date
    days: int


@dataclass(frozen=True)
class Reached:
    word: str
    day: date


@dataclass(frozen=True)
class Talk:
    """The last two-way contact: what it was, what about, and how many days ago."""

    word: str
    about: str
    day: date
    at: datetime | None
    days: int


@dataclass(frozen=True)
class Header:
    name: str
    mrr: Amount
    due: Due | None
    stage: Reached | None
    talk: Talk | None
    owner: str
    tier: str
    tags: list[str]
    signed_up_on: date | None
    parent: Account | None


def header(look: Look) -> Header:
    facts, day = look.facts, look.wish.day
    signed = facts.get("signed_up_on")
    return Header(
        name=facts.get("name") or look.account.name,
        mrr=Amount(mrr(look.own, look.organisation, day), "money", look.organisation.currency),
        due=due(on_day(look.own, day), day), stage=reached(lists.stage(look.own, day)),
        talk=talk(lists.last_contact(look.own, day), day), owner=facts.get("owner") or "", tier=facts.get("tier") or "",
        tags=[tag for tag in (facts.get("tags") or "").split(",") if tag],
        signed_up_on=date.fromisoformat(signed) if signed else None,
        parent=None if look.wish.past else parent_for(look.user, look.account),
    )  # fmt: skip


def due(there: list[Content], day: date) -> Due | None:
    """The first day ahead by which notice must be given, or on which a running subscription renews or ends."""
    running = [one for one in there if one.runs_on(day)]
    found = [(ahead, word) for one in running for word, ahead in days_of(one) if ahead >= day]
    if not found:
        return None
    first, word = min(found)
    return Due(word, first, (first - day).days)


def days_of(one: Content) -> list[tuple[str, date]]:
    renewal = _("Renewal") if one.details.get("auto_renew") is not False else _("Term ends")
    texts = [(_("Notice by"), one.details.get("notice_on")), (renewal, one.details.get("renews_on"))]
    dated = [(word, date.fromisoformat(str(text))) for word, text in texts if text]
    return [*dated, *([(_("Ends"), one.ended_on)] if one.ended_on else [])]


def reached(row: Row | None) -> Reached | None:
    return None if row is None else Reached(signal_words.milestone_name(row["name"] or ""), row["day"])


def talk(row: Row | None, day: date) -> Talk | None:
    if row is None:
        return None
    at = row["occurred_at"].replace(tzinfo=UTC) if row["occurred_at"] else None
    about = row["text"] or "" if row["kind"] == "note" else signal_words.channel_name(row["channel"])
    return Talk(signal_words.talk_name(row), about, row["day"], at, (day - row["day"]).days)
