"""Writes down the signals of one shop whose story is told day by day."""

import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from loiste.demo.facts import SCHEMA
from loiste.demo.period import SECOND, Period, calendar_day, weekdays
from loiste.demo.prices import PLANS, SEATS, TIERS
from loiste.demo.sales import BASKET, FEATURE
from loiste.demo.usage import WEEK
from loiste.timeline.signal import NEVER


@dataclass
class Teller:
    """Days are counted back from the last day: 0 is that day, 100 a hundred days before it."""

    ref: str
    name: str
    owner: str
    period: Period
    random: np.random.Generator
    rows: list[dict[str, Any]] = field(default_factory=list)

    def day(self, ago: int) -> int:
        return self.period.last - ago

    def tell(self, kind: str, ago: int | None, **columns: Any) -> None:
        """One signal; `hour` (local) gives it a time of day."""
        hour = columns.pop("hour", None)
        if ago is not None:
            day = self.day(ago)
            columns["day"] = calendar_day(day)
            if hour is not None:
                columns["occurred_at"] = self.moment(day, hour)
        key = f"story/{self.ref}/{len(self.rows)}"
        self.rows.append({"kind": kind, "account_ref": self.ref, "key": key, **columns})

    def moment(self, day: int, hour: float) -> int:
        return int(self.period.moment(np.array([day]), np.array([hour * 3600.0]))[0])

    def account(self, ago: int, *, plan: int, industry: str, tags: str | None = None) -> None:
        texts = {
            "name": self.name, "signed_up_on": calendar_day(self.day(ago)).isoformat(), "owner": self.owner,
            "tier": TIERS[plan], "country": "FI", "industry": industry, "tags": tags,
        }  # fmt: skip
        for name, text in texts.items():
            if text:
                self.tell("attribute", ago, name=name, text=text)

    def tier(self, ago: int, tier: str) -> None:
        self.tell("attribute", ago, name="tier", text=tier, valid_from=calendar_day(self.day(ago)))

    def contact(self, number: int, name: str, role: str, email: str, since: int | None = None) -> None:
        """A contact; `since` days ago it became what is said here (None: it always was)."""
        ref, more = f"{self.ref}-{number}", {"email": email, "phone": None, "language": "fi"}
        began = None if since is None else calendar_day(self.day(since))
        self.tell("contact", since, ref=ref, contact_ref=ref, text=name, category=role, properties=json.dumps(more),
                  valid_from=began)  # fmt: skip

    def subscription(
        self, number: int, started: int, plan: int, euros: float, *, since: int | None = None, ended: int | None = None,
        trial: bool = False, renews_in: int | None = None,
    ) -> None:  # fmt: skip
        """The content of a subscription that holds from `since` days ago, or from its beginning.

        `renews_in`: a yearly one, renewed in so many days, with notice a month before.
        """
        details: dict[str, object] = {"billing_interval": "month" if renews_in is None else "year", "auto_renew": True}
        if renews_in is not None:
            renews = self.day(-renews_in)
            details |= {"renews_on": str(calendar_day(renews)), "notice_on": str(calendar_day(renews - 30))}
        self.tell(
            "subscription", started, ref=f"{self.ref}-T{number}", plan=PLANS[plan], currency="EUR",
            amount=0 if trial else round(euros * 1_000_000), trial=trial, quantity=float(SEATS[plan]),
            until=np.datetime64(NEVER).item() if ended is None else calendar_day(self.day(ended)),
            valid_from=None if since is None else calendar_day(self.day(since)),
            properties=json.dumps(details),
        )  # fmt: skip

    def use(self, contact: int, first: int, last: int, chances: tuple[float, float], features: str) -> None:
        """Use from `first` to `last` days ago, as likely a day as `chances` say at both ends, in a weekly rhythm."""
        words = features.split()
        first = min(first, self.period.days - 1)
        for ago in range(first, last - 1, -1):
            part = (first - ago) / max(first - last, 1)
            chance = (chances[0] + (chances[1] - chances[0]) * part) * WEEK[weekdays(np.array([self.day(ago)]))[0]]
            if self.random.random() < chance:
                self.tell(
                    "usage", ago, name=words[self.random.integers(len(words))], contact_ref=f"{self.ref}-{contact}",
                    quantity=float(1 + self.random.poisson(4)), duration=float(self.random.integers(60, 900)),
                    hour=float(self.random.uniform(8, 18)),
                )  # fmt: skip

    def sell(self, first: int, last: int, euros: tuple[float, float]) -> None:
        """The shop's own sales each Sunday, moving evenly in ratio between the two weekly sums."""
        first = min(first, self.period.days - 1)
        for ago in range(first, last - 1, -1):
            if weekdays(np.array([self.day(ago)]))[0] == 6:
                part = (first - ago) / max(first - last, 1)
                value = euros[0] * (euros[1] / euros[0]) ** part * float(np.exp(self.random.normal(0, 0.08)))
                orders = float(max(round(value / BASKET), 1))
                self.tell("usage", ago, name=FEATURE, value=round(value, 2), quantity=orders)

    def note(self, ago: int, text: str, kind: str = "note") -> None:
        author = json.dumps({"author": self.owner}, ensure_ascii=False)
        self.tell("note", ago, name=kind, text=text, properties=author, hour=float(self.random.uniform(9, 16)))

    def milestone(self, ago: int, name: str) -> None:
        self.tell("milestone", ago, name=name)

    def answer(self, ago: int, score: int, text: str, *, contact: int = 1) -> None:
        self.tell("answer", ago, ref=f"V-{self.ref}-{ago}", name="nps", value=float(score), scale=10.0, text=text,
                  category="relationship", contact_ref=f"{self.ref}-{contact}", hour=12.0)  # fmt: skip

    def ticket(self, ago: int, channel: str, category: str, subject: str, minutes: int, hours: float) -> None:
        """A ticket that was answered and solved."""
        opened = self.moment(self.day(ago), 10.0)
        for name, later, more in (
            ("opened", 0.0, {"text": subject}),
            ("responded", minutes / 60, {"value": float(minutes)}),
            ("solved", hours, {"value": hours}),
            ("reopened", hours, {"value": 0.0}),
        ):
            at = opened + int(later * 3600) * SECOND
            day = int(self.period.local_day(np.array([at]))[0])
            self.rows.append({
                "kind": "ticket", "name": name, "ref": f"P-{self.ref}-{ago}", "account_ref": self.ref,
                "contact_ref": f"{self.ref}-1", "channel": channel, "category": category, "priority": "normal",
                "occurred_at": at, "day": calendar_day(day), "key": f"story/{self.ref}/{len(self.rows)}", **more,
            })  # fmt: skip

    def churn(self, ago: int, number: int, reason: str, text: str) -> None:
        self.tell("churn", ago, ref=f"{self.ref}-T{number}", category=reason, text=text)

    def table(self) -> pa.Table:
        return pa.Table.from_pylist(self.rows, schema=SCHEMA)
