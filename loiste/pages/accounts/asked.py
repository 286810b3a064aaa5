"""What the address asks of the list of accounts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from loiste.judgement.models import Band
from loiste.judgement.quadrant import CORNERS
from loiste.pages.accounts import columns
from loiste.pages.accounts.columns import OWN, Column

EXACT = ("owner", "tier", "country", "plan", "tag", "segment")
DAYS = ("signal_after", "signal_before")
AMOUNTS = ("mrr_min", "mrr_max")
CHOICES = {"archived": ("1", "only"), "has_mrr": ("yes", "no"), "band": (*Band.values, "none"), "corner": CORNERS}
LONGEST = 300


@dataclass(frozen=True)
class Wish:
    """`where` holds each filter as it stands in the address, checked; `sort` is a column's key, - before it reverses.

    `cursor` is where the page begins: ("after" or "before", text), see keyset.py.
    """

    q: str = ""
    sort: str = "name"
    where: Mapping[str, str] = field(default_factory=dict)
    columns: str = ""
    view: str = ""
    cursor: tuple[str, str] = ("", "")

    @property
    def shown(self) -> list[Column]:
        return columns.chosen(self.columns)

    @property
    def sorted_by(self) -> Column:
        return columns.column(self.sort.removeprefix("-")) or columns.EVERY[columns.ALWAYS]

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def archived(self) -> str:
        return self.where.get("archived", "")

    def parts(self, **changes: str) -> dict[str, str]:
        """The address of this list without the page; empty parts are left out."""
        sort = "" if self.sort == "name" else self.sort
        every = {"q": self.q, **self.where, "sort": sort, "columns": self.columns, "view": self.view, **changes}
        return {key: value for key, value in every.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.parts())

    @property
    def kept_query(self) -> str:
        """What a saved view keeps: not under which name it was found."""
        return urlencode(self.parts(view=""))

    def address(self, **changes: str) -> str:
        return f"?{urlencode(self.parts(**changes))}"

    def at(self, way: str, cursor: str) -> str:
        return f"?{urlencode({**self.parts(), way: cursor})}"

    def without(self, key: str) -> "Wish":
        return replace(self, where={name: value for name, value in self.where.items() if name != key}, view="")


def read(query: Mapping[str, str]) -> Wish:
    """The wish of an address; BadRequest names what cannot be read."""
    sort = query.get("sort", "name") or "name"
    way = next((name for name in ("after", "before") if query.get(name)), "")
    return Wish(
        q=query.get("q", "").strip()[:200],
        sort=sort if columns.column(sort.removeprefix("-")) else "name",
        where={**exact(query), **choices(query), **ranges(query), **attributes(query)},
        columns=chosen_columns(query),
        view=query.get("view", "") if re.fullmatch(r"viw_\w{1,26}|all", query.get("view", "")) else "",
        cursor=(way, query.get(way, "")) if way else ("", ""),
    )


def of_text(text: str) -> Wish:
    return read(QueryDict(text))


def exact(query: Mapping[str, str]) -> dict[str, str]:
    return {key: query[key][:LONGEST] for key in EXACT if query.get(key)}


def choices(query: Mapping[str, str]) -> dict[str, str]:
    return {key: query[key] for key, known in CHOICES.items() if query.get(key) in known}


def ranges(query: Mapping[str, str]) -> dict[str, str]:
    """Amounts with a point, days like 2026-10-31, and a whole number of days."""
    found = {key: str(amount(query[key])) for key in AMOUNTS if query.get(key, "").strip()}
    found |= {key: day(query[key]).isoformat() for key in DAYS if query.get(key)}
    if query.get("renews_in"):
        found["renews_in"] = str(number_of_days(query["renews_in"]))
    return found


def amount(text: str) -> Decimal:
    try:
        found = Decimal(re.sub(r"\s", "", text).replace(",", ".").replace("\N{MINUS SIGN}", "-"))
        whole = found.is_finite() and abs(found) < 10**12
    except InvalidOperation:
        whole = False
    if not whole:
        raise BadRequest(_("The amount in the address is not a number; write it like 250 or 99.50."))
    return found


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(_("The day in the address cannot be read; write it like 2026-10-31.")) from error


def number_of_days(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII):
        raise BadRequest(_("The number of days in the address is not a whole number from 0 to 9999."))
    return int(text)


def attributes(query: Mapping[str, str]) -> dict[str, str]:
    """`attr.NAME=value`, and the pair of fields that a form sends."""
    found = {key: query[key][:LONGEST] for key in query if key.startswith(OWN) and columns.column(key) and query[key]}
    name, value = query.get("attribute", "").strip(), query.get("is", "").strip()
    if name and value and columns.column(OWN + name):
        found[OWN + name] = value[:LONGEST]
    return dict(list(found.items())[:10])


def chosen_columns(query: Mapping[str, str]) -> str:
    """One text, or one for each box that was ticked; the usual ones need not stand in the address."""
    texts = query.getlist("columns") if isinstance(query, QueryDict) else [query.get("columns", "")]
    known = [one.key for one in columns.chosen(",".join(texts))][1:]
    return "" if tuple(known) == columns.DEFAULT or not any(texts) else ",".join(known)
