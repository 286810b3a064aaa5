"""Scores and their scales: what an answer may be."""

from decimal import Decimal

from loiste.sources.files.errors import BadCell
from loiste.sources.files.kinds.kind import Values

CSAT_SCALE = 5
CES_SCALE = 7
NPS_SCALE = 10
PERCENT = 100  # the one scale that begins at 0


def check_score(values: Values, field: str, usual_scale: int) -> None:
    """BadCell when the score lies outside its scale: 1 to the scale's highest point, 0 to 100 in percent."""
    score: Decimal | None = values.get(field)
    if score is None:
        return
    scale = values.get("scale") or usual_scale
    if score > scale:
        raise BadCell("above_scale", field)
    if score < (0 if scale == PERCENT else 1):
        raise BadCell("below_scale", field)


def check_nps(values: Values) -> None:
    score: Decimal | None = values.get("nps")
    if score is not None and not (0 <= score <= NPS_SCALE and score == int(score)):
        raise BadCell("nps_range", "nps")
