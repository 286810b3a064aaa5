"""Which renewals are asked for, in which order, and what they add up to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from loiste.judgement.renewal_rows import Says
from loiste.judgement.renewal_terms import Term
from loiste.judgement.renewals import Line

SAYS = (*Says.values, "none")  # none: nobody has called it
BANDS = ("red", "yellow", "green", "none")
NOTICES = ("open", "over", "unknown", "ends")
SORTS: dict[str, Callable[[Line], object]] = {
    "notice": lambda one: one.term.due,
    "name": lambda one: one.who.name.casefold(),
    "owner": lambda one: one.who.owner.casefold() or None,
    "mrr": lambda one: one.term.worth,
    "score": lambda one: one.score,
    "contact": lambda one: one.contact_on,
}
GROUPS = ("month", "owner", "tier", "call")
OVER = "over"  # the group of those whose last day of notice lies behind


@dataclass(frozen=True)
class Wanted:
    """Empty = whichever. `owner` and `tier` "-": those without. `month`: YYYY-MM of the day by which it is listed.

    `notice`: open, over (the last day has passed), unknown, or ends (an end was stated). - before `sort` reverses it.
    """

    owner: str = ""
    tier: str = ""
    band: str = ""
    call: str = ""
    notice: str = ""
    month: str = ""
    sort: str = "notice"


@dataclass(frozen=True)
class Sum:
    """Renewals of one group: how many, what they pay a month by what was called of them (millionths of the
    organisation's currency), of how many that is not known, and what the calls expect to be paid a month afterwards.
    """

    key: str
    count: int
    worth: dict[str, int]
    counts: dict[str, int]
    lacking: int
    expected: int

    @property
    def all(self) -> int:
        return sum(self.worth.values())


def notice(line: Line, day: date) -> str:
    return notice_of(line.term, day)


def notice_of(term: Term, day: date) -> str:
    """How its notice stands on the day: a word of NOTICES."""
    if term.ends:
        return "ends"
    if term.notice_on is None:
        return "unknown"
    return "over" if term.notice_on < day else "open"


def month(line: Line, day: date) -> str:
    """YYYY-MM of the day by which it is listed; OVER where that lies behind."""
    due = line.term.due
    return OVER if due < day else f"{due.year}-{due.month:02d}"


OWN: dict[str, Callable[[Line, date], str]] = {
    "owner": lambda one, _day: one.who.owner or "-", "tier": lambda one, _day: one.who.tier or "-",
    "band": lambda one, _day: one.band or "none", "call": lambda one, _day: one.says or "none",
    "notice": notice, "month": month,
}  # fmt: skip


def asked(lines: Iterable[Line], wanted: Wanted, day: date) -> list[Line]:
    """In the order asked for, those of which it is not known last; equals, and `notice`, as the lines come."""
    filters = [(OWN[name], value) for name in OWN if (value := getattr(wanted, name))]
    found = [one for one in lines if all(own(one, day) == value for own, value in filters)]
    if wanted.sort == "notice":
        return found
    by = SORTS[wanted.sort.removeprefix("-")]
    known = sorted((one for one in found if by(one) is not None), key=by, reverse=wanted.sort.startswith("-"))  # type: ignore[arg-type]
    return known + [one for one in found if by(one) is None]


def sums(lines: Sequence[Line], by: str, day: date) -> list[Sum]:
    """By month (in their order), owner or tier (the most first), or by call (in the order of SAYS)."""
    keys: dict[str, Callable[[Line], str]] = {
        "month": lambda one: month(one, day), "owner": lambda one: one.who.owner,
        "tier": lambda one: one.who.tier, "call": lambda one: one.says or "none",
    }  # fmt: skip
    groups: dict[str, list[Line]] = {}
    for one in lines:
        groups.setdefault(keys[by](one), []).append(one)
    found = [added(key, some) for key, some in groups.items()]
    if by == "call":
        return sorted(found, key=lambda one: SAYS.index(one.key))
    if by == "month":
        return sorted(found, key=lambda one: (one.key != OVER, one.key))
    return sorted(found, key=lambda one: (-one.all, one.key))


def added(key: str, some: Sequence[Line]) -> Sum:
    worth, counts = dict.fromkeys(SAYS, 0), dict.fromkeys(SAYS, 0)
    for one in some:
        counts[one.says or "none"] += 1
        worth[one.says or "none"] += one.term.worth or 0
    lacking, expected = sum(one.term.worth is None for one in some), sum(one.expected or 0 for one in some)
    return Sum(key, len(some), worth, counts, lacking, expected)
