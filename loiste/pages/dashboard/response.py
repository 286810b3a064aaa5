"""First response by channel: median and mean, two statistics that are never one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.metrics.registry import metrics
from loiste.metrics.run import Group, Measured
from loiste.organisation.config import Organisation
from loiste.pages import dimensions, figures, numbers
from loiste.pages.address import Lens
from loiste.pages.numbers import Amount
from loiste.pages.spark import Spark, spark

MEDIAN, MEAN = "first_response_minutes_median", "first_response_minutes_mean"
ICONS = {"chat": "message-circle", "email": "mail", "mail": "mail", "e-mail": "mail", "phone": "phone"}


@dataclass(frozen=True)
class Channel:
    name: str
    icon: str
    median: Amount
    mean: Amount
    spark: Spark | None
    answered: Amount
    median_address: str
    mean_address: str


@dataclass(frozen=True)
class Response:
    title: str
    name: str
    address: str
    channels: list[Channel]


def response(found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation) -> Response:
    """`found` holds both statistics in groups of the channel."""
    channels = [channel(name, found, days, lens, organisation) for name in found.groups]
    shown = sorted((one for one in channels if one.median.value is not None), key=lambda one: one.median.value or 0)
    return Response(finding(shown), _("First response by channel"), figures.address(MEDIAN, lens, by="channel"), shown)


def channel(group: Group, found: Measured, days: Sequence[date], lens: Lens, organisation: Organisation) -> Channel:
    def at(name: str) -> Amount:
        return figures.amount(metrics()[name], found.at(name, lens.as_of, group).value, organisation)

    only = {"channel": group} if group else {}
    name, heard = channel_name(group), _("%(channel)s, median by month")
    return Channel(
        name=name, icon=ICONS.get((group or "").lower(), "notes"), median=at(MEDIAN), mean=at(MEAN),
        spark=spark([found.at(MEDIAN, day, group).value for day in days], None, heard % {"channel": name}),
        answered=Amount(found.at(MEDIAN, lens.as_of, group).denominator, "count"),
        median_address=figures.address(MEDIAN, lens, **only), mean_address=figures.address(MEAN, lens, **only),
    )  # fmt: skip


def channel_name(group: Group) -> str:
    return _("No channel") if group is None else dimensions.value_word("channel", group)


def finding(channels: Sequence[Channel]) -> str:
    """Which channel answers fastest and which slowest."""
    if len(channels) < 2:
        return _("First response by channel")
    fast, slow = channels[0], channels[-1]
    return _("Fastest by %(fast)s in %(quick)s, slowest by %(slow)s in %(long)s") % {
        "fast": lower(fast.name), "quick": numbers.figure(fast.median),
        "slow": lower(slow.name), "long": numbers.figure(slow.median),
    }  # fmt: skip


def lower(name: str) -> str:
    return name[:1].lower() + name[1:]
