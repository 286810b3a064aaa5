"""Comings and goings of a segment, month by month, as they were kept."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth

from loiste.judgement.models import Membership


@dataclass(frozen=True)
class Month:
    """`came` and `left` of themselves; `by_rule`: how many more (or fewer) since the text was changed."""

    last: date
    came: int
    left: int
    by_rule: int
    members: int  # at the end


def months(segment: str, today: date, count: int = 12) -> list[Month]:
    """The newest month first, back to the one in which members were counted first; the newest ends today."""
    came, left = moved(segment, "from_day", "by_rule_in"), moved(segment, "to_day", "by_rule_out")
    if not came:
        return []
    found, members, month = [], 0, min(month for month, _ in came)
    while month <= today:
        begun, ended = (came[month, False], came[month, True]), (left[month, False], left[month, True])
        members += sum(begun) - sum(ended)
        after = following(month)
        last = min(today, after - timedelta(days=1))
        found.append(Month(last, begun[0], ended[0], begun[1] - ended[1], members))
        month = after
    return found[::-1][:count]


def moved(segment: str, day: str, by_rule: str) -> Counter[tuple[date, bool]]:
    """How many rows begin, or end, in each month, by whether the text did it."""
    rows = Membership.objects.filter(segment=segment, **{f"{day}__isnull": False})
    counted = rows.annotate(month=TruncMonth(day)).values_list("month", by_rule).annotate(all=Count("id")).order_by()
    return Counter({(month, rule): count for month, rule, count in counted})


def following(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
