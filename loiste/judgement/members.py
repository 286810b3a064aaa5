"""Who is in which segment from which day on: kept when a day is judged, and never said otherwise afterwards."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from loiste.judgement import moves, needs
from loiste.judgement.facts import Known, Needs
from loiste.judgement.models import Counted, Membership
from loiste.judgement.segment import Segment
from loiste.judgement.texts import Text

PORTION = 5_000  # rows a transaction, so that others who write need not wait long


def needed(texts: Iterable[Text[Segment]]) -> Needs:
    """What it takes to answer the segments that are on."""
    found = Needs()
    for one in texts:
        if one.text.on:
            found |= needs.of_rule(one.text.rule) | Needs(segments={one.text.key: one.text.rule})
    return found


def keep(home: Path, texts: Iterable[Text[Segment]], known: Known, *, as_of: date, now: datetime) -> None:
    """Keeps who came into the segments and who left them, as of a day; `known` answers those that are on.

    What was kept of that day or a later one stays, so that a day whose judging was cut off can be judged again. Of
    movements that are the accounts' own their timelines are told.
    """
    texts = list(texts)
    before = versions()
    for one in texts:
        move(one, ids(one, known), as_of, by_rule=before.get(one.text.key) != one.version)
    moves.tell(home, {one.text.key: one for one in texts}, as_of=as_of, now=now)
    fresh = [one for one in texts if before.get(one.text.key) != one.version]
    Counted.objects.bulk_create(
        [Counted(segment=one.text.key, version=one.version, as_of=as_of, at=now) for one in fresh],
        ignore_conflicts=True,
    )


def ids(one: Text[Segment], known: Known) -> set[int]:
    """Rows of the accounts in the segment; none when it is off."""
    return set(known.accounts[known.segments[one.text.key].yes].tolist()) if one.text.on else set()


def versions() -> dict[str, int]:
    """The version by which members of each segment were counted last."""
    return dict(Counted.objects.order_by("as_of", "version").values_list("segment", "version"))


def move(one: Text[Segment], inside: set[int], as_of: date, *, by_rule: bool) -> None:
    """Ends the memberships of those who are not inside any more, and begins those of who are now.

    A text that is changed again on the same day takes back what it did on it: what it began ends on the day that it
    began, and holds on none; what it ended goes on.
    """
    at_hand = Membership.objects.filter(Q(to_day=None) | Q(to_day__gte=as_of), segment=one.text.key)
    rows = list(at_hand.values_list("account_id", "pk", "from_day", "to_day", "by_rule_out"))
    latest = as_of if by_rule else as_of - timedelta(days=1)
    held = {account: pk for account, pk, start, end, _ in rows if end is None and start <= latest}
    ended = {account: pk for account, pk, _, end, out in rows if by_rule and out and end == as_of}
    said = {account for account, *_ in rows}
    leave([pk for account, pk in held.items() if account not in inside], as_of, by_rule=by_rule)
    go_on([pk for account, pk in ended.items() if account in inside])
    enter(one, sorted(inside - said), as_of, by_rule=by_rule)


def go_on(rows: list[int]) -> None:
    for some in portions(rows):
        Membership.objects.filter(pk__in=some).update(to_day=None, by_rule_out=False)


def leave(rows: list[int], as_of: date, *, by_rule: bool) -> None:
    for some in portions(rows):
        Membership.objects.filter(pk__in=some).update(to_day=as_of, by_rule_out=by_rule)


def enter(one: Text[Segment], accounts: list[int], as_of: date, *, by_rule: bool) -> None:
    for some in portions(accounts):
        rows = [
            Membership(
                account_id=account, segment=one.text.key, version=one.version, from_day=as_of, by_rule_in=by_rule
            )
            for account in some
        ]  # fmt: skip
        with transaction.atomic():
            Membership.objects.bulk_create(rows, batch_size=500)


def portions(rows: list[int]) -> Iterable[list[int]]:
    return (rows[start : start + PORTION] for start in range(0, len(rows), PORTION))


def holding(day: date) -> Q:
    """Memberships that hold on a day."""
    return Q(from_day__lte=day) & (Q(to_day=None) | Q(to_day__gt=day))
