"""An account's place in the quadrant on a day, from what was said: for its page."""

from dataclasses import dataclass
from datetime import date

from loiste.accounts.models import Account
from loiste.judgement.kinds import QUADRANT
from loiste.judgement.models import Cornered
from loiste.judgement.quadrant import Axis, Response
from loiste.judgement.texts import version
from loiste.pages.health.words import points
from loiste.pages.numbers import Amount
from loiste.pages.quadrant import words
from loiste.pages.quadrant.words import Name

FAR_BACK = 400  # rows that are looked at for since when


@dataclass(frozen=True)
class Line:
    """One axis; `why` it is not known, "" where it is. `good_from`: where the axis begins to be good."""

    name: str
    score: Amount
    good_from: Amount
    why: str


@dataclass(frozen=True)
class Place:
    """`since`: the first day in this corner. `response` None where an axis is not known."""

    name: Name
    response: Response | None
    since: date
    lines: list[Line]


def place(account: Account, day: date) -> Place | None:
    """None where the quadrant was not for the account on the day, or nothing was judged by then."""
    rows = list(Cornered.objects.filter(account=account, as_of__lte=day).order_by("-as_of")[:FAR_BACK])
    text = version(QUADRANT, rows[0].quadrant, rows[0].version) if rows and rows[0].corner else None
    if text is None:
        return None
    said, told = rows[0], text.text
    lines = [
        line(told.experience, said.experience, said.experience_coverage),
        line(told.outcomes, said.outcomes, said.outcomes_coverage),
    ]
    return Place(words.names(told)[said.corner], told.response(said.corner), since(rows), lines)


def line(axis: Axis, score: float | None, coverage: float) -> Line:
    why = words.why_unknown(axis, coverage) if score is None else ""
    return Line(str(axis.name), points(score), points(axis.good_from), why)


def since(rows: list[Cornered]) -> date:
    """The first day of the corner that holds, as far as rows were read; the newest comes first."""
    found = rows[0].as_of
    for row in rows:
        if row.corner != rows[0].corner:
            break
        found = row.as_of
    return found
