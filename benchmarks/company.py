"""A made-up company for benchmarks: accounts with their plans, changes, ends and returns over three years."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from facts import NEVER, chosen, facts, texts

FIRST = np.datetime64("2023-01-01")
LAST = np.datetime64("2025-12-31")
DAYS = int((LAST - FIRST).astype(int)) + 1
PLANS = ("start", "basic", "plus", "pro")
PRICES = np.array([29, 79, 199, 499])
CURRENCIES = ("EUR", "SEK", "USD")
TIERS = ("small", "medium", "large")
COST_KINDS = ("sales", "marketing", "success_team", "account_management", "adoption", "services")


@dataclass(frozen=True)
class Company:
    """Arrays by account. Days count from FIRST; `ends` is beyond DAYS where the account stays."""

    refs: pa.Array
    signed: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    pays: np.ndarray
    plan: np.ndarray
    price: np.ndarray  # cents a month
    currency: np.ndarray
    weight: np.ndarray
    seats: np.ndarray

    @property
    def size(self) -> int:
        return len(self.signed)


def found_company(dice: np.random.Generator, size: int) -> Company:
    """40 % of the accounts are there from the first weeks on, the others come over the years; a third leaves."""
    early = dice.random(size) < 0.4
    signed = np.where(early, dice.integers(0, 45, size), dice.integers(0, DAYS - 20, size))
    trial = dice.random(size) < 0.25
    stay = np.where(dice.random(size) < 0.35, dice.integers(60, 900, size), 10 * DAYS)
    starts = signed + np.where(trial, 30, 0)
    plan = dice.choice(4, size, p=[0.4, 0.3, 0.2, 0.1])
    return Company(
        refs=texts("a", np.arange(size), 7), signed=signed, starts=starts, ends=starts + stay,
        pays=~trial | (dice.random(size) < 0.7), plan=plan,
        price=(PRICES[plan] * 100 * dice.uniform(0.8, 1.6, size)).astype(np.int64),
        currency=dice.choice(3, size, p=[0.85, 0.1, 0.05]), weight=dice.lognormal(0, 1, size),
        seats=dice.integers(1, 9, size),
    )  # fmt: skip


def day_of(numbers: np.ndarray) -> np.ndarray:
    return FIRST + numbers


def attributes(dice: np.random.Generator, company: Company) -> list[pa.Table]:
    """Name, sign-up, tier and owner of each account; a fifth changes its tier on the way; some state their plan."""
    size, signed = company.size, day_of(company.signed)
    written = pa.array(signed.astype("datetime64[D]")).cast(pa.string())
    tier = dice.choice(3, size, p=[0.6, 0.3, 0.1])
    moved = np.flatnonzero(dice.random(size) < 0.2)
    stated = np.flatnonzero(dice.random(size) < 0.1)
    tables = [
        told("name", company, np.arange(size), texts("Shop ", np.arange(size))),
        told("signed_up_on", company, np.arange(size), written),
        told("tier", company, np.arange(size), chosen(TIERS, tier)),
        told("owner", company, np.arange(size), texts("owner-", dice.integers(0, 20, size))),
        told("plan", company, stated, chosen(PLANS, company.plan[stated])),
    ]
    later = day_of(company.signed[moved] + dice.integers(1, 700, len(moved)))
    tables.append(
        facts("attribute", "tier-later", len(moved), name=chosen(("tier",), np.zeros(len(moved), int)),
              account_ref=company.refs.take(pa.array(moved)), text=chosen(TIERS, (tier[moved] + 1) % 3),
              valid_from=later, day=later)
    )  # fmt: skip
    return tables


def told(name: str, company: Company, who: np.ndarray, values: pa.Array) -> pa.Table:
    return facts(
        "attribute", name, len(who), name=chosen((name,), np.zeros(len(who), int)),
        account_ref=company.refs.take(pa.array(who)), text=values, day=day_of(company.signed[who]),
    )  # fmt: skip


def contracts(
    key: str, company: Company, who: np.ndarray, start: np.ndarray, end: np.ndarray, cents: np.ndarray,
    valid_from: np.ndarray | None = None, *, trial: bool = False,
) -> pa.Table:  # fmt: skip
    """Subscriptions of the accounts `who`; an end beyond the three years is none."""
    rows = len(who)
    more = {} if valid_from is None else {"valid_from": day_of(valid_from)}
    refs = texts(f"{key.split('-')[0]}-", who)
    return facts(
        "subscription", key, rows, ref=refs, account_ref=company.refs.take(pa.array(who)), day=day_of(start),
        until=np.where(end < DAYS, day_of(end), NEVER), amount=cents * 10_000, plan=chosen(PLANS, company.plan[who]),
        currency=chosen(CURRENCIES, company.currency[who]), quantity=company.seats[who].astype(float),
        trial=np.full(rows, trial), **more,
    )  # fmt: skip


def subscriptions(dice: np.random.Generator, company: Company) -> list[pa.Table]:
    """Trials, first contracts with their changes of price, second contracts, and returns of some who had left."""
    c = company
    trial, payer = np.flatnonzero(c.starts > c.signed), np.flatnonzero(c.pays)
    tables = [
        contracts("trial", c, trial, c.signed[trial], c.signed[trial] + 30, np.zeros(len(trial), np.int64), trial=True),
        contracts("main", c, payer, c.starts[payer], c.ends[payer], c.price[payer]),
    ]
    cents = c.price.copy()
    since = c.starts.copy()
    for turn in range(3):
        since = since + dice.integers(30, 300, c.size)
        cents = (cents * dice.choice([0.7, 1.1, 1.2, 1.3], c.size)).astype(np.int64)
        changed = np.flatnonzero(c.pays & (since < np.minimum(c.ends, DAYS)))
        tables.append(
            contracts(f"main-{turn}", c, changed, c.starts[changed], c.ends[changed], cents[changed], since[changed])
        )
    back = np.flatnonzero(c.pays & (c.ends < DAYS - 90) & (dice.random(c.size) < 0.2))
    again = c.ends[back] + dice.integers(40, 200, len(back))
    tables.append(contracts("back", c, back, again, np.full(len(back), 10 * DAYS), c.price[back]))
    more = np.flatnonzero(c.pays & (dice.random(c.size) < 0.1))
    start = c.starts[more] + dice.integers(20, 500, len(more))
    tables.append(contracts("extra", c, more, start, np.maximum(c.ends[more], start), c.price[more] // 3))
    return tables


def milestones(dice: np.random.Generator, company: Company) -> list[pa.Table]:
    begun = np.flatnonzero(dice.random(company.size) < 0.9)
    there = np.flatnonzero(dice.random(company.size) < 0.8)
    waits = dice.exponential(11, len(there)).astype(int)
    return [
        facts("milestone", name, len(who), name=chosen((name,), np.zeros(len(who), int)),
              account_ref=company.refs.take(pa.array(who)), day=day_of(company.signed[who] + wait))
        for name, who, wait in (("onboarding_started", begun, 0), ("first_value", there, waits))
    ]  # fmt: skip


def costs(dice: np.random.Generator) -> pa.Table:
    """Six kinds of costs on each month end, one of them in kronor."""
    months = np.arange("2023-01", "2026-01", dtype="datetime64[M]")
    ends = np.repeat((months + 1).astype("datetime64[D]") - 1, len(COST_KINDS))
    kinds = np.tile(np.arange(len(COST_KINDS)), len(months))
    return facts(
        "cost", "all", len(ends), name=chosen(COST_KINDS, kinds), category=chosen(COST_KINDS, kinds), day=ends,
        amount=dice.integers(5_000, 60_000, len(ends)) * 1_000_000,
        currency=chosen(("EUR", "SEK"), (kinds == 1).astype(int)),
    )  # fmt: skip
