"""All that the dashboard shows, from the core's values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loiste.metrics.registry import metrics
from loiste.organisation.config import Organisation
from loiste.pages import kept
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
    found = kept.values(home, organisation, NAMES, days, lens)
    by_channel = kept.groups(home, organisation, (first_response.MEDIAN, first_response.MEAN), days, lens, by="channel")
    year = days[-SHOWN_MONTHS:]
    why = {key: why_unknown(metrics()[key], lens, stored) for key in ("mrr", "customers", "nps")}
    return Board(
        groups=tiles.groups(found, lens, organisation, stored),
        bridge=bridge.bridge(found, year, lens, organisation, why["mrr"]),
        customers=customers.customers(found, year, lens, organisation, why["customers"]),
        loyalty=loyalty.loyalty(found, year, lens, organisation, why["nps"]),
        response=first_response.response(by_channel, days, lens, organisation),
    )
