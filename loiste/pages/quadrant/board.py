"""The corners with their accounts on the days judged, and those beside the square."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from loiste.judgement.models import Corner, Judged
from loiste.judgement.quadrant import CORNERS, KNOWN, UNKNOWN, Axis, Quadrant, Response
from loiste.organisation.config import Organisation
from loiste.pages.health.words import share
from loiste.pages.numbers import Amount
from loiste.pages.quadrant import words
from loiste.pages.quadrant.words import Name
from loiste.plain.money import from_millionths

WEEKS = 27  # that the trend shows
SLICES = ("tier", "owner", "country")
MOST = 30  # rows of a slice
COLUMNS = "owner,tier,corner,health,mrr,nps,last_contact_on"  # of the lists that counts lead to


@dataclass(frozen=True)
class Field:
    """A corner on a day: accounts, their share of all, their MRR, and of how many that is unknown.

    `response` None beside the square. `start` and `width` place it in a column of 100 units.
    """

    name: Name
    response: Response | None
    accounts: int
    share: Amount
    mrr: Amount
    unknown: int
    address: str
    start: float = 0.0
    width: float = 0.0


@dataclass(frozen=True)
class Day:
    """`fields` by corner, in the order of CORNERS. `version`: of the text that was in force."""

    day: date
    key: str
    version: int
    fields: dict[str, Field]

    @property
    def total(self) -> int:
        return sum(field.accounts for field in self.fields.values())

    @property
    def columns(self) -> list[Field]:
        return list(self.fields.values())

    @property
    def square(self) -> list[tuple[str, list[Field]]]:
        """Rows of the square, good experience above, with good outcomes first."""
        rows = (("good", KNOWN[:2]), ("bad", KNOWN[2:]))
        return [(level, [self.fields[key] for key in keys]) for level, keys in rows]

    @property
    def beside(self) -> list[Field]:
        return [self.fields[key] for key in UNKNOWN if self.fields[key].accounts]


def days(organisation: Organisation, upto: date, text: Quadrant) -> list[Day]:
    """The last judged day of each week, the newest first."""
    rows = Judged.objects.filter(as_of__lte=upto).order_by("-as_of")[: 7 * WEEKS]
    weeks: dict[tuple[int, int], Judged] = {}
    for row in rows:
        if row.quadrant:
            weeks.setdefault(row.as_of.isocalendar()[:2], row)
    names = words.names(text)
    return [day_of(row, names, text, organisation) for row in list(weeks.values())[:WEEKS]]


def day_of(row: Judged, names: Mapping[str, Name], text: Quadrant, organisation: Organisation) -> Day:
    counts = row.quadrant["corners"]
    total = sum(one[0] for one in counts.values())
    fields, start = {}, 0.0
    for key in CORNERS:
        accounts, mrr, unknown = counts.get(key, [0, 0, 0])
        part = accounts / total if total else 0.0
        known = unknown < accounts or not accounts
        worth = Amount(from_millionths(mrr) if known else None, "money", organisation.currency)
        fields[key] = Field(
            names[key], text.response(key), accounts, share(part), worth, unknown, in_list(corner=key),
            start, 100 * part,
        )  # fmt: skip
        start += 100 * part
    return Day(row.as_of, row.quadrant["key"], row.quadrant["version"], fields)


def in_list(**where: str) -> str:
    """The address of the list of the accounts meant."""
    return f"{reverse('accounts')}?{urlencode({**where, 'columns': COLUMNS})}"


def trend(shown: Sequence[Day]) -> list[tuple[Day, float, float]]:
    """The days from the oldest on, each with its place and width of a column in 100 units."""
    width = 100 / max(len(shown), 1)
    return [(day, place * width, width * 0.86) for place, day in enumerate(reversed(shown))]


@dataclass(frozen=True)
class Lacking:
    """An axis that is not known of so many accounts, for a reason."""

    axis: Axis
    accounts: int
    why: str


def lacking(text: Quadrant) -> list[Lacking]:
    """Why axes are not known, each reason with its accounts."""
    axes = {"experience": text.experience, "outcomes": text.outcomes}
    none = {f"{name}_none": Count("pk", filter=Q(**{name: None, f"{name}_coverage": 0})) for name in axes}
    little = {
        f"{name}_little": Count("pk", filter=Q(**{name: None, f"{name}_coverage__gt": 0})) for name in axes
    }  # fmt: skip
    found = there().aggregate(**none, **little)
    return [
        Lacking(axis, found[f"{name}_{kind}"], why(axis))
        for name, axis in axes.items() for kind, why in (("none", words.nothing_known), ("little", words.too_little))
        if found[f"{name}_{kind}"]
    ]  # fmt: skip


def there() -> Any:
    """Accounts that stand somewhere now; counts of them are open to everybody."""
    return Corner.objects.filter(account__merged_into=None, account__archived_at=None)


@dataclass(frozen=True)
class Slice:
    """Accounts with one value of what is sliced by, corner by corner, each count with the list it leads to."""

    name: str
    counts: list[tuple[int, str]]


def slices(by: str) -> list[Slice]:
    """Those with most accounts that are in trouble on both axes first."""
    counts = {key: Count("pk", filter=Q(corner=key)) for key in CORNERS}
    rows = there().annotate(value=F(f"account__{by}")).values("value").annotate(all=Count("pk"), **counts)
    return [slice_of(by, row) for row in rows.order_by(F("neither").desc(), F("all").desc(), "value")[:MOST]]


def slice_of(by: str, row: Mapping[str, Any]) -> Slice:
    value = row["value"] or ""
    return Slice(value, [(row[key], in_list(**{by: value, "corner": key}) if value else "") for key in CORNERS])
