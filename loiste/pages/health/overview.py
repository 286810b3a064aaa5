"""Health over all accounts: how many stand where, how that has moved, and whose health moved most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from loiste.judgement.models import Health, Judged
from loiste.organisation.config import Organisation
from loiste.pages.dimensions import word
from loiste.pages.health.words import Band, band, points, share
from loiste.pages.numbers import Amount
from loiste.plain.money import from_millionths

ORDER = ("red", "yellow", "green")
NONE = ""  # the band of accounts without a score
WEEKS = 27  # days judged that the trend shows
SLICES = ("tier", "owner", "country")
MOST = 30  # rows of a slice
COVERED = ((0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01))


@dataclass(frozen=True)
class Part:
    """A band on a day: accounts, their share of those with a score, their MRR, and for how many that is unknown.

    `start` and `width` place it in a bar of 100 units.
    """

    key: str
    band: Band | None
    accounts: int
    share: Amount
    mrr: Amount
    unknown: int
    address: str
    start: float
    width: float


@dataclass(frozen=True)
class Day:
    """The bands of one judged day."""

    day: date
    at: datetime
    parts: list[Part]
    without: int

    @property
    def scored(self) -> int:
        return sum(part.accounts for part in self.parts)


def days(organisation: Organisation, upto: date) -> list[Day]:
    """The newest days judged up to a day, the newest first."""
    rows = Judged.objects.filter(as_of__lte=upto).order_by("-as_of")[:WEEKS]
    return [day_of(row, organisation) for row in rows]


def day_of(row: Judged, organisation: Organisation) -> Day:
    total = sum(row.bands.get(key, [0])[0] for key in ORDER)
    parts, start = [], 0.0
    for key in ORDER:
        accounts, mrr, unknown = row.bands.get(key, [0, 0, 0])
        width = 100 * accounts / total if total else 0.0
        known = unknown < accounts or not accounts
        worth = Amount(from_millionths(mrr) if known else None, "money", organisation.currency)
        part = Part(key, band(key), accounts, share(width / 100), worth, unknown, in_list(band=key), start, width)
        parts.append(part)
        start += width
    return Day(row.as_of, row.at, parts, row.bands.get(NONE, [0])[0])


def in_list(**where: str) -> str:
    """The address of the list of the accounts meant."""
    return f"{reverse('accounts')}?{urlencode({**where, 'sort': 'health'})}"


@dataclass(frozen=True)
class Slice:
    """Accounts with one value of what is sliced by: counts by band, mean score and coverage, MRR of those at risk."""

    name: str
    counts: list[tuple[int, str]]
    without: int
    score: Amount
    coverage: Amount
    at_risk: Amount


def judged_accounts() -> QuerySet[Health]:
    """Those that a model holds for."""
    return Health.objects.filter(account__archived_at=None, account__merged_into=None).exclude(model="")


def slices(by: str, organisation: Organisation) -> list[Slice]:
    """Health by a column of accounts, those with most MRR at risk first."""
    column = F(f"account__{by}")
    counts = {key or "none": Count("pk", filter=Q(band=key)) for key in (*ORDER, NONE)}
    rows = (
        judged_accounts().annotate(value=column).values("value")
        .annotate(
            **counts, mean=Avg("score"), rests=Avg("coverage"),
            risk=Sum("account__standing__mrr", filter=Q(band="red"), default=0),
        ).order_by(F("risk").desc(), F("red").desc(), "value")[:MOST]
    )  # fmt: skip
    return [slice_of(by, row, organisation) for row in rows]


def slice_of(by: str, row: Mapping[str, object], organisation: Organisation) -> Slice:
    value = str(row["value"] or "")
    counts = [(int(str(row[key])), in_list(**{by: value, "band": key}) if value else "") for key in ORDER]
    risk = Amount(from_millionths(int(str(row["risk"]))), "money", organisation.currency)
    mean, rests = row["mean"], row["rests"]
    return Slice(
        value, counts, int(str(row["none"])), points(None if mean is None else float(str(mean))),
        share(None if rests is None else float(str(rests))), risk,
    )  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """How many accounts have a score that rests on so much of its weight."""

    text: str
    accounts: int
    start: float
    width: float


def coverage() -> tuple[list[Covered], Amount]:
    """Accounts by coverage, and its mean."""
    bounds = {f"c{number}": Q(coverage__gte=low, coverage__lt=high) for number, (low, high) in enumerate(COVERED)}
    counts = {name: Count("pk", filter=inside) for name, inside in bounds.items()}
    found = judged_accounts().aggregate(**counts, mean=Avg("coverage"))
    most = max([found[key] for key in counts] or [0])
    texts = (_("under 25 %"), _("25 to 50 %"), _("50 to 75 %"), _("75 % and more"))
    bars = [
        Covered(text, found[key], 0.0, 100 * found[key] / most if most else 0.0)
        for text, key in zip(texts, counts, strict=True)
    ]
    return bars, share(found["mean"])


def columns(shown: Sequence[Day]) -> list[tuple[Day, float, float]]:
    """The days of the trend from the oldest on, each with its place and width of a column in 100 units."""
    width = 100 / max(len(shown), 1)
    return [(day, place * width, width * 0.86) for place, day in enumerate(reversed(shown))]


def choices(chosen: str) -> list[tuple[str, str, bool]]:
    """What one can slice by."""
    return [(key, word(key), key == chosen) for key in SLICES]


def key() -> list[tuple[str, Band]]:
    """The bands with their words, for the key of a chart."""
    return [(name, words) for name in ORDER if (words := band(name))]



def shown(judged: list[Day]) -> dict[str, Any]:
    """What the drawing of bands and their trend asks for; empty where no day was judged."""
    if not judged:
        return {}
    return {"days": judged, "newest": judged[0], "oldest": judged[-1], "columns": columns(judged), "key": key()}
