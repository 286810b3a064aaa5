"""A stored signal in words: an icon, what happened, and the rest of what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from loiste.accounts.one.subscriptions import Content
from loiste.organisation.config import Organisation
from loiste.pages import dimensions, numbers
from loiste.plain.money import from_millionths

Row = Mapping[str, Any]
MOST_FEATURES = 6  # named in the line of a week


@dataclass(frozen=True)
class Words:
    icon: str
    title: str
    detail: str = ""
    tone: str = ""


def words(row: Row, organisation: Organisation) -> Words:
    """Dispatches by kind; a kind without words of its own shows its name."""
    write = WRITERS.get(row["kind"])
    return write(row, organisation) if write else Words("activity", str(row["name"] or row["kind"]))


def usage(row: Row, organisation: Organisation) -> Words:
    """A week of use, or one use."""
    if row["id"] != "week":
        return used(row)
    parts = [counted(ngettext("%(n)s event", "%(n)s events", row["events"]), row["events"])]
    parts += [counted(ngettext("%(n)s person", "%(n)s people", row["people"]), row["people"])] if row["people"] else []
    names = (row["features"] or "").split(", ")
    more = ", ..." if len(names) > MOST_FEATURES else ""
    features = ", ".join(names[:MOST_FEATURES]) + more or numbers.unknown()
    return Words("activity", _("Used that week: %(features)s") % {"features": features}, ", ".join(parts))


def used(row: Row) -> Words:
    parts = [numbers.count(row["quantity"])] if row["quantity"] not in (None, 1.0) else []
    parts += [numbers.minutes(row["duration"] / 60)] if row["duration"] else []
    return Words("activity", row["name"] or _("Used"), ", ".join(parts))


def counted(text: str, number: int) -> str:
    return text % {"n": numbers.count(number)}


def ticket(row: Row, organisation: Organisation) -> Words:
    channel = dimensions.value_word("channel", row["channel"] or "")
    about = ", ".join(str(part) for part in (row["text"], channel, row["category"]) if part)
    value = row["value"]
    if row["name"] == "opened":
        return Words("lifebuoy", _("Asked for help"), about)
    if row["name"] == "responded":
        return Words("message-circle", _("First response in %(time)s") % {"time": numbers.minutes(value)}, about)
    if row["name"] == "solved":
        return Words("circle-check", _("Ticket solved in %(time)s") % {"time": numbers.hours(value)}, about)
    if row["name"] == "rated":
        grade = {"value": numbers.count(value), "scale": numbers.count(row["scale"])}
        return Words("star", _("Rated %(value)s of %(scale)s") % grade, about)
    return Words("alert-triangle", _("Ticket reopened"), about, "watch")


def answer(row: Row, organisation: Organisation) -> Words:
    name = {"nps": "NPS", "csat": "CSAT", "ces": "CES"}.get(row["name"] or "", row["name"])
    title = _("%(survey)s: %(value)s of %(scale)s") % {
        "survey": name, "value": numbers.count(row["value"]), "scale": numbers.count(row["scale"]),
    }  # fmt: skip
    level = {"service": _("after service"), "relationship": _("about the relationship")}.get(row["category"] or "", "")
    return Words("star", title, "; ".join(part for part in (level, row["text"]) if part))


def subscription(row: Row, organisation: Organisation) -> Words:
    """Began, changed or ended; a change says what it was before."""
    one, before = row["content"], row["before"]
    plan = one.plan or one.ref
    pays = a_month(one, organisation)
    if row["name"] == "ended":
        return Words("receipt", _("Subscription ended: %(plan)s") % {"plan": plan}, pays, "risk")
    if before is None:
        return Words("receipt", _("Subscription began: %(plan)s") % {"plan": plan}, pays)
    was = " · ".join(
        part for part in (before.plan if before.plan != one.plan else "", a_month(before, organisation)) if part
    )
    return Words("receipt", _("Subscription changed: %(plan)s") % {"plan": plan}, f"{was} → {pays}")


def a_month(one: Content, organisation: Organisation) -> str:
    """What it costs a month; a trial costs nothing yet."""
    if one.trial:
        return _("trial")
    amount = None if one.amount is None else from_millionths(one.amount)
    return _("%(money)s a month") % {"money": numbers.money(amount, one.currency or organisation.currency)}


def attribute(row: Row, organisation: Organisation) -> Words:
    field = dimensions.word(row["name"] or "")
    return Words("adjustments", _("%(field)s set") % {"field": field}, row["text"] or _("empty"))


def contact(row: Row, organisation: Organisation) -> Words:
    return Words("user", _("Contact: %(name)s") % {"name": row["text"] or row["ref"]}, role_name(row["category"] or ""))


ROLES = {
    "decision_maker": gettext_lazy("decision maker"), "buyer": gettext_lazy("buyer"),
    "champion": gettext_lazy("champion"), "user": gettext_lazy("user"), "billing": gettext_lazy("billing"),
}  # fmt: skip


def role_name(role: str) -> str:
    return str(ROLES.get(role, ""))


def churn(row: Row, organisation: Organisation) -> Words:
    why = row["category"] or numbers.unknown()
    return Words("logout", _("Reason of leaving: %(reason)s") % {"reason": why}, row["text"] or "", "risk")


def cost(row: Row, organisation: Organisation) -> Words:
    amount = None if row["amount"] is None else Decimal(from_millionths(row["amount"]))
    return Words("coin", str(row["name"]), numbers.money(amount, row["currency"] or organisation.currency))


NOTE_ICONS = {"call": "phone", "meeting": "users", "email": "mail"}


def note(row: Row, organisation: Organisation) -> Words:
    author = json.loads(row["properties"] or "{}").get("author")
    title = note_name(row["name"])
    named = _("%(what)s, by %(author)s") % {"what": title, "author": author} if author else title
    return Words(
        NOTE_ICONS.get(row["name"] or "", "notes"),
        named,
        row["text"] or "",
        "talk" if row["name"] in NOTE_ICONS else "",
    )


def note_name(name: str | None) -> str:
    names = {"call": _("Call"), "meeting": _("Meeting"), "email": _("E-mail")}
    return names.get(name or "", _("Note"))


def milestone(row: Row, organisation: Organisation) -> Words:
    return Words("flag", milestone_name(row["name"] or ""), "", "good")


def milestone_name(name: str) -> str:
    names = {
        "onboarding_started": _("Onboarding started"), "first_value": _("First value reached"),
        "shop_published": _("Shop published"),
    }  # fmt: skip
    return names.get(name, name.replace("_", " ").capitalize())


def judgement(row: Row, organisation: Organisation) -> Words:
    """What we made of the account: the segment as it was called then, in the language of whoever reads."""
    said = json.loads(row["properties"] or "{}")
    if row["name"] in ("flag_raised", "flag_withdrawn"):
        return flag(row, said)
    names = said.get("name") or {}
    name = names.get("fi" if (get_language() or "fi").startswith("fi") else "en") or row["ref"] or numbers.unknown()
    if row["name"] == "segment_entered":
        return Words("chevron-right", _("Came into the segment: %(name)s") % {"name": name})
    if row["name"] == "segment_left":
        return Words("chevron-left", _("Left the segment: %(name)s") % {"name": name})
    return Words("activity", str(row["name"]), row["text"] or "")


def flag(row: Row, said: dict[str, Any]) -> Words:
    """What somebody flagged, or took back."""
    detail = "; ".join(str(part) for part in (row["text"], said.get("author")) if part)
    if row["name"] == "flag_withdrawn":
        return Words("flag", _("Flag withdrawn"), detail)
    if said.get("sort") == "opportunity":
        return Words("flag", _("Flagged an opportunity"), detail, "good")
    return Words("flag", _("Flagged a worry"), detail, "watch")


def channel_name(channel: str | None) -> str:
    return dimensions.value_word("channel", channel or "")


def talk_name(row: Row) -> str:
    """What a two-way contact was."""
    if row["kind"] == "note":
        return note_name(row["name"])
    return _("Asked for help") if row["name"] == "opened" else _("Help answered")


WRITERS = {
    "usage": usage, "ticket": ticket, "answer": answer, "subscription": subscription, "attribute": attribute,
    "contact": contact, "churn": churn, "cost": cost, "note": note, "milestone": milestone,
    "judgement": judgement,
}  # fmt: skip
