"""The days that metrics look at, as small tables: which days are inside each window, and where MRR is asked."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from loiste.organisation.config import Settings
from loiste.plain.days import is_month_end, months_back, opening, year_before
from loiste.plain.finnish_days import kind_of

READS_NEAR = {"recent_usage", "person_use"}
YEAR = 364  # 52 whole weeks, so that weekdays match
EARLIER = 3  # usual use is learned from so many windows before the one asked
Span = tuple[date, date]  # the first and the last day


def back(as_of: date, count: int, *, skip: int = 0) -> Span:
    """The `count` days up to `as_of`, itself included, moved `skip` days into the past."""
    return (as_of - timedelta(days=skip + count - 1), as_of - timedelta(days=skip))


def month_so_far(as_of: date, *, before: int = 0) -> Span:
    """The days of the month up to `as_of`, and `before` days in front of it."""
    return back(as_of, as_of.day + before)


def days_inside(days: list[date], inside: Callable[[date], Span]) -> pa.Table:
    """One row (as_of, day) for each day of each window."""
    spans = np.array([inside(day) for day in days], "datetime64[D]").reshape(-1, 2)
    lengths = (spans[:, 1] - spans[:, 0]).astype(int) + 1
    behind = np.arange(lengths.sum()) - np.repeat(lengths.cumsum() - lengths, lengths)
    as_of = np.repeat(np.array(days, "datetime64[D]"), lengths)
    return pa.table({"as_of": pa.array(as_of), "day": pa.array(np.repeat(spans[:, 0], lengths) + behind)})


def rules(settings: Settings) -> dict[str, Callable[[date], Span]]:
    """Every window table by name, and which days are inside."""
    return {
        "in_month": month_so_far,
        "in_month_and_before": lambda day: month_so_far(day, before=settings.repeat_days),
        "in_use_days": lambda day: back(day, settings.use_days),
        # What use is held against: thrice as long before it, and both again 52 whole weeks earlier.
        "in_use_before": lambda day: back(day, EARLIER * settings.use_days, skip=settings.use_days),
        "in_use_last_year": lambda day: back(day, settings.use_days, skip=YEAR),
        "in_use_before_last_year": lambda day: back(day, EARLIER * settings.use_days, skip=YEAR + settings.use_days),
        "in_support_days": lambda day: back(day, settings.support_days),
        "in_feature_days": lambda day: back(day, settings.feature_days),
        "in_answer_days": lambda day: back(day, settings.answer_days),
        "in_onboarding_days": lambda day: back(day, settings.onboarding_days),
        "in_people_days": lambda day: back(day, settings.people_days),
        "in_growth_days": lambda day: back(day, settings.growth_days),
        "in_growth_days_before": lambda day: back(day, settings.growth_days, skip=YEAR),
    }


def windows(days: list[date], settings: Settings, texts: Iterable[str]) -> dict[str, pa.Table]:
    """The window tables that query texts name, `usage_days(day)`: all days of those asked together with usage, and what
    kind of day in the year each of them is, as `calendar`."""
    named = [set(text.split()) for text in texts]
    wanted = set().union(*named)
    found = {name: days_inside(days, rule) for name, rule in rules(settings).items() if name in wanted}
    near = {name for words in named if READS_NEAR & words for name in found.keys() & words}
    every = pa.chunked_array([chunk for name in near for chunk in found[name]["day"].chunks], pa.date32())
    near_days = every.unique()
    return found | {"usage_days": pa.table({"day": near_days}), "calendar": calendar(near_days.to_pylist())}


def calendar(days: Iterable[date]) -> pa.Table:
    """A row (day, weekday, part, ordinary) for each of the days; `weekday` is the one whose use is expected."""
    every = sorted(set(days))
    kinds = [kind_of(day) for day in every]
    return pa.table(
        {
            "day": pa.array(every, pa.date32()),
            "weekday": pa.array([one.like for one in kinds], pa.int32()),
            "part": pa.array([one.part for one in kinds], pa.float64()),
            "ordinary": pa.array([one.ordinary for one in kinds], pa.bool_()),
        }
    )


def days_table(days: list[date]) -> pa.Table:
    return pa.table(
        {
            "as_of": pa.array(days, pa.date32()),
            "opening": pa.array([opening(day) for day in days], pa.date32()),
            "year_before": pa.array([year_before(day) for day in days], pa.date32()),
        }
    )


def year_points(days: list[date]) -> pa.Table:
    """For each day: itself and the 11 month ends before it (half "now"), and the 12 before those ("before")."""
    rows = []
    for as_of in days:
        points = months_back(as_of, 24)
        rows += [(as_of, point, "now" if n < 12 else "before", points[-1]) for n, point in enumerate(points)]
    names = ("as_of", "point", "half", "first_point")
    types = (pa.date32(), pa.date32(), pa.string(), pa.date32())
    return pa.table({n: pa.array([r[i] for r in rows], types[i]) for i, n in enumerate(names)})


def points_table(days: list[date], *, whole_years: bool) -> pa.Table:
    """Every day on which MRR is asked, and the month end whose rate it counts at."""
    asked = {point for day in days for point in (day, opening(day), year_before(day))}
    if whole_years:
        asked |= {point for day in days for point in months_back(day, 24)}
    every = sorted(asked)
    return pa.table(
        {
            "day": pa.array(every, pa.date32()),
            "rate_day": pa.array([day if is_month_end(day) else opening(day) for day in every], pa.date32()),
        }
    )
