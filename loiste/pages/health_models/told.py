"""What a rehearsal told, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from loiste.judgement.backtest import FEW
from loiste.judgement.verdict_words import VERDICTS
from loiste.pages.health_models import drawing, words
from loiste.pages.health_models.drawing import Bar, Part
from loiste.pages.health_models.words import Band

Told = Mapping[str, Any]
TONES = {"predicts": "good", "no_better_than_chance": "watch", "too_few_leavers": "quiet"}
ICONS = {"predicts": "circle-check", "no_better_than_chance": "alert-triangle", "too_few_leavers": "help-circle"}


@dataclass(frozen=True)
class BandRow:
    band: Band
    looks: int
    leavers: int
    share: float | None
    rate: float | None  # of the looks in the band, how many left


@dataclass(frozen=True)
class TierRow:
    tier: str
    looks: int
    leavers: int
    auc: Told | None
    lift: float | None
    verdict: str


@dataclass(frozen=True)
class Board:
    """`limit`: where the base rate lies in the drawing of tenths, `top`: the share that the highest bar stands for."""

    told: Told
    verdict: str
    tone: str
    icon: str
    enough: bool
    bands: list[BandRow]
    leavers: list[Part]
    tenths: list[Told]
    bars: list[Bar]
    limit: str
    top: float
    tiers: list[TierRow]
    lead: int


def board(said: Told, lead: int) -> Board:
    tenths = list(said["calibration"])
    rate = said["base_rate"] or 0.0
    bars, top = drawing.shares([one["share"] for one in tenths])
    rows = [band_row(one) for one in said["bands"]]
    return Board(
        told=said, verdict=verdict(said), tone=TONES[said["verdict"]], icon=ICONS[said["verdict"]],
        enough=said["leavers"] >= FEW, bands=rows,
        leavers=drawing.stacked([(row.band.part, row.leavers) for row in rows]), tenths=tenths, bars=bars,
        limit=f"{drawing.HEIGHT - rate / top * (drawing.HEIGHT - drawing.TOP):.1f}", top=top,
        tiers=[tier_row(one) for one in said.get("tiers", [])], lead=lead,
    )  # fmt: skip


def verdict(said: Told) -> str:
    """The verdict as a sentence; empty while there is none."""
    if "verdict" not in said:
        return ""
    return str(VERDICTS[said["verdict"]]) % {"leavers": said["leavers"], "few": FEW}


def band_row(one: Told) -> BandRow:
    rate = one["leavers"] / one["accounts"] if one["accounts"] else None
    return BandRow(words.bands()[one["name"]], one["accounts"], one["leavers"], one["share_of_leavers"], rate)


def tier_row(one: Told) -> TierRow:
    enough = one["leavers"] >= FEW
    short = {
        "predicts": _("better than chance"),
        "no_better_than_chance": _("no better than chance"),
        "too_few_leavers": _("too few left"),
    }
    return TierRow(
        one["tier"] or "",
        one["looks"],
        one["leavers"],
        one["auc"] if enough else None,
        one["lift"],
        short[one["verdict"]],
    )
