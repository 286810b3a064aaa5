"""Renewals as JSON: what the command and the API answer."""

from datetime import date
from typing import Any

from loiste.judgement.models import RenewalCall
from loiste.judgement.obstacles import Obstacles
from loiste.judgement.renewal_wanted import notice
from loiste.judgement.renewals import Line
from loiste.plain.money import from_millionths


def told(one: Line, ways: Obstacles, day: date) -> dict[str, Any]:
    """Amounts in major units, as decimals in text; None = unknown. Words of keys are not translated."""
    term = one.term
    return {
        "account": one.who.ref, "id": one.who.public_id, "name": one.who.name, "owner": one.who.owner or None,
        "tier": one.who.tier or None, "notice": notice(one, day), "notice_on": iso(term.notice_on),
        "term_ends_on": term.about.isoformat(), "renews_by_itself": False if term.ends else term.by_itself,
        "mrr": words(term.amount), "currency": term.currency,
        "score": None if one.score is None else round(one.score), "band": one.band or None,
        "last_contact_on": iso(one.contact_on), "alerts": ways.alerts, "red": [part.key for part in ways.parts],
        "call": one.call and called(one.call),
    }  # fmt: skip


def called(call: RenewalCall) -> dict[str, Any]:
    return {
        "id": call.public_id, "says": call.says, "amount": words(call.amount), "currency": call.currency,
        "on": iso(call.on), "next_step": call.next_step, "by": call.by.name if call.by else None,
        "at": call.at.isoformat(),
    }  # fmt: skip


def words(millionths: int | None) -> str | None:
    return None if millionths is None else f"{from_millionths(millionths).normalize():f}"


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
