"""Metrics account by account: arrays that judgement is made of, one value per account, NaN = unknown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from loiste.metrics import moments
from loiste.metrics.begun import first_known
from loiste.metrics.narrow import Narrow
from loiste.metrics.registry import Metric, metrics
from loiste.metrics.session import Session, open_session
from loiste.organisation.config import Organisation

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ask:
    """A metric, with a window of its own in `days` or that of the settings."""

    metric: str
    days: int | None = None


def windowed(metric: Metric) -> str | None:
    """The setting that holds the metric's window; None when it has none of its own."""
    return next((name for name in metric.settings if name.endswith("_days")), None)


def askable() -> list[Metric]:
    """The metrics that have a value for each account."""
    return [one for one in metrics().values() if one.level == "account" and one.shape != "derived"]


def values(
    home: Path, organisation: Organisation, asks: Iterable[Ask], days: Iterable[date], accounts: Ints, *,
    known_by: datetime | None = None, narrow: Narrow | None = None,
) -> dict[tuple[Ask, date], Floats]:  # fmt: skip
    """Each asked metric on each day, for `accounts` (ids of rows, rising). Money in major units.

    A sum to which an account adds nothing is 0 when the account had been heard of by then, else unknown.
    `known_by` (UTC, naive): counted without what became known at that moment or later. `narrow`: `accounts` are that
    one account only, so that the signals of others need not be read.
    """
    every = sorted(set(days))
    found: dict[tuple[Ask, date], Floats] = {}
    for window, some, near in passes(dict.fromkeys(asks), narrow):
        texts = [metrics()[ask.metric].query for ask in some] + [metrics()[ask.metric].since for ask in some]
        adapted = with_window(organisation, [metrics()[ask.metric] for ask in some], window)
        needed = [*texts, moments.NEEDED]
        session = open_session(home, adapted, every, needed, known_by=known_by, narrow=near)
        since = moments.first_signals(session, every[-1]) if every else {}
        heard = {day: among(accounts, (one for one, first in since.items() if first <= day)) for day in every}
        for ask in some:
            clock = near.clock if near else "known_at"
            summed = metrics()[ask.metric].shape == "sum"
            first = first_known(home, session, metrics()[ask.metric], known_by, clock) if summed else None
            found |= {(ask, day): value for day, value in counted(session, ask, accounts, heard, first).items()}
        session.close()
    return found


def passes(asks: Iterable[Ask], narrow: Narrow | None) -> Iterator[tuple[int | None, list[Ask], Narrow | None]]:
    """What is counted in one session: asks of one window, and those apart that look at other accounts, too."""
    found: dict[tuple[int | None, bool], list[Ask]] = {}
    for ask in asks:
        found.setdefault((ask.days, metrics()[ask.metric].looks_at_others), []).append(ask)
    for (window, others), some in sorted(found.items(), key=lambda one: (one[0][0] or 0, one[0][1])):
        yield window, some, narrow.whole() if others and narrow else narrow


def with_window(organisation: Organisation, wanted: list[Metric], days: int | None) -> Organisation:
    """The organisation with the windows of these metrics set to `days`."""
    if days is None:
        return organisation
    windows = {windowed(one): days for one in wanted}
    settings = organisation.settings.model_copy(update={name: days for name, days in windows.items() if name})
    return organisation.model_copy(update={"settings": settings})


def among(accounts: Ints, named: Iterable[int]) -> npt.NDArray[np.bool_]:
    return np.isin(accounts, np.fromiter(named, dtype=np.int64))


def counted(
    session: Session, ask: Ask, accounts: Ints, heard: dict[date, npt.NDArray[np.bool_]], first: date | None
) -> dict[date, Floats]:
    """One metric on every day of the session. `first`: the day from which a sum is 0 rather than unknown."""
    metric = metrics()[ask.metric]
    found = {
        day: np.where(heard[day], 0.0, np.nan) if first and first <= day else np.full(len(accounts), np.nan)
        for day in session.days
    }
    rows = session.connection.execute(
        f"select as_of, account, {worth(metric)} as worth from ({metric.query}) q where account is not null "
        "group by as_of, account"
    ).fetchnumpy()
    days = rows["as_of"].astype("datetime64[D]")
    for day in session.days:
        own = days == np.datetime64(day)
        ids, worths = rows["account"][own], np.ma.filled(rows["worth"][own].astype(np.float64), np.nan)
        there = np.isin(ids, accounts)
        found[day][np.searchsorted(accounts, ids[there])] = worths[there]
    return found


def worth(metric: Metric) -> str:
    """SQL of an account's value: null where a part is unknown or the denominator is 0."""
    if metric.shape == "sum":
        scale = 1e-6 if metric.unit == "money" else 1.0
        return f"case when bool_or(value is null) then null else sum(value)::double * {scale} end"
    if metric.shape == "ratio":
        one = 1e-6 if metric.unit == "money" and metric.sides != "money" else 1.0  # of money in millionths a head
        scale = 100.0 if metric.unit == "points" else one
        return (
            "case when bool_or(numerator is null or denominator is null) then null "
            f"else {scale} * sum(numerator)::double / nullif(sum(denominator), 0)::double end"
        )
    return f"{'median' if metric.shape == 'median' else 'avg'}(observation)::double"
