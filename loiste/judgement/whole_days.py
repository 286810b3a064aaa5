"""Judging days whole: health, places, members of segments, and alerts, by facts that are counted once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from loiste.accounts.models import Account
from loiste.judgement.judge import facts_judged
from loiste.judgement.judge_alerts import judge_alerts, judge_known, read_by, rules_on
from loiste.judgement.keeping import last_judged
from loiste.judgement.models import AlertDay
from loiste.organisation.config import Organisation


@dataclass(frozen=True)
class Whole:
    """A day: accounts with a score, None where health was judged before, and the lines of the alert rules judged."""

    as_of: date
    scored: int | None
    alerts: list[AlertDay]


def judge_whole(home: Path, organisation: Organisation, days: Iterable[date], *, now: datetime) -> Iterator[Whole]:
    """Judges what is not judged yet of each day, the earliest first. `now` is aware.

    Of a day whose health was judged, or that lies before one, alerts only, so far as none was judged after it.
    """
    last, every = last_judged(), sorted(set(days))
    for day in every:
        if last is not None and day <= last:
            yield Whole(day, None, judge_alerts(home, organisation, as_of=day, now=now))
    rules = rules_on()
    for known, scored in facts_judged(home, organisation, every, now=now, also=read_by(rules)):
        yield Whole(known.as_of, scored, judge_known(home, organisation, rules, known, now))


def is_due(day: date) -> bool:
    """Whether there is somebody to judge, and the day was not judged or cut off before its alerts; no later one was."""
    last = last_judged()
    if last is not None and last >= day:
        return last == day and bool(rules_on()) and not AlertDay.objects.filter(as_of__gte=day).exists()
    return Account.objects.exists()
