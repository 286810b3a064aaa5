"""Rows looked up by their ids, however many."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
MANY = 5_000  # rows from which reading all is quicker than naming each
AT_ONCE = 500  # ids in one query


def rows_of(model: type[Row], ids: Collection[int]) -> dict[int, Row]:
    """Rows by id, those that are there; all of the table at once where many are asked."""
    found = model._default_manager.all()
    if len(ids) > MANY:
        return {one.pk: one for one in found}
    every = sorted(ids)
    parts = [every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE)]
    return {one.pk: one for part in parts for one in found.filter(pk__in=part)}
