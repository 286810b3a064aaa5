"""Counts what is made of tickets. A ticket row is taken whole; its moments count on their own days."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from tests.independent import states
from tests.independent.figures import Figure
from tests.independent.moments import Clock
from tests.independent.states import NONE, Files, has, opening

FIELDS = (
    "ticket_id", "account_id", "opened_at", "first_response_at", "first_response_minutes", "solved_at", "reopened",
    "channel", "priority", "category", "csat", "scale", "valid_from",
)  # fmt: skip
OWN = ["channel", "category", "priority"]
REPEAT_DAYS = 7


class Support:
    def __init__(self, tables: dict[str, Files], clock: Clock) -> None:
        rows = states.stacked(tables.get("tickets", []), FIELDS)
        rows = states.with_end(states.with_start(rows), "ticket_id")
        rows["account_id"] = rows["account_id"].fillna(NONE)
        rows["opened"] = clock.days(rows["opened_at"])
        rows["opened_instant"] = pd.Series([clock.instant(each) for each in rows["opened_at"]], index=rows.index)
        rows["solved"] = clock.days(rows["solved_at"])
        rows["hours"] = clock.each_minutes(rows["opened_at"], rows["solved_at"]) / 60
        responses = [response(row, clock) for row in rows.to_dict("records")]
        rows["responded"] = pd.Series([day for day, _ in responses], index=rows.index, dtype="datetime64[us]")
        rows["minutes"] = pd.Series([minutes for _, minutes in responses], index=rows.index, dtype=float)
        self.contents = rows
        notes = states.stacked(tables.get("notes", []), ["id", "account_id", "occurred_at", "note_kind"])
        self.notes = states.once(notes, "id").assign(day=clock.days(notes["occurred_at"]))

    def on(self, day: pd.Timestamp) -> pd.DataFrame:
        """The tickets as they stand on the day."""
        return states.holding(self.contents, day)

    def in_month(self, moment: str, day: pd.Timestamp) -> pd.DataFrame:
        """Tickets whose moment lies in the calendar month up to the day."""
        rows = self.on(day)
        return rows[(rows[moment] > opening(day)) & (rows[moment] <= day)]

    def observed(self, shape: str, moment: str, what: str, day: pd.Timestamp) -> Figure:
        rows = self.in_month(moment, day)
        rows = rows[rows[what].notna()]
        return Figure(shape, opening(day), rows[["account_id", *OWN]].assign(observation=rows[what]))

    def first_response_minutes_mean(self, day: pd.Timestamp) -> Figure:
        return self.observed("mean", "responded", "minutes", day)

    def first_response_minutes_median(self, day: pd.Timestamp) -> Figure:
        return self.observed("median", "responded", "minutes", day)

    def resolution_hours_median(self, day: pd.Timestamp) -> Figure:
        return self.observed("median", "solved", "hours", day)

    def first_contact_resolution(self, day: pd.Timestamp) -> Figure:
        rows = self.in_month("solved", day)
        rows = rows[rows["reopened"].notna()]
        not_again = [int(not again) for again in rows["reopened"]]
        return Figure("ratio", opening(day), rows[["account_id", *OWN]].assign(numerator=not_again, denominator=1))

    def ticket_volume(self, day: pd.Timestamp) -> Figure:
        rows = self.in_month("opened", day)[["account_id", *OWN]].assign(value=1)
        return Figure("sum", opening(day), rows, known=bool((self.on(day)["opened"] <= day).any()))

    def days_since_contact(self, day: pd.Timestamp) -> Figure:
        rows = self.on(day)
        rows = rows[rows["account_id"] != NONE]
        spoken = pd.concat([rows[["account_id", moment]].set_axis(["account_id", "day"], axis=1)
                            for moment in ("opened", "responded")])  # fmt: skip
        talks = self.notes[self.notes["note_kind"].isin(["call", "meeting", "email"])]
        return ago(pd.concat([spoken, talks[["account_id", "day"]]]), day)

    def days_since_meeting(self, day: pd.Timestamp) -> Figure:
        return ago(self.notes[self.notes["note_kind"] == "meeting"], day)

    def repeat_contacts(self, day: pd.Timestamp) -> Figure:
        rows = self.on(day)
        rows = rows[(rows["opened"] <= day) & (rows["account_id"] != NONE)].sort_values("opened_instant", kind="stable")
        since_last = rows["opened"] - rows.groupby("account_id")["opened"].shift()
        rows = rows.assign(numerator=(since_last <= pd.Timedelta(days=REPEAT_DAYS)).astype(int), denominator=1)
        rows = rows[rows["opened"] > opening(day)]
        return Figure("ratio", opening(day), rows[["account_id", *OWN, "numerator", "denominator"]])

    def answers(self, day: pd.Timestamp) -> pd.DataFrame:
        """CSAT answers of tickets, dated on the day the ticket was solved, else opened."""
        rows = self.on(day)
        rows = rows[rows["csat"].notna()]
        found = pd.DataFrame({"account_id": rows["account_id"], "day": rows["solved"].fillna(rows["opened"])})
        return found.assign(answer=rows["csat"], scale=rows["scale"])


def response(row: dict[str, Any], clock: Clock) -> tuple[pd.Timestamp, float | None]:
    """Day and minutes of the first response."""
    opened, at, minutes = row["opened_at"], row["first_response_at"], row["first_response_minutes"]
    if has(at):
        return clock.day(at), float(minutes) if has(minutes) else clock.minutes(opened, at)
    if not has(minutes):
        return pd.NaT, None
    later = clock.instant(opened) + timedelta(minutes=float(minutes)) if isinstance(opened, datetime) else opened
    return clock.day(later), float(minutes)


def ago(spoken: pd.DataFrame, day: pd.Timestamp) -> Figure:
    """Days since the last of these days of each account."""
    last = spoken[spoken["day"] <= day].groupby("account_id")["day"].max()
    rows = pd.DataFrame({"account_id": last.index, "observation": [(day - one).days for one in last]})
    return Figure("median", opening(day), rows)
