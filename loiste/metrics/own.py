"""One account's part of several metrics, counted in one session."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from loiste.metrics.registry import Metric, metrics
from loiste.metrics.run import UNKNOWN, Value, first_day, ready, totals, worth
from loiste.metrics.session import Session
from loiste.organisation.config import Organisation


def of_account(
    home: Path, organisation: Organisation, names: Sequence[str], day: date, account: int
) -> dict[str, Value]:
    """Values by metric; for metrics with a query, of the account with this row id."""
    wanted = [metrics()[name] for name in names]
    session = ready(home, organisation, wanted, [day], None, {})
    return {one.key: part(home, session, one, day, account) for one in wanted}


def part(home: Path, session: Session, metric: Metric, day: date, account: int) -> Value:
    """The account's own value; a sum to which it adds nothing is 0 once signals of the kind exist."""
    kept = f"as_of = date '{day}' and account = {account}"
    rows = session.fetch(f"select {totals(metric)} from ({metric.query}) q where {kept} group by as_of")
    if rows:
        return worth(metric, *rows[0][1:4])
    first = first_day(home, session, metric) if metric.shape == "sum" else None
    return Value(Decimal(0)) if first is not None and first <= day else UNKNOWN
