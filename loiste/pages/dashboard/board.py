"""All that the dashboard shows, from the core's values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loiste.metrics import readings
from loiste.metrics.registry import metrics
from loiste.metrics.run import Measured, measure
from loiste.organisation.config import Organisation
from loiste.pages.address import Lens
from loiste.pages.charts import Chart
from loiste.pages.dashboard import bridge, customers, loyalty, tiles
from loiste.pages.dashboard import response as first_response
from loiste.pages.dashboard.response import Response
from loiste.pages.dashboard.tiles import Group
from loiste.pages.kinds import Stock, why_unknown

NAMES = (*tiles.FOR_CUSTOMER, *tiles.FOR_COMPANY, *bridge.METRICS, *customers.METRICS, *loyalty.METRICS)
SHOWN_MONTHS = 12


@dataclass(frozen=True)
class Board:
    groups: list[Group]
    bridge: Chart
    customers: Chart
    loyalty: Chart
    response: Response


def board(home: Path, organisation: Organisation, lens: Lens, stored: Mapping[str, Stock]) -> Board:
    """Counts everything at once, and the channels in groups."""
    days = lens.days()
    found = values(home, organisation, dict.fromkeys(NAMES), days, lens)
    by_channel = measure(
        home, organisation, [first_response.MEDIAN, first_response.MEAN], days, by="channel", where=dict(lens.where)
    )
    year = days[-SHOWN_MONTHS:]
    why = {key: why_unknown(metrics()[key], lens.as_of, stored) for key in ("mrr", "customers", "nps")}
    return Board(
        groups=tiles.groups(found, lens, organisation, stored),
        bridge=bridge.bridge(found, year, lens, organisation, why["mrr"]),
        customers=customers.customers(found, year, lens, organisation, why["customers"]),
        loyalty=loyalty.loyalty(found, year, lens, organisation, why["nps"]),
        response=first_response.response(by_channel, days, lens, organisation),
    )


def values(
    home: Path, organisation: Organisation, names: Iterable[str], days: Sequence[date], lens: Lens
) -> Measured:
    """Values of the whole organisation come from the readings; those of a filter are counted now."""
    if lens.where:
        return measure(home, organisation, names, days, where=dict(lens.where))
    return readings.read(home, organisation, names, days)
