"""Judging: every account's health as of a day, counted once and kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from loiste.accounts.models import Account
from loiste.judgement import corner_keeping, corners, members, needs, placing, promised, red_parts
from loiste.judgement.by_override import shown
from loiste.judgement.facts import Known, Needs, gather, gather_days
from loiste.judgement.health import Health, judged
from loiste.judgement.keeping import NOTHING, Row, keep, last_judged, paired, summed
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.models import Judged
from loiste.judgement.quadrant import Quadrant
from loiste.judgement.segment import Segment
from loiste.judgement.texts import Model, Text, every, models
from loiste.metrics.by_account import Ask, Ints
from loiste.organisation.config import Organisation

AT_ONCE = 8  # days counted in one pass
MRR = Ask("mrr")  # of every account, for what the bands are worth


@dataclass(frozen=True)
class InForce:
    """The texts that a judging goes by, all of its days alike."""

    models: Sequence[Model]
    segments: Sequence[Text[Segment]]
    quadrant: Text[Quadrant] | None


def accounts() -> Ints:
    """Ids of the rows of all accounts that are no part of another, rising."""
    return np.fromiter(Account.objects.filter(merged_into=None).order_by("id").values_list("id", flat=True), np.int64)


def needed(texts: Sequence[Model]) -> Needs:
    found = Needs()
    for one in texts:
        found |= needs.of_model(one.text)
    return found


def health(
    home: Path, organisation: Organisation, texts: Sequence[Model], *, as_of: date, known_by: datetime | None = None
) -> tuple[Known, list[Health]]:
    """All accounts' health under these models as of a day; `known_by` (UTC, naive): as was known before that moment."""
    known = gather(home, organisation, needed(texts), as_of, accounts(), known_by=known_by)
    return known, judged([one.text for one in texts], known)


def judge(home: Path, organisation: Organisation, *, as_of: date, now: datetime) -> int | None:
    """Judges a day under the models in force and keeps what changed; returns the number of accounts with a score.

    A day that was judged, or that lies before one that was, is left as it stands, and None is returned: what was said
    stays said. `now` is aware.
    """
    said = dict(judge_days(home, organisation, [as_of], now=now))
    return said.get(as_of)


def judge_days(
    home: Path, organisation: Organisation, days: Iterable[date], *, now: datetime
) -> Iterator[tuple[date, int]]:
    """The same of several days, told one by one; those that cannot be judged any more are left out."""
    return ((known.as_of, scored) for known, scored in facts_judged(home, organisation, days, now=now))


def facts_judged(
    home: Path, organisation: Organisation, days: Iterable[date], *, now: datetime, also: Needs | None = None
) -> Iterator[tuple[Known, int]]:
    """The same, with the facts by which each day was judged; what is `also` needed is counted with them."""
    last = last_judged()
    due = sorted(day for day in set(days) if last is None or day > last)
    if not due:
        return
    # Read once: a text that somebody saves meanwhile may ask for facts that were not gathered.
    told = InForce(models(), list(every(SEGMENT).values()), promised.quadrant())
    begun, today = placing.began(home, organisation), organisation.today(now)
    wanted = needed(told.models) | placing.needed() | members.needed(told.segments) | Needs(frozenset([(MRR, 0)]))
    if told.quadrant:
        wanted |= needs.of_quadrant(told.quadrant.text)
    for start in range(0, len(due), AT_ONCE):
        some = due[start : start + AT_ONCE]
        for known in gather_days(home, organisation, wanted | (also or Needs()), some, accounts()):
            yield known, say(home, told, known, begun, now, today=today, last=known.as_of == due[-1])


def say(
    home: Path, told: InForce, known: Known, begun: placing.Begun, now: datetime, *, today: date, last: bool
) -> int:  # fmt: skip
    """Keeps what changed on a day; returns the number of accounts with a score. `last`: no other day follows at once.

    The day is marked as judged last of all, so that one interrupted is judged again.
    """
    rows = dict.fromkeys(known.accounts.tolist(), NOTHING)
    found = judged([one.text for one in told.models], known)
    for model, one in zip(told.models, found, strict=True):
        rows |= rows_of(model, known, one)
    keep(rows, known.as_of, today=today, last=last)
    red_parts.keep(red_parts.red(known, found, told.models), known.as_of)
    placing.place(known, begun, last=last)
    members.keep(home, told.segments, known, as_of=known.as_of, now=now)
    scored = sum(row.score is not None for row in rows.values())
    versions = {model.text.key: model.version for model in told.models}
    mrr = paired(known.accounts, known.metric(MRR.metric))
    bands = summed(bands_shown(rows, known.as_of), mrr)
    Judged.objects.create(
        as_of=known.as_of, at=now, versions=versions, accounts=scored, bands=bands,
        quadrant=laid_out(told.quadrant, known, mrr),
    )  # fmt: skip
    return scored


def bands_shown(rows: Mapping[int, Row], as_of: date) -> dict[int, str]:
    """The bands that people see: those of overrides among them."""
    seen = shown({key: (row.score, row.band, row.model, row.version) for key, row in rows.items()}, as_of)
    return {key: seen[key][1] for key in rows}


def laid_out(quadrant: Text[Quadrant] | None, known: Known, mrr: Mapping[int, float]) -> dict[str, Any]:
    """Keeps where each account stands in the quadrant; returns what it adds up to."""
    if quadrant is None:
        corner_keeping.keep(dict.fromkeys(known.accounts.tolist(), corners.NOTHING), known.as_of)
        return {}
    rows = corners.judged(quadrant.text, quadrant.version, known)
    corner_keeping.keep(rows, known.as_of)
    counts = summed({account: row.corner for account, row in rows.items() if row.corner}, mrr)
    return {"key": quadrant.text.key, "version": quadrant.version, "corners": counts}


def catch_up(home: Path, organisation: Organisation, *, as_of: date, now: datetime) -> None:
    """Counts members by the segments' texts that nobody was counted by yet, so that lists need not wait for judging."""
    before = members.versions()
    lacking = [one for one in every(SEGMENT).values() if before.get(one.text.key) != one.version]
    if not lacking:
        return
    known = gather(home, organisation, members.needed(lacking), as_of, accounts())
    members.keep(home, lacking, known, as_of=as_of, now=now)


def rows_of(model: Model, known: Known, one: Health) -> dict[int, Row]:
    """Rows of the accounts that a model holds for."""
    return {
        account: Row(None if np.isnan(score) else score, band or "", coverage, model.text.key, model.version)
        for account, score, band, coverage in zip(
            known.accounts[one.places].tolist(), one.scored.score.tolist(), one.bands.tolist(),
            one.scored.coverage.tolist(), strict=True,
        )
    }  # fmt: skip
