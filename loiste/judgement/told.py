"""A rehearsal as JSON: for programs, and for keeping."""

from typing import Any

from loiste.judgement.backtest import Rehearsal
from loiste.judgement.rehearsal import Told


def as_object(told: Told) -> dict[str, Any]:
    """Shares are 0-1; null = too few leavers, or nothing to count."""
    return {
        **of_rehearsal(told.rehearsal),
        "days": [day.isoformat() for day in told.days],
        "assumed_known": told.assumed,
        "tiers": [{"tier": tier or None, **of_rehearsal(one)} for tier, one in told.tiers],
    }


def of_rehearsal(one: Rehearsal) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "auc": None if one.auc is None else vars(one.auc),
        "leavers": one.leavers,
        "looks": one.looks,
        "base_rate": one.base_rate,
        "lift": one.lift,
        "lead_days": one.lead_days,
        "bands": [vars(band) for band in one.bands],
        "calibration": [vars(tenth) for tenth in one.tenths],
    }
