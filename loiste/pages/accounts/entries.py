"""Rows and heads of the table of accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from loiste.accounts.models import Account
from loiste.organisation.config import Organisation
from loiste.pages.accounts.asked import Wish
from loiste.pages.accounts.columns import Column
from loiste.pages.health.words import Band, band, points
from loiste.pages.numbers import Amount
from loiste.pages.quadrant.words import Name, names
from loiste.plain.money import from_millionths


@dataclass(frozen=True)
class Head:
    """`order` is how the table is sorted by it now, for screen readers; `address` sorts by it, then the other way."""

    name: str
    address: str
    order: str
    number: bool


@dataclass(frozen=True)
class Cell:
    """`value` is an Amount for numbers, else text or day."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Scored:
    """A health score, and the band that it lies in; `by_hand`: an override."""

    points: Amount
    band: Band | None
    by_hand: bool = False


@dataclass(frozen=True)
class Entry:
    account: Account
    cells: list[Cell]


def heads(wish: Wish) -> list[Head]:
    return [head(one, wish) for one in wish.shown]


def head(one: Column, wish: Wish) -> Head:
    order = {one.key: "ascending", f"-{one.key}": "descending"}.get(wish.sort, "none")
    asked = wish.parts(sort=f"-{one.key}" if order == "ascending" else one.key)
    if one.key == "name" and order != "ascending":
        asked.pop("sort")
    return Head(str(one.name), wish.address(sort=asked.get("sort", "")), order, one.number)


def entries(accounts: Iterable[Account], wish: Wish, organisation: Organisation) -> list[Entry]:
    """The name stands in the row's head, so cells are of the columns after it."""
    shown = wish.shown[1:]
    corners = names() if any(one.kind == "corner" for one in shown) else {}
    return [Entry(account, [cell(one, account, organisation, corners) for one in shown]) for account in accounts]


def cell(one: Column, account: Account, organisation: Organisation, corners: Mapping[str, Name]) -> Cell:
    value = one.value(account)
    if one.kind == "corner":
        return Cell("corner", corners.get(value))
    if not one.number:
        return Cell(one.kind, value)
    if one.kind == "money":
        value = None if value is None else from_millionths(value)
    if one.kind == "health":
        return Cell("health", scored(account))
    return Cell("number", Amount(value, one.kind, organisation.currency))


def scored(account: Account) -> Scored:
    """The account's score by the last day judged; unknown before the first."""
    row = getattr(account, "health", None)
    return Scored(points(row.score), band(row.band), row.by_hand) if row else Scored(points(None), None)
