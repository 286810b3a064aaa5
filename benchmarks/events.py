"""What happens month by month in the made-up company: usage, tickets, answers."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from company import DAYS, FIRST, Company, day_of
from facts import chosen, facts, nulls_where, texts

FEATURES = ("sales", "orders", "products", "stock", "reports", "discounts", "shipping", "export", "import", "themes")
POPULAR = np.array([0.2, 0.25, 0.15, 0.1, 0.08, 0.07, 0.06, 0.04, 0.03, 0.02])
CHANNELS, CATEGORIES = ("mail", "chat", "phone"), ("billing", "how to", "fault", "wish")
PRIORITIES = ("low", "normal", "high")
MINUTE = np.timedelta64(60_000_000, "us")


@dataclass(frozen=True)
class Month:
    """The days from `start` up to and without `stop`, counted from FIRST; `key` names it."""

    key: str
    start: int
    stop: int


def months() -> list[Month]:
    edges = np.arange("2023-01", "2026-02", dtype="datetime64[M]").astype("datetime64[D]")
    days = (edges - FIRST).astype(int)
    return [Month(str(edges[n])[:7], days[n], days[n + 1]) for n in range(len(days) - 1)]


def users(dice: np.random.Generator, company: Company, month: Month, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """(account, day) of so many events: large accounts more often, on days on which the account was there."""
    there = np.flatnonzero((company.signed < month.stop) & (company.ends > month.start))
    heap = np.cumsum(company.weight[there])
    who = there[np.searchsorted(heap, dice.random(rows) * heap[-1])]
    first = np.maximum(company.signed[who], month.start)
    last = np.minimum(company.ends[who], month.stop)
    return who, first + (dice.random(rows) * (last - first)).astype(int)


def contacts(dice: np.random.Generator, company: Company, who: np.ndarray) -> pa.Array:
    """One of the account's people each."""
    before = np.concatenate(([0], np.cumsum(company.seats)))
    seat = (dice.random(len(who)) * company.seats[who]).astype(int)
    return texts("c", before[who] + seat, 8)


def usage(dice: np.random.Generator, company: Company, month: Month, rows: int) -> pa.Table:
    """Nine of ten name a person; one of twenty names the subscription only, a few nobody; sales carry a value."""
    who, day = users(dice, company, month, rows)
    feature = dice.choice(len(FEATURES), rows, p=POPULAR)
    by_contract = company.pays[who] & (dice.random(rows) < 0.05)
    nobody = dice.random(rows) < 0.002
    sold = np.where(feature == 0, np.ceil(dice.lognormal(4, 1, rows)), np.nan)
    return facts(
        "usage", month.key, rows, name=chosen(FEATURES, feature), day=day_of(day), occurred_at=moments(dice, day),
        account_ref=nulls_where(company.refs.take(pa.array(who)), by_contract | nobody),
        contact_ref=nulls_where(contacts(dice, company, who), dice.random(rows) < 0.1),
        ref=nulls_where(texts("main-", who), ~by_contract | nobody),
        value=pa.array(sold, mask=np.isnan(sold)), quantity=dice.integers(1, 6, rows).astype(float),
        duration=dice.integers(5, 900, rows).astype(float),
    )  # fmt: skip


def moments(dice: np.random.Generator, day: np.ndarray) -> np.ndarray:
    """A minute of the working day."""
    return day_of(day).astype("datetime64[us]") + dice.integers(5 * 60, 20 * 60, len(day)) * MINUTE


def tickets(dice: np.random.Generator, company: Company, month: Month, rows: int) -> list[pa.Table]:
    """Tickets opened in the month, each with the moments that it reached."""
    who, day = users(dice, company, month, rows)
    opened = moments(dice, day)
    response, solution = dice.exponential(120, rows).astype(int), dice.exponential(30 * 60, rows).astype(int)
    shared = {
        "ref": texts(f"t{month.key}-", np.arange(rows)),
        "account_ref": nulls_where(company.refs.take(pa.array(who)), dice.random(rows) < 0.02),
        "contact_ref": contacts(dice, company, who),
        "channel": chosen(CHANNELS, dice.choice(3, rows, p=[0.5, 0.3, 0.2])),
        "category": chosen(CATEGORIES, dice.integers(0, 4, rows)),
        "priority": chosen(PRIORITIES, dice.integers(0, 3, rows)),
    }
    solved = dice.random(rows) < 0.9
    again, five = (dice.random(rows) < 0.15).astype(float), np.full(rows, 5.0)
    minutes, hours = response.astype(float), solution / 60
    rated = 1 + dice.choice(5, rows, p=[0.02, 0.03, 0.1, 0.35, 0.5]).astype(float)
    answered, checked, asked = dice.random(rows) < 0.95, dice.random(rows) < 0.7, dice.random(rows) < 0.3
    done = opened + solution * MINUTE
    return [
        moment("opened", month, shared, np.ones(rows, bool), opened),
        moment("responded", month, shared, answered, opened + response * MINUTE, value=minutes),
        moment("solved", month, shared, solved, done, value=hours),
        moment("reopened", month, shared, solved & checked, done, value=again),
        moment("rated", month, shared, solved & asked, done, value=rated, scale=five),
    ]


def moment(
    name: str, month: Month, shared: dict[str, pa.Array], kept: np.ndarray, at: np.ndarray, **more: np.ndarray
) -> pa.Table:
    """One moment of the tickets that reached it, before the three years end."""
    kept = kept & (at < day_of(np.array([DAYS])).astype("datetime64[us]"))
    chosen_rows = pa.array(np.flatnonzero(kept))
    columns = {key: values.take(chosen_rows) for key, values in shared.items()}
    columns |= {key: values[kept] for key, values in more.items()}
    rows, names, day = len(chosen_rows), chosen((name,), np.zeros(kept.sum(), int)), at[kept].astype("datetime64[D]")
    return facts("ticket", f"{month.key}-{name}", rows, name=names, occurred_at=at[kept], day=day, **columns)


def answers(dice: np.random.Generator, company: Company, month: Month, rows: int) -> pa.Table:
    """Half of the NPS answers follow an encounter; a few effort scores were asked on five points."""
    who, day = users(dice, company, month, rows)
    name = dice.choice(3, rows, p=[0.7, 0.2, 0.1])
    short = dice.random(rows) < 0.1
    scale = np.select([name == 0, name == 1, short], [10.0, 5.0, 5.0], 7.0)
    lowest = np.where(name == 0, 0, 1)
    value = lowest + np.floor(np.sqrt(dice.random(rows)) * (scale + 1 - lowest))
    level = dice.choice(2, rows)
    return facts(
        "answer", month.key, rows, name=chosen(("nps", "csat", "ces"), name), day=day_of(day), value=value, scale=scale,
        ref=texts(f"r{month.key}-", np.arange(rows)), contact_ref=contacts(dice, company, who),
        account_ref=nulls_where(company.refs.take(pa.array(who)), dice.random(rows) < 0.05),
        category=nulls_where(chosen(("relationship", "service"), level), dice.random(rows) < 0.1),
    )  # fmt: skip
