"""Currency rates: kept as rows of their own; of two for one day, the one imported last holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from loiste.sources.files.kinds.rates import billionths
from loiste.sources.files.refusals import Spool
from loiste.sources.files.rows import Refusal, Row
from loiste.sources.models import Rate

Day = tuple[date, str]


@dataclass
class Rates:
    """What a file says: `final` is the last rate of each day and currency."""

    said: list[tuple[Day, int]] = field(default_factory=list)
    final: dict[Day, int] = field(default_factory=dict)

    def judge(self) -> tuple[int, int]:
        """(accepted, duplicate). A row that repeats the one before it, or leads to what is stored, says nothing new."""
        days = {day for (day, _currency) in self.final}
        stored = Rate.objects.filter(day__range=(min(days), max(days))) if days else Rate.objects.none()
        held = {(rate.day, rate.currency): rate.rate for rate in stored}
        latest = dict(held)
        accepted = 0
        for day, rate in self.said:
            accepted += self.final[day] != held.get(day) and latest.get(day) != rate
            latest[day] = rate
        return accepted, len(self.said) - accepted

    def write(self) -> None:
        """Stores the final rates. Call inside `transaction.atomic()`."""
        Rate.objects.bulk_create(
            [Rate(day=day, currency=currency, rate=rate) for (day, currency), rate in self.final.items()],
            batch_size=500, update_conflicts=True, unique_fields=["day", "currency"], update_fields=["rate"],
        )  # fmt: skip


def collect(rows: Iterable[Row | Refusal], spool: Spool) -> Rates:
    """The rates of a file; refusals go to the spool."""
    found = Rates()
    for row in rows:
        if isinstance(row, Refusal):
            spool.add(row)
            continue
        day = (row.values["date"], row.values["currency"])
        found.said.append((day, billionths(row.values)))
        found.final[day] = billionths(row.values)
    return found
