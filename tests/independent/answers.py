"""Counts what is made of answers: NPS, CSAT, CES. Answers of the 365 days up to the day."""

from typing import Any

import pandas as pd

from tests.independent import states
from tests.independent.figures import Figure
from tests.independent.moments import Clock, in_window
from tests.independent.states import NONE, Files, days_before
from tests.independent.support import Support

ANSWER_DAYS = 365
CSAT_SCALE, CES_SCALE = 5, 7


class Answers:
    def __init__(self, tables: dict[str, Files], clock: Clock, support: Support) -> None:
        columns = ["response_id", "account_id", "answered_on", "nps", "csat", "ces", "scale", "level"]
        rows = states.once(states.stacked(tables.get("surveys", []), columns), "response_id")
        self.rows = rows.assign(account_id=rows["account_id"].fillna(NONE), day=clock.days(rows["answered_on"]))
        self.support = support

    def given(self, score: str, day: pd.Timestamp) -> pd.DataFrame:
        """account_id, day, answer, scale, level of the answers to one question in the window."""
        rows = self.rows[self.rows[score].notna() & in_window(self.rows["day"], day, ANSWER_DAYS)]
        return rows[["account_id", "day", "scale", "level"]].assign(answer=rows[score])

    def share(self, rows: pd.DataFrame, counts: Any, day: pd.Timestamp) -> Figure:
        """A ratio with one denominator for each answer."""
        numerators = pd.Series([counts(answer) for answer in rows["answer"]], index=rows.index, dtype=object)
        rows = rows[["account_id"]].assign(numerator=numerators, denominator=1)
        return Figure("ratio", days_before(day, ANSWER_DAYS), rows)

    def relationship(self, day: pd.Timestamp) -> pd.DataFrame:
        rows = self.given("nps", day)
        return rows[rows["level"] != "service"]

    def nps(self, day: pd.Timestamp) -> Figure:
        return self.share(self.relationship(day), nps_points, day)

    def nps_service(self, day: pd.Timestamp) -> Figure:
        rows = self.given("nps", day)
        return self.share(rows[rows["level"] == "service"], nps_points, day)

    def nps_mean(self, day: pd.Timestamp) -> Figure:
        return self.share(self.relationship(day), int, day)

    def nps_promoters(self, day: pd.Timestamp) -> Figure:
        return self.share(self.relationship(day), lambda answer: int(answer >= 9), day)

    def nps_passives(self, day: pd.Timestamp) -> Figure:
        return self.share(self.relationship(day), lambda answer: int(answer in (7, 8)), day)

    def nps_detractors(self, day: pd.Timestamp) -> Figure:
        return self.share(self.relationship(day), lambda answer: int(answer <= 6), day)

    def csat(self, day: pd.Timestamp) -> Figure:
        tickets = self.support.answers(day)
        tickets = tickets[in_window(tickets["day"], day, ANSWER_DAYS)]
        rows = pd.concat([self.given("csat", day), tickets], ignore_index=True)
        scales = rows["scale"].astype(object).where(rows["scale"].notna(), CSAT_SCALE)
        satisfied = [int(is_satisfied(*each)) for each in zip(rows["answer"], scales, strict=True)]
        rows = rows[["account_id"]].assign(numerator=satisfied, denominator=1)
        return Figure("ratio", days_before(day, ANSWER_DAYS), rows)

    def easy_errands(self, day: pd.Timestamp) -> Figure:
        rows = self.given("ces", day)
        scales = rows["scale"].astype(object).where(rows["scale"].notna(), CES_SCALE)
        rows, scales = rows[scales > 1], scales[scales > 1]
        easy = [int(4 * (answer - 1) >= 3 * (scale - 1)) for answer, scale in zip(rows["answer"], scales, strict=True)]
        rows = rows[["account_id"]].assign(numerator=easy, denominator=1)
        return Figure("ratio", days_before(day, ANSWER_DAYS), rows)

    def ces(self, day: pd.Timestamp) -> Figure:
        rows = self.given("ces", day)
        scales = rows["scale"].astype(float).fillna(CES_SCALE)
        stretched = 1 + (rows["answer"].astype(float) - 1) * (scales.max() - 1) / (scales - 1)
        rows = rows[["account_id"]].assign(numerator=stretched, denominator=1)
        return Figure("ratio", days_before(day, ANSWER_DAYS), rows)


def nps_points(answer: Any) -> int:
    return 100 if answer >= 9 else -100 if answer <= 6 else 0


def is_satisfied(answer: Any, scale: Any) -> bool:
    """At least three quarters of the way from the lowest to the highest point of the scale."""
    lowest = 0 if scale == 100 else 1
    return 4 * (answer - lowest) >= 3 * (scale - lowest)
