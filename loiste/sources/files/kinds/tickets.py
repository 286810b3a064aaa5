"""Tickets: one signal for each moment of a ticket (opened, responded, solved, reopened, rated)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from loiste.sources.files.dates import Moment
from loiste.sources.files.errors import BadCell
from loiste.sources.files.kinds.kind import Field, Kind, Signal, Values, real, stamp
from loiste.sources.files.kinds.scales import CSAT_SCALE, check_score

COMMON = ("channel", "category", "priority", "valid_from")


def is_before(moment: Moment, opened: Moment) -> bool:
    """By the clock where both have a time, else by the day."""
    if moment.at and opened.at:
        return moment.at < opened.at
    return moment.day < opened.day


def check(values: Values) -> None:
    opened = values["opened_at"]
    responded, solved = values.get("first_response_at"), values.get("solved_at")
    if responded and is_before(responded, opened):
        raise BadCell("response_before_opening", "first_response_at")
    if solved and is_before(solved, opened):
        raise BadCell("solved_before_opening", "solved_at")
    check_score(values, "csat", CSAT_SCALE)


def since(opened: Moment, moment: Moment) -> timedelta | None:
    """How long it took; a date without time counts as midnight. Not known where that lies before the opening."""
    took = moment.start - opened.start
    return took if took >= timedelta() else None


def responded(values: Values) -> Signal | None:
    """The first response, with its minutes; placed in time where time is known."""
    opened: Moment = values["opened_at"]
    at: Moment | None = values.get("first_response_at")
    minutes: Decimal | None = values.get("first_response_minutes")
    if at is None and minutes is None:
        return None
    if at is None:
        day, later = opened.after(float(minutes or 0))
        return {"day": day, "occurred_at": later, "value": real(minutes)}
    took = since(opened, at)
    counted = took.total_seconds() / 60 if took is not None else None
    return {"day": at.day, "occurred_at": at.at, "value": counted if minutes is None else real(minutes)}


def solved(values: Values) -> Signal | None:
    at: Moment | None = values.get("solved_at")
    if at is None:
        return None
    took = since(values["opened_at"], at)
    hours = took.total_seconds() / 3600 if took is not None else None
    return {"day": at.day, "occurred_at": at.at, "value": hours}


def moments(values: Values) -> list[tuple[str, Signal | None]]:
    day, time = stamp(values["opened_at"])
    last_day, last_time = stamp(values.get("solved_at") or values["opened_at"])
    reopened, csat = values.get("reopened"), values.get("csat")
    after: dict[str, Any] = {"day": last_day, "occurred_at": last_time}
    return [
        ("opened", {"day": day, "occurred_at": time, "text": values.get("subject")}),
        ("responded", responded(values)),
        ("solved", solved(values)),
        ("reopened", None if reopened is None or not values.get("solved_at") else {**after, "value": float(reopened)}),
        ("rated", None if csat is None else {**after, "value": real(csat), "scale": scale(values)}),
    ]


def scale(values: Values) -> float:
    return float(values.get("scale") or CSAT_SCALE)


def signals(values: Values, ref: str | None) -> list[Signal]:
    common = {name: values.get(name) for name in COMMON}
    common |= {
        "kind": "ticket", "ref": ref,
        "account_ref": values.get("account_id"), "contact_ref": values.get("contact_id"),
    }  # fmt: skip
    return [{**common, "name": name, **moment} for name, moment in moments(values) if moment is not None]


KIND = Kind(
    name="tickets",
    own_id="ticket_id",
    state=True,
    fields=(
        Field("ticket_id", "id"),
        Field("account_id", "id"),
        Field("contact_id", "id"),
        Field("opened_at", "moment", required=True),
        Field("first_response_at", "moment"),
        Field("first_response_minutes", "minutes"),
        Field("solved_at", "moment"),
        Field("reopened", "flag"),
        Field("channel"),
        Field("priority"),
        Field("category"),
        Field("subject"),
        Field("csat", "number"),
        Field("scale", "scale"),
        Field("valid_from", "day"),
    ),
    check=check,
    signals=signals,
)
