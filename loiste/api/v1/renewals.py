"""Renewals: what comes to its end in the months ahead, and what was called of it."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import Field

from loiste.api.v1 import cursors, here
from loiste.api.v1.accounts import SIZE, Cursor, Limit, Short
from loiste.api.v1.keys import needs
from loiste.api.v1.problems import Wrong
from loiste.judgement.obstacles import obstacles
from loiste.judgement.renewal_told import told, words
from loiste.judgement.renewal_wanted import Wanted, asked
from loiste.judgement.renewals import MONTHS, MOST_MONTHS, look

router = Router(tags=["renewals"])
Day = Annotated[date | None, Field(ge=date(1970, 1, 1), le=date(2200, 1, 1))]
Months = Annotated[int, Field(ge=1, le=MOST_MONTHS)]


@router.get(
    "", response=dict[str, Any], operation_id="list_renewals",
    summary=gettext_noop("List renewals"),
    description=gettext_noop(
        "By the last day of notice, in so many months from the day asked on, with what was known and called by then."
    ),
)  # fmt: skip
def listed(
    request: HttpRequest, as_of: Day = None, months: Months = MONTHS, owner: Short = "", cursor: Cursor = "",
    limit: Limit = SIZE,
) -> Any:  # fmt: skip
    by, ours = needs(request, "read"), here.organisation()
    today = ours.today(here.now())
    day = as_of or today
    if day > today:
        raise Wrong(422, "day_ahead", "as_of is today or a day before it")
    place = cursors.read(cursor, int)
    start = max(0, place[0]) if place else 0
    found = look(here.home(), ours, by=by, day=day, today=today, months=months)
    lines = asked(found.lines, Wanted(owner=owner), day)
    shown = lines[start : start + limit]
    ways = obstacles([one.who.pk for one in shown], day)
    following = start + limit if start + limit < len(lines) else None
    return {
        "as_of": day.isoformat(), "items": [told(one, ways[one.who.pk], day) for one in shown],
        "open_ended": found.open_ended, "open_ended_mrr": words(found.open_worth),
        "next": cursors.written(None if following is None else [following]),
    }  # fmt: skip
