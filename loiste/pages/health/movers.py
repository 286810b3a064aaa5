"""Accounts whose health moved most, each with its trail and the way to what moved it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.accounts.models import Account
from loiste.judgement import movement
from loiste.judgement.keeping import MONTH
from loiste.judgement.movement import Moved
from loiste.pages import numbers
from loiste.pages.health.words import Band, band, points
from loiste.pages.numbers import Amount
from loiste.pages.spark import Spark, spark

MOST = 8


@dataclass(frozen=True)
class Mover:
    """`address`: what moved the score, cause by cause. Without `spark`: fewer than two scores are known."""

    account: Account
    points: Amount
    band: Band | None
    change: Amount
    spark: Spark | None
    address: str


def movers(
    accounts: QuerySet[Account], day: date, *, past: bool = False, most: int = MOST
) -> tuple[list[Mover], list[Mover]]:
    """Those that fell most and those that rose most in 28 days; `day` is a judged day, the last one unless `past`."""
    fell, rose = movement.on_day(accounts, day, most) if past else movement.now(accounts, most)
    trails = movement.trails([one.account.pk for one in (*fell, *rose)], day)
    return [mover(one, day, trails) for one in fell], [mover(one, day, trails) for one in rose]


def mover(one: Moved, day: date, trails: dict[int, list[Decimal | None]]) -> Mover:
    asked = urlencode({"from": (day - MONTH).isoformat(), "to": day.isoformat()})
    label = _("Health in 12 weeks, now %(score)s") % {"score": numbers.points(one.score)}
    return Mover(
        one.account, points(one.score), band(one.band), points(one.change), spark(trails[one.account.pk], None, label),
        f"{reverse('account_health', args=[one.account.public_id])}?{asked}",
    )  # fmt: skip
