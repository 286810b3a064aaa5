"""Two references of a sender that are one person."""

from collections.abc import Iterable
from datetime import datetime

from loiste.accounts.matching import CONTACT, Seen, person, replace, wait
from loiste.accounts.models import ContactIdentity, Rule, Unmatched

MOST_STEPS = 100


def join(source: str, pairs: Iterable[tuple[str, str]], now: datetime) -> None:
    """For each (earlier, later) reference: the earlier one means whom the later one means.

    Where only the earlier one is a known contact, the later one follows it instead. A pair that would lead in a circle
    says nothing new.
    """
    for earlier, later in pairs:
        rows = {row.ref: row for row in ContactIdentity.objects.filter(source=source, ref__in=(earlier, later))}
        first, second = rows.get(earlier), rows.get(later)
        if first and first.contact_id and not (second and second.contact_id):
            earlier, later, first = later, earlier, second
        by_hand = first and first.rule == Rule.HAND
        if earlier == later or (first and first.contact_id) or by_hand or leads_to(source, later, earlier):
            continue
        leads = {"account_ref": first.account_ref} if first else {}
        replace([person(source, earlier, Rule.ALIAS, now, alias_of=later, **leads)])
        hand_over(source, earlier, later, now)


def hand_over(source: str, earlier: str, later: str, now: datetime) -> None:
    """What waits for the earlier reference waits for the later one, unless that is known."""
    waiting = Unmatched.objects.filter(source=source, what=CONTACT, ref=earlier).first()
    if waiting is not None:
        if not ContactIdentity.objects.filter(source=source, ref=later).exists():
            wait(source, CONTACT, [Seen(later, waiting.signals, waiting.said)], now)
        waiting.delete()


def leads_to(source: str, start: str, end: str) -> bool:
    """Whether following aliases from `start` arrives at `end`."""
    for _step in range(MOST_STEPS):
        if start == end:
            return True
        row = ContactIdentity.objects.filter(source=source, ref=start).exclude(alias_of="").first()
        if row is None:
            return False
        start = row.alias_of
    return False
