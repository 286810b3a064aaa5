"""The alert rule: versioned text that says which change of an account is told, and to whom it matters how much."""

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from loiste.judgement.rules import Everyone, Rule
from loiste.judgement.words import Key, Part, Words
from loiste.timeline.signal import KINDS

Severity = Literal["low", "medium", "high"]
Sort = Literal["worry", "opportunity"]
Stake = Literal["remaining_value", "growth", "mrr"]


class AlertRule(Part):
    """An alert opens for an account that `applies` names once `rule` surely holds, and closes once it surely does not.

    `evidence`: metrics shown beside those that the rule names. `dwell_days`: the condition must hold on so many judged
    days in a row before it opens. `cool_down_days`: after closing it is not opened again for so long. `lead_days`:
    within how many days a rehearsal looks for what followed. `stake`: the amount that is told to be at stake.
    `base_share`: when more than this share of the accounts it looks at would open on one day, the leaders get one
    notice instead. `needs`: kinds of signals without which it cannot tell; when none of them has come in for
    `stale_days`, it is paused.
    """

    key: Key
    on: bool = True
    name: Words
    meaning: Words
    sort: Sort = "worry"
    severity: Severity = "medium"
    applies: Rule = Everyone(everyone=True)
    rule: Rule
    evidence: tuple[str, ...] = Field((), max_length=8)
    dwell_days: int = Field(0, ge=0, le=90)
    cool_down_days: int = Field(14, ge=0, le=730)
    lead_days: int = Field(90, ge=1, le=730)
    stake: Stake = "remaining_value"
    base_share: float = Field(0.3, gt=0, le=1)
    needs: tuple[str, ...] = Field((), max_length=8)
    stale_days: int = Field(7, ge=1, le=366)
    because: str = Field("", max_length=1000)

    @model_validator(mode="after")
    def kinds_exist(self) -> "AlertRule":
        lost = next((kind for kind in self.needs if kind not in KINDS), None)
        if lost is not None:
            words = {"kind": lost, "kinds": ", ".join(sorted(KINDS))}
            raise ValueError(_("needs: there is no kind of signal %(kind)s; there are %(kinds)s") % words)
        return self
