"""Every metric as of a day, counted again with pandas from docs/how-a-number-is-made.md alone.

    Recount(tables, home="USD").metrics(pd.Timestamp("2024-12-31"))
    Recount(tables, home="USD").groups(pd.Timestamp("2024-12-31"), "tier")

`tables`: kind -> the imported files in their order (see states.py). Unknown is None.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd

from tests.independent import states
from tests.independent.answers import Answers
from tests.independent.figures import Figure, Number, share, value_of
from tests.independent.moments import Clock
from tests.independent.money import Money
from tests.independent.states import NONE, Files, has
from tests.independent.support import OWN, Support
from tests.independent.usage import Usage

MILLION = 1_000_000
MOVEMENTS = ("mrr_new", "mrr_reactivation", "mrr_churn", "mrr_fx", "mrr_expansion", "mrr_contraction")
MONEY_SUMS = ("mrr", "arr", *MOVEMENTS)
MONEY = (*MONEY_SUMS, "arpa", "cltv", "cac", "crc")
COUNTS = (
    "customers",
    "customers_new",
    "customers_lost",
    "ticket_volume",
    "active_users",
    "days_of_use",
    "cancellation_visits",
)
OF_COSTS = ("cac", "crc", "cac_payback_months")
SUPPORT = (
    "first_response_minutes_mean", "first_response_minutes_median", "resolution_hours_median",
    "first_contact_resolution", "ticket_volume", "repeat_contacts",
)  # fmt: skip
ANSWERS = (
    "nps", "nps_service", "nps_mean", "nps_promoters", "nps_passives", "nps_detractors", "csat", "ces", "easy_errands",
)  # fmt: skip
USAGE = (
    "active_users", "active_days", "stickiness", "feature_adoption", "customer_growth", "onboarding_days",
    "days_of_use", "usage_rate", "cancellation_visits",
)  # fmt: skip
CONTACTS = ("days_since_contact", "days_since_meeting")
PLAIN_MONEY = ("mrr", "customers", "arpa", "logo_churn", "revenue_churn", "nrr", "nrr_mrr", "grr", "trial_conversion")
DERIVED = ("arr", "lifetime_months", "cltv", *OF_COSTS)
METRICS = (*PLAIN_MONEY, *MOVEMENTS, "customers_new", "customers_lost", *ANSWERS, *SUPPORT, *USAGE, *CONTACTS, *DERIVED)
CAC_KINDS = ("sales", "marketing")
CRC_KINDS = ("success_team", "account_management", "adoption", "services")

OTHERS_THAN_SUPPORT = tuple(name for name in METRICS if name not in SUPPORT)
FAMILIES = {"money": (*PLAIN_MONEY, *MOVEMENTS, "customers_new", "customers_lost", *DERIVED), "answers": ANSWERS}
FAMILIES |= {"support": (*SUPPORT, *CONTACTS), "usage": USAGE}

Pick = Callable[[Figure, pd.Timestamp], pd.DataFrame]


def everything(figure: Figure, day: pd.Timestamp) -> pd.DataFrame:
    return figure.rows


class Recount:
    def __init__(
        self, tables: dict[str, Files], home: str = "EUR", zone: str = "Europe/Helsinki", margin: int | Decimal = 1
    ) -> None:
        self.tables, self.margin, clock = tables, Fraction(margin), Clock(zone)
        self.money = Money(tables, home)
        self.support = Support(tables, clock)
        self.answers = Answers(tables, clock, self.support)
        self.usage = Usage(tables, clock, self.money.contents)
        self.figure, self.metrics = cache(self._figure), cache(self._metrics)
        self.groups, self.keys = cache(self._groups), cache(self._keys)
        self.members = cache(self._members)

    def _figure(self, name: str, day: pd.Timestamp) -> Figure:
        if name in MOVEMENTS:
            return self.money.moved(name, day)
        if name in ("customers_new", "customers_lost"):
            return self.money.customers_moved({"customers_new": "mrr_new", "customers_lost": "mrr_churn"}[name], day)
        for names, part in ((SUPPORT + CONTACTS, self.support), (ANSWERS, self.answers), (USAGE, self.usage)):
            if name in names:
                return getattr(part, name)(day)
        return getattr(self.money, name)(day)

    # -- totals

    def _metrics(self, day: pd.Timestamp, pick: Pick = everything) -> dict[str, Number]:
        """Metric -> value of the accounts that `pick` leaves; money in major units."""
        found = {name: self.plain(name, day, pick) for name in METRICS if name not in DERIVED}
        found["arr"] = None if found["mrr"] is None else 12 * found["mrr"]
        found["lifetime_months"] = self.lifetime(day, pick)
        found["cltv"] = times(times(found["arpa"], self.margin), found["lifetime_months"])
        if pick is everything:
            found["cac"] = share(self.money.cost(CAC_KINDS, day), found["customers_new"])
            found["crc"] = share(self.money.cost(CRC_KINDS, day), found["customers"])
            found["cac_payback_months"] = share(found["cac"], times(found["arpa"], self.margin))
        return {name: share(value, MILLION) if name in MONEY else value for name, value in found.items()}

    def plain(self, name: str, day: pd.Timestamp, pick: Pick) -> Number:
        figure = self.figure(name, day)
        return value_of(figure, pick(figure, day))

    def lifetime(self, day: pd.Timestamp, pick: Pick) -> Number:
        """1 / mean of logo_churn on the day and at the 11 month ends before it."""
        days = [states.month_end_before(day, nth) for nth in range(12)]
        churn = [value for each in days if (value := self.plain("logo_churn", each, pick)) is not None]
        return share(1, share(sum(churn), len(churn)))

    # -- slices

    def _groups(self, day: pd.Timestamp, by: str) -> dict[str | None, dict[str, Number]]:
        """Group -> metrics; the group without a value is None."""
        names = SUPPORT if by in OWN else tuple(name for name in METRICS if name not in DERIVED)
        keys: set[str | None] = set()
        for name in names:
            figure = self.figure(name, day)
            keys |= {key for keys_of_row in self.keys(figure, day, by) for key in keys_of_row}
        if by in OWN:
            return {key: {name: self.plain(name, day, self.picker(by, key)) for name in SUPPORT} for key in keys}
        return {key: self.metrics(day, self.picker(by, key)) for key in keys}

    def picker(self, by: str, key: str | None) -> Pick:
        def pick(figure: Figure, day: pd.Timestamp) -> pd.DataFrame:
            belongs = [key in keys for keys in self.keys(figure, day, by)]
            return figure.rows[pd.Series(belongs, index=figure.rows.index, dtype=bool)]

        return pick

    def _keys(self, figure: Figure, day: pd.Timestamp, by: str) -> list[tuple[str | None, ...]]:
        """The groups of each row of a figure."""
        if by in OWN:
            return [(value if has(value) else None,) for value in figure.rows[by]]
        members = self.members(by, figure.start, day)
        return [members.get(account, (None,)) for account in figure.rows["account_id"]]

    def _members(self, by: str, start: pd.Timestamp, day: pd.Timestamp) -> dict[str, tuple[str | None, ...]]:
        """Account -> its groups at the start of a metric's period."""
        files = self.tables.get("accounts", [])
        named = by if any(by in file for file in files) else f"attr.{by}"
        values = states.values_on(states.field_contents(files, named), start, day)
        stated = {account: value for account, value in values.items() if has(value) and account != NONE}
        if by == "tags":
            return {account: tuple(sorted(value)) for account, value in stated.items() if value}
        plans = self.plans(start, day) if by == "plan" else {}
        return {account: (value,) for account, value in (plans | stated).items()}

    def plans(self, day: pd.Timestamp, as_of: pd.Timestamp) -> dict[str, Any]:
        """Account -> the plan of its largest subscription active on the day, else of its first, begun by the day asked.

        The document does not say what decides between equals; here the larger one, then the earlier, then the smaller id.
        """
        contents = self.money.contents
        worth = [self.money.converted(row.price, row.currency, day) for row in contents.itertuples()]
        contents = contents.assign(worth=worth).sort_values(["started_on", "subscription_id"], kind="stable")
        contents = contents.sort_values("worth", ascending=False, kind="stable")
        first = contents[(contents["since"] <= as_of) & (contents["started_on"] <= as_of)]
        first = first.sort_values("started_on", kind="stable")
        found = pd.concat([states.active(contents, day), first]).drop_duplicates("account_id")
        return {row.account_id: row.plan for row in found.itertuples() if has(row.plan)}


def times(one: Number, other: Number) -> Number:
    return None if one is None or other is None else one * other
