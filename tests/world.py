"""A small world told in rows, for tests of numbers: build signals by hand, ask metrics."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from loiste.accounts.verbs import ensure_accounts
from loiste.metrics.run import ALL, measure
from loiste.organisation.config import Organisation
from loiste.sources.models import Rate
from loiste.timeline.append import append
from loiste.timeline.signal import FACTS, NEVER

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class World:
    """Signals of one made-up organisation. `save` puts what was told since the last save on the timeline."""

    def __init__(self, home: Path, organisation: Organisation | None = None) -> None:
        self.home, self.organisation = home, organisation or Organisation(name="Test")
        self.told: list[dict[str, Any]] = []
        self.batches = 0

    def tell(self, kind: str, **facts: Any) -> "World":
        self.told.append({"kind": kind, **facts})
        return self

    def account(self, ref: str, valid_from: str | None = None, **attributes: str | None) -> "World":
        for name, value in attributes.items():
            self.tell(
                "attribute", account_ref=ref, name=name, text=value, valid_from=day(valid_from), day=day(valid_from)
            )
        return self

    def subscription(
        self, ref: str, account: str, start: str | None, end: str | None = None, mrr: float | None = 100, *,
        valid_from: str | None = None, **more: Any,
    ) -> "World":  # fmt: skip
        until = date.fromisoformat(end or NEVER)
        amount = None if mrr is None else int(Decimal(str(mrr)) * 1_000_000)
        return self.tell(
            "subscription", ref=ref, account_ref=account, day=day(start), until=until,
            amount=amount, valid_from=day(valid_from), **more,
        )  # fmt: skip

    def usage(self, account: str | None, on: str, who: str | None = None, feature: str = "f", **more: Any) -> "World":
        return self.tell("usage", account_ref=account, day=day(on), contact_ref=who, name=feature, **more)

    def answer(self, name: str, value: float, on: str, account: str | None = None, level: str | None = None,
               scale: float | None = None) -> "World":  # fmt: skip
        known = {"nps": 10, "csat": 5, "ces": 7}[name]
        return self.tell(
            "answer", name=name, value=value, day=day(on), account_ref=account, category=level, scale=scale or known
        )

    def cost(self, kind: str, amount: float, month_end: str) -> "World":
        return self.tell("cost", name=kind, category=kind, amount=int(amount * 1_000_000), day=day(month_end))

    def milestone(self, account: str, name: str, on: str) -> "World":
        return self.tell("milestone", account_ref=account, name=name, day=day(on))

    def ticket(self, ref: str, name: str, on: str, account: str | None = "a", **more: Any) -> "World":
        return self.tell("ticket", ref=ref, name=name, day=day(on), account_ref=account, **more)

    def rate(self, on: str, currency: str, rate: str) -> "World":
        Rate.objects.create(day=day(on), currency=currency, rate=int(Decimal(rate) * 1_000_000_000))
        return self

    def save(
        self, *, known: bool = True, known_at: datetime | None = None, received: datetime | None = None
    ) -> "World":  # fmt: skip
        """`known=False` leaves the references without identities. `known_at` (aware): not known before that.

        `received` (aware): read in at that moment as history, so known when it happened.
        """
        self.batches += 1
        columns = {name: pa.array([row.get(name) for row in self.told], kind) for name, kind in FACTS} | {
            "key": pa.array([f"{self.batches}/{n}" for n in range(len(self.told))], pa.string())
        }
        append(
            self.home, pa.table(columns), source="files", batch=f"b{self.batches}",
            now=known_at or received or NOW + timedelta(seconds=self.batches), known_now=known_at is not None,
        )  # fmt: skip
        if known:
            refs = {row["account_ref"] for row in self.told if row.get("account_ref")}
            ensure_accounts(refs, source="files", by="test", now=NOW, made_by_row=False)
        self.told = []
        return self

    def value(
        self, metric: str, on: str, *, group: Any = ALL, by: str | None = None, where: dict[str, str] | None = None
    ) -> Any:
        found = measure(self.home, self.organisation, [metric], [date.fromisoformat(on)], by=by, where=where)
        worth = found.at(metric, date.fromisoformat(on), group).value
        return None if worth is None else float(worth)

    def groups(self, metric: str, on: str, by: str) -> dict[Any, float | None]:
        found = measure(self.home, self.organisation, [metric], [date.fromisoformat(on)], by=by)
        values = {group: found.at(metric, date.fromisoformat(on), group).value for group in found.groups}
        return {group: None if value is None else float(value) for group, value in values.items()}
