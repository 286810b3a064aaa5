"""A signal opened: all that it says, when, from where, and by which rule it was matched."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from loiste.accounts.one import people, signal
from loiste.accounts.one.signal import Match
from loiste.accounts.one.subscriptions import moments_of_subscriptions
from loiste.pages import numbers
from loiste.pages.account import signal_words
from loiste.pages.account.attributes import source_name
from loiste.pages.account.look import Look
from loiste.pages.account.signal_words import Words
from loiste.pages.dimensions import word
from loiste.plain.money import from_millionths
from loiste.timeline.within import Row

Fact = tuple[str, str]  # a name and a value in words


@dataclass(frozen=True)
class Matched:
    match: Match
    what: str
    rule: str


@dataclass(frozen=True)
class Whole:
    """`marks` are (tone, text); `batch` is the public id of the import that brought it."""

    words: Words
    day: date | None
    facts: list[Fact]
    said: list[Fact]
    properties: list[Fact]
    matched: list[Matched]
    marks: list[tuple[str, str]]
    batch: str


def whole(look: Look, kind: str, id_: str, day: date | None) -> Whole | None:
    """None when the account has no such signal, or it lies after the day that is looked at."""
    row = signal.find(look.own, kind, id_, day)
    if row is None or (row["day"] is not None and row["day"] > look.wish.day):
        return None
    row = telling(look, row)
    matched = [Matched(one, what_name(one.what), rule_name(one.rule)) for one in signal.matches(row)]
    return Whole(
        words=signal_words.words(row, look.organisation), day=row["day"], facts=times(look, row), said=said(look, row),
        properties=flat(json.loads(row["properties"] or "{}")), matched=matched, marks=marks(look, row),
        batch=row["batch"] if str(row["batch"]).startswith("imp_") else "",
    )  # fmt: skip


def telling(look: Look, row: Row) -> Row:
    """A subscription's signal is told as the moment that it began or changed something."""
    if row["kind"] != "subscription":
        return row
    found = [one for one in moments_of_subscriptions(look.own) if one["id"] == str(row["id"])]
    return row | (found[0] if found else {"kind": "", "name": _("subscription")})


def clock(look: Look, value: datetime | None) -> str:
    return numbers.moment(value.replace(tzinfo=UTC) if value else None, look.zone)


def times(look: Look, row: Row) -> list[Fact]:
    """When it happened and came, in the organisation's zone; a date without a time stays a date."""
    happened = clock(look, row["occurred_at"]) if row["occurred_at"] else numbers.day(row["day"])
    found = [(_("Happened"), happened)]
    if row["said_at"] is not None:
        found.append((_("The sender's clock said"), clock(look, row["said_at"])))
    return [
        *found, (_("Received"), clock(look, row["received_at"])), (_("Known from"), clock(look, row["known_at"])),
        (_("Source"), source_name(row["source"])), (_("Time zone"), str(look.organisation.timezone)),
    ]  # fmt: skip


def said(look: Look, row: Row) -> list[Fact]:
    """What stands in its own columns, where anything does."""
    amount = None if row["amount"] is None else from_millionths(row["amount"])
    texts = (
        (_("Name"), row["name"]), (_("Person"), person(look, row)), (_("Text"), row["text"]),
        (word("channel"), signal_words.channel_name(row["channel"])), (word("category"), row["category"]),
        (word("priority"), row["priority"]), (word("plan"), row["plan"]), (_("Value"), number(row["value"])),
        (_("Highest value"), number(row["scale"])), (_("Quantity"), number(row["quantity"])),
        (_("Duration"), numbers.minutes(row["duration"] / 60) if row["duration"] else None),
        (_("A month"), numbers.money(amount, row["currency"] or look.organisation.currency) if amount else None),
        (_("Holds from"), numbers.day(row["valid_from"]) if row["valid_from"] else None),
        (_("Account's reference"), row["account_ref"]), (_("Person's reference"), row["contact_ref"]),
        (_("Own reference"), row["ref"]),
    )  # fmt: skip
    return [(name, str(value)) for name, value in texts if value]


def person(look: Look, row: Row) -> str | None:
    ref = (row["source"], row["contact_ref"] or "")
    return people.names(look.own, [ref]).get(ref)


def number(value: float | None) -> str | None:
    return None if value is None else numbers.scale(value)


def flat(value: dict[str, Any], before: str = "") -> list[Fact]:
    """Properties by their names, one inside another with a dot between."""
    found: list[Fact] = []
    for name, inner in value.items():
        if isinstance(inner, dict) and inner:
            found += flat(inner, f"{before}{name}.")
        elif inner is not None:
            text = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
            found.append((f"{before}{name}", text))
    return found


def marks(look: Look, row: Row) -> list[tuple[str, str]]:
    found = []
    if signal.is_late(row):
        days = numbers.days((row["received_at"] - row["occurred_at"]).days)
        found.append(("watch", _("Late: it reached us %(days)s after it happened.") % {"days": days}))
    if signal.is_corrected(row):
        found.append(("watch", _("Clock corrected: the sender's clock was wrong, so its time was set right.")))
    if row["assumed"]:
        found.append(("quiet", _("Known date assumed: it is history from a file, taken as known when it happened.")))
    return found


def what_name(what: str) -> str:
    return _("Account") if what == "account" else _("Person")


def rule_name(rule: str) -> str:
    names = {
        "reference": _("its own reference"), "group": _("the group that the event names"),
        "attribute": _("an attribute of the account"), "users_account": _("the person was named with the account"),
        "email": _("the same e-mail address"), "email_domain": _("the domain of the e-mail address"),
        "alias": _("the sender said that both are one"), "created": _("made because an event named it"),
        "hand": _("matched by hand"),
    }  # fmt: skip
    return names.get(rule, rule)
