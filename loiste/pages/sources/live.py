"""How each source is doing: when it was last heard, how much comes, what of it could not be used or placed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from loiste.accounts.models import Unmatched
from loiste.pages import kept, numbers
from loiste.sources.inbox.keys import OWN_SOURCES
from loiste.sources.models import Delivery, Import, Key, RefusedEvent, RejectedRow, Source
from loiste.timeline import blocks, engine
from loiste.timeline.signal import KINDS

QUIET = timedelta(days=1)  # a program that says nothing for longer has fallen silent
NEVER, LIVE, SILENT = "never", "live", "silent"


@dataclass(frozen=True)
class Rate:
    """Signals per hour of the last day and per day of the last week."""

    hour: float = 0.0
    day: float = 0.0
    last: datetime | None = None


@dataclass(frozen=True)
class Card:
    """One source. `row` is None for what files and people here say."""

    name: str
    row: Source | None
    state: str
    last_at: datetime | None
    ago: str
    rate: Rate
    duplicates: int | None = None
    rejected: int = 0
    unmatched: int = 0
    waiting: int = 0
    keys: list[Key] = field(default_factory=list)

    @property
    def title(self) -> str:
        return {"files": _("Files"), "loiste": _("Said here by hand")}.get(self.name, self.name)


def cards(home: Path, now: datetime) -> list[Card]:
    """Every source: files and people here, then programs by name. The same number of queries for any number of them."""
    found = rates(home, now)
    unmatched = dict(Unmatched.objects.values_list("source").annotate(all=Sum("signals")))
    rejected = dict(RefusedEvent.objects.values_list("source").annotate(all=Count("id")))
    waiting = dict(Delivery.objects.values_list("source").annotate(all=Sum("events")))
    keys: dict[int, list[Key]] = {}
    for key in Key.objects.filter(revoked_at=None).exclude(source=None).order_by("id"):
        keys.setdefault(key.source_id or 0, []).append(key)
    programs = [
        card(
            row.name, row, row.last_at, found.get(row.name, Rate()), now, duplicates=row.duplicates,
            rejected=rejected.get(row.pk, 0), unmatched=unmatched.get(row.name, 0), waiting=waiting.get(row.pk, 0),
            keys=keys.get(row.pk, []),
        )
        for row in Source.objects.order_by("name")
    ]  # fmt: skip
    return [*own_cards(found, now), *programs]


def own_cards(found: Mapping[str, Rate], now: datetime) -> list[Card]:
    """Of what needs no key."""
    files, hand = (found.get(name, Rate()) for name in OWN_SOURCES)
    imported = Import.objects.aggregate(last=Max("at"))["last"]
    return [
        card("files", None, imported or files.last, files, now, rejected=RejectedRow.objects.count()),
        card("loiste", None, hand.last, hand, now),
    ]


def one_card(home: Path, row: Source, now: datetime) -> Card:
    return next(card for card in cards(home, now) if card.row is not None and card.row.pk == row.pk)


def card(
    name: str, row: Source | None, last_at: datetime | None, rate: Rate, now: datetime, *,
    duplicates: int | None = None, rejected: int = 0, unmatched: int = 0, waiting: int = 0,
    keys: list[Key] | None = None,
) -> Card:  # fmt: skip
    state = NEVER if last_at is None else LIVE if now - last_at <= QUIET else SILENT
    return Card(
        name, row, state, last_at, since(last_at, now), rate, duplicates, rejected, unmatched, waiting, keys or []
    )


def since(moment: datetime | None, now: datetime) -> str:
    """How long ago, in words."""
    if moment is None:
        return _("never heard from")
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < 90:
        return _("just now")
    if seconds < 5400:
        return _("%(time)s ago") % {"time": numbers.minutes(round(seconds / 60))}
    if seconds < 48 * 3600:
        return _("%(time)s ago") % {"time": numbers.hours(round(seconds / 3600))}
    return _("%(time)s ago") % {"time": numbers.days(int(seconds // 86400))}


def rates(home: Path, now: datetime) -> dict[str, Rate]:
    """By source, of the last week; counted at most once a minute as long as nothing new comes."""
    minute = now.replace(second=0, microsecond=0)
    return kept.keep((str(home), "rates", minute, blocks.state()), lambda: counted(home, minute))


def counted(home: Path, now: datetime) -> dict[str, Rate]:
    """Only the last week is read."""
    week, day = (naive(now - timedelta(days=days)) for days in (7, 1))
    each = " union all ".join(
        f"select source, received_at from signals_{kind} where received_at >= $1" for kind in KINDS
    )
    rows = engine.reader(home).execute(
        f"select source, count(*) filter (received_at >= $2), count(*), max(received_at) from ({each}) group by source",
        [week, day],
    )
    return {
        source: Rate(in_day / 24, in_week / 7, last.replace(tzinfo=UTC))
        for source, in_day, in_week, last in rows.fetchall()
    }


def naive(moment: datetime) -> datetime:
    """UTC without a zone, as signals keep times."""
    return moment.astimezone(UTC).replace(tzinfo=None)
