"""The row that holds on a day, of rows that are written only when they change."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max, Model


def newest(
    model: type[Model], as_of: date, fields: Iterable[str], accounts: Iterable[int] | None = None
) -> dict[int, tuple[Any, ...]]:  # fmt: skip
    """(as_of, *fields) of the last row of each account, or of these few, up to and including a day; two questions."""
    rows = model._default_manager.filter(as_of__lte=as_of)
    rows = rows if accounts is None else rows.filter(account__in=list(accounts))
    days = dict(rows.values("account").annotate(day=Max("as_of")).values_list("account", "day"))
    stored = rows.filter(as_of__in=set(days.values())).values_list("account_id", "as_of", *fields)
    return {row[0]: row[1:] for row in stored.iterator() if days[row[0]] == row[1]}
