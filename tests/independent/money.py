"""Counts what is made of subscriptions and costs. Amounts are whole millionths of the organisation's currency."""

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd

from tests.independent import states
from tests.independent.figures import Figure, ratio, total
from tests.independent.states import NEVER, Files, opening


def when(condition: pd.Series, amount: pd.Series) -> pd.Series:
    """The amount where the condition is true, 0 where it is false, unknown where that is unknown."""
    return amount.where(condition.fillna(True), 0).mask(condition.isna())


class Money:
    def __init__(self, tables: dict[str, Files], home: str) -> None:
        self.home = home
        self.contents = states.subscription_contents(tables.get("subscriptions", []), home)
        rates = states.stacked(tables.get("rates", []), ["date", "currency", "rate"])
        self.rates = rates.assign(date=pd.to_datetime(rates["date"]))
        self.costs = states.stacked(tables.get("costs", []), ["id", "month", "cost_kind", "amount", "currency"])
        self.costs = states.once(self.costs, "id")
        self.accounts = pd.Index(sorted(set(self.contents["account_id"])), name="account_id")
        self.amounts, self.pays, self.mrr_on = cache(self._amounts), cache(self._pays), cache(self._mrr_on)
        self.rate, self.converted = cache(self._rate), cache(self._converted)

    # -- MRR

    def _rate(self, currency: str, day: pd.Timestamp) -> Decimal | None:
        """The newest rate dated on or before the last month end up to the day."""
        if currency == self.home:
            return Decimal(1)
        rows = self.rates[(self.rates["currency"] == currency) & (self.rates["date"] <= states.last_month_end(day))]
        return None if rows.empty else rows.sort_values("date", kind="stable")["rate"].iloc[-1]

    def _converted(self, amount: int, currency: str, day: pd.Timestamp) -> Any:
        """Rounded half to even to a millionth; unknown without a rate."""
        rate = self.rate(currency, day)
        return pd.NA if rate is None else round(Fraction(amount) * Fraction(rate))

    def _amounts(self, day: pd.Timestamp) -> pd.Series:
        """(account, currency) -> sum of the prices of active subscriptions in that currency."""
        return states.active(self.contents, day).groupby(["account_id", "currency"])["price"].sum()

    def _mrr_on(self, day: pd.Timestamp, rates_of: pd.Timestamp | None = None) -> pd.Series:
        """Account -> MRR on a day, all accounts with a subscription; at the rates of another day if one is given."""
        amounts = self.amounts(day)
        found = [self.converted(amount, key[1], rates_of or day) for key, amount in amounts.items()]
        parts = pd.Series(found, index=amounts.index.get_level_values("account_id"), dtype="Int64")
        sums = parts.groupby(level=0).agg(lambda part: part.sum(skipna=False)).astype("Int64")
        missing = self.accounts.difference(sums.index)
        return pd.concat([sums, pd.Series(0, index=missing, dtype="Int64")]).reindex(self.accounts)

    def _pays(self, day: pd.Timestamp) -> pd.Series:
        """Whether each account has an active subscription with a price above 0, in whatever currency."""
        return (self.amounts(day).groupby(level=0).sum() > 0).reindex(self.accounts, fill_value=False).astype("boolean")

    def seen(self, day: pd.Timestamp) -> bool:
        """Whether one subscription exists on or before the day."""
        return bool((self.contents["started_on"] <= day).any())

    def first_start(self, day: pd.Timestamp) -> pd.Timestamp:
        return self.contents.loc[self.contents["since"] <= day, "started_on"].min()

    def summed(self, day: pd.Timestamp, values: pd.Series) -> Figure:
        return Figure("sum", opening(day), total(values), known=self.seen(day))

    def mrr(self, day: pd.Timestamp) -> Figure:
        return self.summed(day, self.mrr_on(day))

    def customers(self, day: pd.Timestamp) -> Figure:
        return self.summed(day, self.pays(day).astype("Int64"))

    def arpa(self, day: pd.Timestamp) -> Figure:
        return Figure("ratio", opening(day), ratio(self.mrr_on(day), self.pays(day).astype("Int64")))

    # -- movements

    def ever_before(self, day: pd.Timestamp) -> pd.Series:
        """Whether an account was above 0 at some month end before the day."""
        ever = pd.Series(False, index=self.accounts, dtype="boolean")
        for end in states.month_ends_before(day, self.contents["started_on"].min()):
            ever = ever | self.pays(end)
        return ever

    def moving(self, name: str, day: pd.Timestamp) -> pd.Series:
        """Which accounts left, came for the first time, or came back."""
        paid, pay = self.pays(opening(day)), self.pays(day)
        if name == "mrr_churn":
            return paid & ~pay
        ever = self.ever_before(day)
        return ~paid & pay & (ever if name == "mrr_reactivation" else ~ever)

    def movement(self, name: str, day: pd.Timestamp) -> pd.Series:
        """Account -> amount of one row of the table of movements."""
        before, now = self.mrr_on(opening(day)), self.mrr_on(day)
        if name in ("mrr_churn", "mrr_new", "mrr_reactivation"):
            return when(self.moving(name, day), -before if name == "mrr_churn" else now)
        both = self.pays(opening(day)) & self.pays(day)
        fx = self.mrr_on(opening(day), day) - before
        if name == "mrr_fx":
            return when(both, fx)
        rest = now - before - fx
        return when(both & (rest > 0 if name == "mrr_expansion" else rest < 0), rest)

    def moved(self, name: str, day: pd.Timestamp) -> Figure:
        return self.summed(day, self.movement(name, day))

    def customers_moved(self, name: str, day: pd.Timestamp) -> Figure:
        return self.summed(day, self.moving(name, day).astype("Int64"))

    def logo_churn(self, day: pd.Timestamp) -> Figure:
        lost = self.moving("mrr_churn", day).astype("Int64")
        return Figure("ratio", opening(day), ratio(lost, self.pays(opening(day)).astype("Int64")))

    def revenue_churn(self, day: pd.Timestamp) -> Figure:
        lost = -(self.movement("mrr_churn", day) + self.movement("mrr_contraction", day))
        return Figure("ratio", opening(day), ratio(lost, self.mrr_on(opening(day))))

    # -- retention

    def revenue(self, day: pd.Timestamp, first: int) -> pd.Series:
        """Sum of MRR at twelve points: from the `first` month end before the day on (the 0th is the day itself)."""
        points = [self.mrr_on(states.month_end_before(day, nth)) for nth in range(first, first + 12)]
        return sum(points[1:], points[0])

    def nrr(self, day: pd.Timestamp) -> Figure:
        now, earlier = self.revenue(day, 0), self.revenue(day, 12)
        history = self.first_start(day) <= states.month_end_before(day, 23)
        return Figure("ratio", states.year_before(day), ratio(when(earlier > 0, now), earlier), known=bool(history))

    def nrr_mrr(self, day: pd.Timestamp) -> Figure:
        now, then = self.mrr_on(day), self.mrr_on(states.year_before(day))
        return Figure("ratio", states.year_before(day), ratio(when(then > 0, now), then))

    def grr(self, day: pd.Timestamp) -> Figure:
        now, then = self.mrr_on(day), self.mrr_on(states.year_before(day))
        smaller = now.where((now <= then).fillna(True), then).mask(now.isna() | then.isna())
        return Figure("ratio", states.year_before(day), ratio(when(then > 0, smaller), then))

    # -- trials

    def trial_conversion(self, day: pd.Timestamp) -> Figure:
        spans = states.spans(self.contents, day)
        paid = spans[~spans["trial"] & (spans["price"] > 0) & (spans["begin"] < spans["end"])]
        first_paid = paid.groupby("account_id")["begin"].min()
        trials = first_trials(spans[spans["trial"]]).set_index("account_id")
        trials["paid"] = first_paid.reindex(trials.index).fillna(NEVER)
        trials = trials[trials["paid"] >= trials["begin"]]
        ended = trials[["end", "paid"]].min(axis=1)
        trials = trials[(ended > opening(day)) & (ended <= day)]
        return Figure("ratio", opening(day), ratio((trials["paid"] <= day).astype("Int64"), 1))

    # -- costs

    def cost(self, kinds: tuple[str, ...], day: pd.Timestamp) -> int | None:
        """Costs of these kinds dated in the calendar month up to the day; None when there is none."""
        dated = pd.to_datetime(self.costs["month"]) + pd.offsets.MonthEnd(0)
        rows = self.costs[(dated > opening(day)) & (dated <= day) & self.costs["cost_kind"].isin(kinds)]
        if rows.empty:
            return None
        units = rows["amount"].map(states.millionths).groupby(rows["currency"].fillna(self.home)).sum()
        parts = [self.converted(int(amount), str(currency), day) for currency, amount in units.items()]
        return None if any(pd.isna(part) for part in parts) else sum(parts)


def first_trials(trials: pd.DataFrame) -> pd.DataFrame:
    """account_id, begin, end of each account's first trial; contents of a subscription that follow on are one trial."""
    runs: list[dict[str, Any]] = []
    for row in trials.sort_values(["subscription_id", "begin"]).to_dict("records"):
        last = runs[-1] if runs else None
        if last and last["subscription_id"] == row["subscription_id"] and last["end"] == row["begin"]:
            last["end"] = row["end"]
        else:
            runs.append({name: row[name] for name in ("account_id", "subscription_id", "begin", "end")})
    found = pd.DataFrame(runs, columns=["account_id", "subscription_id", "begin", "end"])
    return found.sort_values(["begin", "end"]).drop_duplicates("account_id")[["account_id", "begin", "end"]]
