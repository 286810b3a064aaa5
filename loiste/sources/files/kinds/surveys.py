"""Surveys: one answer for each score that a row gives."""

from decimal import Decimal

from loiste.sources.files.errors import BadCell
from loiste.sources.files.kinds.contacts import properties
from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, stamp
from loiste.sources.files.kinds.scales import CES_SCALE, CSAT_SCALE, NPS_SCALE, check_nps, check_score

SCORES = ("nps", "csat", "ces")


def check(values: Values) -> None:
    check_nps(values)
    check_score(values, "csat", CSAT_SCALE)
    check_score(values, "ces", CES_SCALE)
    if all(values.get(score) is None for score in SCORES):
        raise BadCell("no_answer", next(score for score in SCORES if score in values))


def scale_of(score: str, stated: Decimal | None) -> float:
    """The highest point of the scale: NPS has one only, the others take the row's."""
    usual = {"nps": NPS_SCALE, "csat": CSAT_SCALE, "ces": CES_SCALE}[score]
    return float(usual if stated is None or score == "nps" else stated)


def signals(values: Values, ref: str | None) -> list[Signal]:
    day, time = stamp(values["answered_on"])
    common = {
        "kind": "answer", "day": day, "occurred_at": time, "ref": ref, "category": values.get("level"),
        "account_ref": values.get("account_id"), "contact_ref": values.get("contact_id"),
        "properties": properties(values, "language"),
    }  # fmt: skip
    given = [score for score in SCORES if values.get(score) is not None]
    return [
        {
            **common,
            "name": score,
            "value": float(values[score]),
            "scale": scale_of(score, values.get("scale")),
            "text": values.get("comment") if score == given[0] else None,
        }
        for score in given
    ]


KIND = Kind(
    name="surveys",
    own_id="response_id",
    one_of=(SCORES,),
    fields=(
        Field("response_id", "id"),
        Field("account_id", "id"),
        Field("contact_id", "id"),
        Field("answered_on", "moment", required=True),
        Field("nps", "number"),
        Field("csat", "number"),
        Field("ces", "number"),
        Field("scale", "scale"),
        Field("level", "level"),
        Field("comment"),
        Field("language"),
    ),
    check=check,
    signals=signals,
)
