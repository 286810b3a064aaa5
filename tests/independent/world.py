"""A made-up company of three years with every oddity that the document speaks of: the same tables for both sides.

`make(seed)` gives kind -> imported files in their order, as states.py describes them; `write` turns one into a CSV
file. Nothing here is left to the clock: the same seed gives the same rows.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from tests.independent.states import Files

ZONE = ZoneInfo("Europe/Helsinki")
FIRST, LAST = date(2021, 6, 1), date(2024, 7, 31)
SPAN = (LAST - FIRST).days
TIERS, PLANS = ("gold", "silver", "bronze"), ("basic", "pro", "max")
CHANNELS, PRIORITIES, CATEGORIES = ("mail", "chat", "phone", None), ("high", "low"), ("billing", "use", None)
COST_KINDS = ("sales", "marketing", "success_team", "account_management", "adoption", "services")
Row = dict[str, Any]


class World:
    def __init__(self, seed: int, accounts: int = 60) -> None:
        self.random = Random(seed)
        self.accounts = [f"a{number:02}" for number in range(accounts)]
        self.joined = {account: self.day(0, SPAN - 60) for account in self.accounts}
        self.subscriptions: list[Row] = []

    # -- dice

    def day(self, low: int, high: int) -> date:
        return FIRST + timedelta(days=self.random.randint(low, max(low, high)))

    def after(self, day: date, low: int, high: int) -> date:
        return day + timedelta(days=self.random.randint(low, high))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def some(self, share: float, value: Any) -> Any:
        return value if self.chance(share) else None

    def money(self, low: int, high: int) -> Decimal:
        """Mostly cents; now and then down to the millionth."""
        places = self.random.choice((100, 100, 100, 1_000_000))
        return Decimal(self.random.randint(low * places, high * places)) / places

    def at(self, day: date, share_of_times: float = 0.6) -> date | datetime:
        """A moment of the day: without time, or with one, also close to midnight in other zones' days."""
        if not self.chance(share_of_times):
            return day
        hour = self.random.choice((0, 1, 9, 12, 15, 22, 23))
        return datetime(day.year, day.month, day.day, hour, self.random.randint(0, 59), tzinfo=ZONE)

    def known_account(self, share_of_none: float = 0.0) -> str | None:
        return None if self.chance(share_of_none) else self.random.choice(self.accounts)

    # -- accounts

    def account_files(self) -> Files:
        """The accounts, tier changes from days on, and corrections from the beginning; a50 on come with a change alone."""
        tags = [("north", "big"), ("north",), ("big", "old"), ()]
        base = [
            {
                "account_id": account, "signed_up_on": self.some(0.9, self.joined[account]),
                "tier": self.some(0.85, self.random.choice(TIERS)), "tags": self.random.choice(tags),
            }
            for account in self.accounts[:50]
        ]  # fmt: skip
        starts = [
            (each, self.after(self.joined[each], 1, 700)) for each in self.random.choices(self.accounts[:50], k=40)
        ]
        starts += [(account, self.day(30, 230)) for account in self.accounts[50:57]]
        changes = [
            {"account_id": account, "valid_from": day, "tier": self.some(0.85, self.random.choice(TIERS))}
            for account, day in starts
        ]
        corrections = [{"account_id": account, "tier": "bronze"} for account in self.accounts[3:9]]
        return [pd.DataFrame(base), pd.DataFrame(changes), pd.DataFrame(corrections)]

    # -- subscriptions

    def price(self) -> Row:
        if self.chance(0.6):
            return {"mrr": self.money(10, 900)}
        interval = self.random.choice(("year", "year", "quarter", "half_year", "month"))
        return {"amount": self.money(100, 9000), "interval": interval}

    def subscribe(self, account: str, start: date, end: date | None, trial: bool = False) -> Row:
        row = {
            "subscription_id": f"s{len(self.subscriptions):03}", "account_id": account, "started_on": start,
            "ended_on": end, "mrr": None, "amount": None, "interval": None, "plan": self.random.choice(PLANS),
            "currency": self.random.choice((None, "EUR", "EUR", "USD", "SEK")), "trial": True if trial else None,
        }  # fmt: skip
        row |= {} if trial and self.chance(0.5) else self.price()
        row["seats"] = (5, None, 12, 3, 0)[len(self.subscriptions) % 5]
        self.subscriptions.append(row)
        return row

    def live(self, account: str) -> None:
        """An account's way: perhaps a trial, subscriptions side by side, perhaps an end and a return."""
        start = self.joined[account]
        if self.chance(0.5):
            end = self.after(start, 1, 45)
            self.subscribe(account, start, self.some(0.8, end), trial=True)
            if self.chance(0.3):
                return
            start = self.after(start, 0, 70)
        for _ in range(self.random.randint(1, 3)):
            self.subscribe(account, start, self.some(0.6, self.after(start, 0, 500)))
            start = self.after(start, 0, 200)
        if self.chance(0.4):
            self.subscribe(account, self.after(start, 100, 600), None)

    def subscription_files(self) -> Files:
        """The subscriptions; prices and trials that change from a day on; ends told later; corrections."""
        for account in self.accounts[:57]:
            self.live(account)
        ids = ("subscription_id", "account_id")
        named = {row["subscription_id"]: {name: row[name] for name in ids} for row in self.subscriptions}
        prices = []
        for row in self.random.sample(self.subscriptions, 45):
            change = named[row["subscription_id"]] | {"valid_from": self.after(row["started_on"], 5, 600)}
            change |= {"mrr": self.money(10, 900), "trial": False if row["trial"] else self.some(0.2, False)}
            prices.append({**change, "plan": self.some(0.3, "max")})
        ends = []
        for row in self.random.sample([row for row in self.subscriptions if row["ended_on"] is None], 12):
            told = self.after(row["started_on"], 60, 500)
            ends.append(named[row["subscription_id"]] | {"valid_from": told, "ended_on": self.after(told, 0, 60)})
            if self.chance(0.3):  # they stay after all
                ends.append({**ends[-1], "valid_from": self.after(told, 90, 120), "ended_on": None})
        mended = [
            {name: row[name] for name in (*ids, "started_on")} | {"mrr": self.money(10, 900)}
            for row in self.random.sample(self.subscriptions, 6)
            if not row["trial"]
        ]
        return [pd.DataFrame(part, dtype=object) for part in (self.subscriptions, prices, ends, mended)]

    def rates(self) -> Files:
        """A rate a month or so, on any day, from before the first subscription; kroner are skipped now and then."""
        rows = []
        for number in range(-2, 40):
            month = pd.Timestamp(FIRST) + pd.DateOffset(months=number)
            for currency, low, high in (("USD", 850_000, 980_000), ("SEK", 80_000, 100_000)):
                if currency == "USD" or number < 0 or self.chance(0.7):
                    day = month + pd.Timedelta(days=self.random.choice((0, 14, 27)))
                    day = day + pd.offsets.MonthEnd(0) if self.chance(0.5) else day
                    rate = Decimal(self.random.randint(low, high)) / 1_000_000
                    rows.append({"date": day.date(), "currency": currency, "rate": rate})
        return [pd.DataFrame(rows).drop_duplicates(["date", "currency"])]

    # -- events

    def usage_row(self, number: int) -> Row:
        """By account (a few of one that no accounts file brought) or by subscription (some of which nobody knows)."""
        row: Row = {"usage_id": f"u{number:05}", "account_id": None, "subscription_id": None, "value": None}
        sort = self.random.random()
        account = self.random.choice(self.accounts)
        row["contact_id"] = self.some(0.6, f"{self.random.choice((account, account, 'shared'))}-{number % 3}")
        if sort < 0.5:
            row["account_id"] = account
        elif sort < 0.93:
            row["subscription_id"] = self.random.choice(self.subscriptions)["subscription_id"]
        elif sort < 0.96:
            row["subscription_id"] = f"nobody-knows-{number % 4}"
        else:
            row["account_id"] = "visitor"
        row["value"] = self.some(0.7, Decimal(self.random.randint(0, 9000)) / 100)
        row["occurred_at"] = self.at(self.day(30, SPAN))
        row["feature"] = self.some(0.85, f"f{int(self.random.triangular(0, 12, 2))}")
        row["count"] = (None, 1, 4)[number % 3]
        if number % 31 == 0:
            row["feature"] = "cancellation_page"
        return row

    def usage(self) -> Files:
        rows = [self.usage_row(number) for number in range(6000)]
        again = [{**row, "feature": "another"} for row in self.random.sample(rows, 15)]
        return [pd.DataFrame(part, dtype=object) for part in (rows, again)]

    def surveys(self) -> Files:
        scores = {"nps": (10, 0, (None,)), "csat": (5, 1, (None, 5, 7, 10, 100)), "ces": (7, 1, (None, 7, 5, 10))}
        rows = []
        for number in range(900):
            score = self.random.choice(("nps", "nps", "csat", "ces"))
            usual, lowest, scales = scores[score]
            day = self.day(150, SPAN)
            scale = self.random.choice(scales) if score != "ces" or day.year != 2022 else None
            row = {"response_id": self.some(0.9, f"r{number}"), "account_id": self.known_account(0.15)}
            row |= {"answered_on": self.at(day), "nps": None, "csat": None, "ces": None, "scale": scale}
            row[score] = self.random.randint(0 if scale == 100 else lowest, scale or usual)
            rows.append({**row, "level": self.random.choice((None, "relationship", "service", "service"))})
        return [pd.DataFrame(rows, dtype=object)]

    def ticket(self, number: int) -> Row:
        opened = self.at(self.day(90, SPAN - 5))
        start = opened if isinstance(opened, datetime) else datetime(*opened.timetuple()[:3], tzinfo=ZONE)
        row = {"ticket_id": f"t{number}", "account_id": self.known_account(0.1), "opened_at": opened}
        row |= {
            "first_response_at": None,
            "first_response_minutes": None,
            "solved_at": None,
            "csat": None,
            "scale": None,
        }
        sort = self.random.random()
        if sort < 0.45:
            row["first_response_at"] = later(start, self.random.randint(1, 3000))
        elif sort < 0.9:
            row["first_response_minutes"] = self.random.choice((3, 45, 200.5, 1600))
        if self.chance(0.85):
            solved = later(start, self.random.randint(1, 60 * 24 * 20))
            row["solved_at"] = solved.date() if self.chance(0.3) else solved
        if self.chance(0.4):
            row["scale"] = self.random.choice((None, None, 10, 7))
            row["csat"] = self.random.randint(1, row["scale"] or 5)
        row["reopened"] = self.random.choice((True, False, False, None))
        choose = self.random.choice
        return row | {"channel": choose(CHANNELS), "priority": choose(PRIORITIES), "category": choose(CATEGORIES)}

    def tickets(self) -> Files:
        """Tickets, and what became of some of them from a day on."""
        rows = [self.ticket(number) for number in range(900)]
        changes = []
        for row in self.random.sample([row for row in rows if isinstance(row["solved_at"], datetime)], 60):
            day = row["solved_at"].date() + timedelta(days=self.random.randint(0, 40))
            changes.append({**row, "reopened": True, "solved_at": later(row["solved_at"], 50_000), "valid_from": day})
        return [pd.DataFrame(part, dtype=object) for part in (rows, changes)]

    def notes(self) -> Files:
        """Every kind of note, thrown with dice of its own so that the other tables stay as they are."""
        kinds = (None, "note", "call", "meeting", "email")
        rows = [
            {"id": f"n{nth}", "account_id": self.accounts[nth % 37], "occurred_at": FIRST + timedelta(days=7 * nth),
             "note_kind": kinds[nth % 5], "text": "said"}
            for nth in range(SPAN // 7)
        ]  # fmt: skip
        return [pd.DataFrame(rows)]

    def costs(self) -> Files:
        rows = []
        for number in range(37):
            for kind in COST_KINDS:
                if self.chance(0.8):
                    month = pd.Timestamp(FIRST) + pd.DateOffset(months=number)
                    row = {
                        "id": f"c{len(rows)}",
                        "month": month.date(),
                        "cost_kind": kind,
                        "amount": self.money(50, 9000),
                    }
                    rows.append({**row, "currency": self.random.choice((None, "EUR", "USD", "SEK"))})
        return [pd.DataFrame(rows)]

    def milestones(self) -> Files:
        rows = []
        for account in self.accounts:
            start = self.after(self.joined[account], -5, 30)
            for name, share, low, high in (("onboarding_started", 0.6, 0, 40), ("first_value", 0.6, -5, 120)):
                for _ in range(self.random.choice((1, 1, 2)) if self.chance(share) else 0):
                    rows.append(
                        {"account_id": account, "milestone": name, "occurred_on": self.at(self.after(start, low, high))}
                    )
        return [pd.DataFrame(rows)]

    def tables(self) -> dict[str, Files]:
        found = {"accounts": self.account_files(), "subscriptions": self.subscription_files(), "usage": self.usage()}
        found |= {"notes": self.notes(), "tickets": self.tickets(), "surveys": self.surveys(), "costs": self.costs()}
        return found | {"milestones": self.milestones(), "rates": self.rates()}


def later(moment: datetime, minutes: int) -> datetime:
    """So many minutes later on the clock that never changes."""
    return (moment.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ZONE)


def cell(value: Any) -> str:
    """How a value is written in a file; times with their zone."""
    if isinstance(value, tuple):
        return ";".join(value)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return str(value).lower() if isinstance(value, bool) else str(value)


def write(table: pd.DataFrame, path: Path) -> Path:
    table.map(cell).to_csv(path, index=False)
    return path
