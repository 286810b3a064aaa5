"""An account's use week by week, beside the same weeks a year before."""

from dataclasses import dataclass
from datetime import date, timedelta

from loiste.accounts.one.moments import monday
from loiste.accounts.one.own import Own, signals

WEEKS = 52
COUNTED = """
    select date_trunc('week', day)::date as week, count(*) as events from ({own}) group by date_trunc('week', day)"""
PEOPLE = """
    select count(distinct contact_ref) filter (where day >= ?) as now,
           count(distinct contact_ref) filter (where day < ?) as before from ({own})"""


@dataclass(frozen=True)
class Week:
    """Use in the week that begins on `monday`, and in the week 52 weeks before; None = nothing was recorded yet."""

    monday: date
    events: int | None
    before: int | None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def weeks(own: Own, day: date, *, count: int = WEEKS) -> list[Week]:
    """The last whole weeks up to the day, oldest first. Empty when the account's use was never recorded.

    A week is unknown before the account's first use, and after the last day of which anybody's use is stored.
    """
    stored = own.reading.last_day("usage")
    if stored is None:
        return []
    last = monday(day + timedelta(days=1)) - timedelta(days=7)
    first = last - timedelta(weeks=2 * count - 1)
    sql, values = signals(own, "usage", "day", first, last + timedelta(days=6))
    counted = {row["week"]: row["events"] for row in own.reading.fetch(COUNTED.format(own=sql), values)}
    if not counted:
        return []
    begun = first if min(counted) == first or used_before(own, first) else min(counted)
    known = {week: counted.get(week, 0) for week in mondays(max(begun, first), min(last, monday(stored)))}
    shown = mondays(last - timedelta(weeks=count - 1), last)
    return [Week(week, known.get(week), known.get(week - timedelta(weeks=count))) for week in shown]


def mondays(first: date, last: date) -> list[date]:
    return [first + timedelta(weeks=n) for n in range(max((last - first).days // 7 + 1, 0))]


def used_before(own: Own, day: date) -> bool:
    sql, values = signals(own, "usage", "day", date(1900, 1, 1), day - timedelta(days=1))
    return bool(own.reading.fetch(f"select 1 as there from ({sql}) limit 1", values))


def people(own: Own, last: date, *, days: int = 28) -> tuple[int, int]:
    """How many different people used something in the `days` up to `last`, and in as many days before them."""
    middle = last - timedelta(days=days - 1)
    sql, values = signals(own, "usage", "contact_ref, day", middle - timedelta(days=days), last)
    row = own.reading.fetch(PEOPLE.format(own=sql), [middle, middle, *values])[0]
    return row["now"], row["before"]
