"""What alert rules look at: metrics, attributes and segments, and the account's health as it was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from django.db.models import Max

from loiste.judgement import needs
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.facts import Known, Needs, gather
from loiste.judgement.models import Score
from loiste.judgement.newest import newest
from loiste.judgement.rules import Texts
from loiste.judgement.shapes import Floats
from loiste.metrics.by_account import Ask, Ints
from loiste.organisation.config import Organisation
from loiste.timeline import engine

BAND, BEFORE, POINTS = "health.band", "health.band_before", "health.score"
REMEMBERED = 90  # days for which the band before is known


@dataclass(frozen=True)
class Said:
    """Of each account: its band, the last other one that it had, and its score. None and NaN where nothing is said."""

    bands: Texts
    before: Texts
    scores: Floats


def needed(rules: Iterable[AlertRule]) -> Needs:
    """All that the rules read, and the metrics shown beside them."""
    found = Needs()
    for one in rules:
        beside = Needs(asks=frozenset((Ask(metric), 0) for metric in one.evidence))
        found |= needs.of_rule(one.applies) | needs.of_rule(one.rule) | beside
    return found


def known_for(
    home: Path, organisation: Organisation, wanted: Needs, as_of: date, accounts: Ints, said: Said, *,
    known_by: datetime | None = None,
) -> Known:  # fmt: skip
    """The facts as of a day, health among them."""
    return with_health(gather(home, organisation, wanted, as_of, accounts, known_by=known_by), said)


def with_health(known: Known, said: Said) -> Known:
    """Adds what was said of the accounts' health to the facts; `said` stands in their order."""
    scores = np.array([None if np.isnan(one) else f"{one:g}" for one in said.scores] or [], dtype=object)
    known.texts |= {(BAND, 0): said.bands, (BEFORE, 0): said.before, (POINTS, 0): scores}
    return known


def stored(accounts: Ints, as_of: date) -> Said:
    """What the stored scores say as of a day; two questions for all accounts."""
    places = {account: place for place, account in enumerate(accounts.tolist())}
    said = unsaid(len(accounts))
    for account, (_day, band, score) in newest(Score, as_of, ("band", "score")).items():
        if account in places:
            said.bands[places[account]] = band or None
            said.scores[places[account]] = np.nan if score is None else score
    recall(said, places, as_of)
    return said


def unsaid(size: int) -> Said:
    return Said(np.full(size, None, dtype=object), np.full(size, None, dtype=object), np.full(size, np.nan))


def recall(said: Said, places: dict[int, int], as_of: date) -> None:
    """Fills in the newest band other than the one that holds."""
    recent = Score.objects.filter(as_of__lte=as_of, as_of__gt=as_of - timedelta(days=REMEMBERED)).exclude(band="")
    last = recent.values("account", "band").annotate(day=Max("as_of")).order_by("day")
    for account, band in last.values_list("account", "band").iterator():  # the newest comes last and stays
        place = places.get(account)
        if place is not None and band != said.bands[place]:
            said.before[place] = band


def newest_days(
    home: Path, kinds: Sequence[str], as_of: date, *, known_by: datetime | None = None
) -> dict[str, date | None]:  # fmt: skip
    """By kind of signal the newest day, up to the day asked, on which one happened."""
    if not kinds:
        return {}
    connection = engine.reader(home, known_by)
    select = "select max(day) from signals_{kind} where day <= date '{day}'"
    return {kind: connection.execute(select.format(kind=kind, day=as_of)).fetchall()[0][0] for kind in kinds}


def waits_for(rule: AlertRule, newest: Mapping[str, date | None], as_of: date) -> str:
    """The kinds of signals for want of which the rule is paused; empty when it is not."""
    limit = as_of - timedelta(days=rule.stale_days)
    fresh = [kind for kind in rule.needs if (day := newest[kind]) is not None and day > limit]
    return ", ".join(rule.needs) if rule.needs and not fresh else ""
