"""One account's part of several metrics, counted in one session."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from loiste.metrics.registry import metrics
from loiste.metrics.run import UNKNOWN, Value, ready, totals, worth
from loiste.organisation.config import Organisation


def of_account(
    home: Path, organisation: Organisation, names: Sequence[str], day: date, account: int
) -> dict[str, Value]:
    """Values by metric; for metrics with a query, of the account with this row id."""
    wanted = [metrics()[name] for name in names]
    session = ready(home, organisation, wanted, [day], None, {})
    found: dict[str, Value] = {}
    for one in wanted:
        kept = f"as_of = date '{day}' and account = {account}"
        rows = session.fetch(f"select {totals(one)} from ({one.query}) q where {kept} group by as_of")
        found[one.key] = worth(one, *rows[0][1:4]) if rows else UNKNOWN
    return found
