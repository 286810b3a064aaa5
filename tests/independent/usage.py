"""Counts what is made of usage and milestones."""

import pandas as pd

from tests.independent import states
from tests.independent.figures import Figure, ratio, total
from tests.independent.moments import Clock, in_window
from tests.independent.states import NONE, Files, days_before

USE_DAYS, FEATURE_DAYS, ONBOARDING_DAYS = 28, 365, 365
COLUMNS = ["usage_id", "account_id", "subscription_id", "contact_id", "occurred_at", "feature", "value", "count"]
LEAVING = "cancellation_page"


class Usage:
    def __init__(self, tables: dict[str, Files], clock: Clock, contents: pd.DataFrame) -> None:
        rows = states.once(states.stacked(tables.get("usage", []), COLUMNS), "usage_id")
        account_of = contents.drop_duplicates("subscription_id").set_index("subscription_id")["account_id"]
        by_subscription = rows["account_id"].isna() & rows["subscription_id"].notna()
        through = rows["subscription_id"].map(account_of)
        waits = by_subscription & through.isna()
        rows["account_id"] = rows["account_id"].where(~by_subscription, through).fillna(NONE)
        self.rows = rows[~waits].assign(day=clock.days(rows["occurred_at"]))
        steps = states.stacked(tables.get("milestones", []), ["id", "account_id", "milestone", "occurred_on"])
        steps = states.once(steps, "id")
        self.milestones = steps.assign(day=clock.days(steps["occurred_on"]))
        self.contents = contents
        self.signed_up = states.field_contents(tables.get("accounts", []), "signed_up_on")

    def window(self, day: pd.Timestamp, by: str | None = None) -> pd.DataFrame:
        """Usage of the 28 days up to the day; with `by`, only rows that name it."""
        rows = self.rows[in_window(self.rows["day"], day, USE_DAYS)]
        return rows if by is None else rows[rows[by].notna()]

    def of_accounts(self, rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["account_id"] != NONE]

    def distinct(self, rows: pd.DataFrame, *columns: str) -> pd.Series:
        """Account -> how many distinct combinations of these columns."""
        return rows[["account_id", *columns]].drop_duplicates().groupby("account_id").size()

    def active_users(self, day: pd.Timestamp) -> Figure:
        users = self.distinct(self.window(day, "contact_id"), "contact_id")
        known = (self.rows["contact_id"].notna() & (self.rows["day"] <= day)).any()
        return Figure("sum", days_before(day, USE_DAYS), total(users), known=bool(known))

    def active_days(self, day: pd.Timestamp) -> Figure:
        days = self.distinct(self.of_accounts(self.window(day)), "day")
        return Figure("ratio", days_before(day, USE_DAYS), ratio(days, 1))

    def stickiness(self, day: pd.Timestamp) -> Figure:
        rows = self.window(day, "contact_id")
        pairs = self.distinct(rows, "contact_id")
        return Figure("ratio", days_before(day, USE_DAYS), ratio(self.distinct(rows, "contact_id", "day"), 28 * pairs))

    def feature_adoption(self, day: pd.Timestamp) -> Figure:
        used = self.rows.loc[in_window(self.rows["day"], day, FEATURE_DAYS), "feature"].nunique()
        features = self.distinct(self.of_accounts(self.window(day, "feature")), "feature")
        return Figure("ratio", days_before(day, USE_DAYS), ratio(features, used))

    def customer_growth(self, day: pd.Timestamp) -> Figure:
        values = [
            self.of_accounts(rows).groupby("account_id")["value"].sum().astype(float)
            for rows in (self.window(day, "value"), self.window(days_before(day, 364), "value"))
        ]
        now, then = values
        then = then[then > 0]
        now = now.reindex(then.index).fillna(0.0)
        return Figure("ratio", days_before(day, USE_DAYS), ratio(now - then, then))

    def begun(self, day: pd.Timestamp) -> bool:
        return bool((self.rows["day"] <= day).any())

    def days_of_use(self, day: pd.Timestamp) -> Figure:
        days = self.distinct(self.of_accounts(self.window(day)), "day")
        return Figure("sum", days_before(day, USE_DAYS), total(days), known=self.begun(day))

    def cancellation_visits(self, day: pd.Timestamp) -> Figure:
        rows = self.of_accounts(self.window(day))
        rows = rows[rows["feature"] == LEAVING]
        visits = rows["count"].map(lambda count: int(count) if states.has(count) else 1)
        found = total(visits.groupby(rows["account_id"]).sum())
        return Figure("sum", days_before(day, USE_DAYS), found, known=self.begun(day))

    def usage_rate(self, day: pd.Timestamp) -> Figure:
        rows = states.active(self.contents, day)
        rows = rows[rows["seats"].notna()]
        seats = rows["seats"].map(int).groupby(rows["account_id"]).sum()
        seats = seats[seats > 0]
        users = self.distinct(self.window(day, "contact_id"), "contact_id").reindex(seats.index).fillna(0).astype(int)
        known = (self.rows["contact_id"].notna() & (self.rows["day"] <= day)).any()
        return Figure("ratio", days_before(day, USE_DAYS), ratio(users, seats), known=bool(known))

    # -- onboarding

    def first(self, rows: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
        """Account -> the day of its first row dated on or before the day."""
        rows = rows[(rows["day"] <= day) & (rows["account_id"] != NONE)]
        return rows.groupby("account_id")["day"].min()

    def milestone(self, name: str, day: pd.Timestamp) -> pd.Series:
        return self.first(self.milestones[self.milestones["milestone"] == name], day)

    def onboarding_days(self, day: pd.Timestamp) -> Figure:
        signed_up = pd.Series(states.first_values(self.signed_up, day), dtype="datetime64[us]")
        ends = self.milestone("first_value", day).combine_first(self.first(self.rows, day))
        starts = self.milestone("onboarding_started", day).combine_first(signed_up).reindex(ends.index)
        counts = in_window(ends, day, ONBOARDING_DAYS) & starts.notna() & (starts <= ends)
        took = (ends - starts)[counts].dt.days
        rows = pd.DataFrame({"account_id": took.index, "observation": took.to_numpy()})
        return Figure("median", days_before(day, ONBOARDING_DAYS), rows)
