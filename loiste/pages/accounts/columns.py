"""The columns that the list of accounts can show: what each is called, is sorted by, and how its cell is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import F, Q, TextField
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy

from loiste.accounts.models import Account
from loiste.metrics.models import COLUMNS as STANDING

Kind = Literal["text", "day", "money", "count", "points", "health", "corner"]
OWN = "attr."  # an attribute that the organisation's own files brought


def unindexed(column: str) -> Coalesce:
    """The column said so that no index is used."""
    return Coalesce(F(column), F(column))


@dataclass(frozen=True)
class Column:
    """`path` leads from an account to what is sorted by; `value` gives the same from a row in hand."""

    key: str
    name: Any
    kind: Kind
    path: str = ""

    @property
    def sql(self) -> Combinable:
        """What the database sorts by."""
        if self.key.startswith(OWN):
            return attribute(self.key)
        return Cast(F("tags"), TextField()) if self.key == "tags" else F(self.field)

    @property
    def field(self) -> str:
        """The column as filters name it; own attributes and tags have no index, and go by `sort_value`."""
        return "sort_value" if self.key.startswith(OWN) or self.key == "tags" else self.path or self.key

    @property
    def lacking(self) -> Q:
        """Rows whose value is unknown."""
        none = {"tags": "[]"}.get(self.key, "")
        if self.path or self.kind == "day":
            return Q(**{f"{self.field}__isnull": True})
        return Q(**{self.field: none}) | (Q(sort_value__isnull=True) if self.key.startswith(OWN) else Q())

    @property
    def there(self) -> Q:
        """Rows whose value is known; said so that an index can serve."""
        if self.path or self.kind == "day":
            return Q(**{f"{self.field}__isnull": False})
        return ~Q(sort_value="[]") if self.key == "tags" else Q(**{f"{self.field}__gt": ""})

    @property
    def relation(self) -> str:
        """The account's row in another table that holds the value; empty when the account itself does."""
        return self.path.partition("__")[0]

    @property
    def number(self) -> bool:
        return self.kind not in ("text", "day", "corner")

    def value(self, account: Account) -> Any:
        """The cell's value: text, day or number; None when unknown."""
        if self.key.startswith(OWN):
            found = account.attributes.get(self.key.removeprefix(OWN))
            return None if found is None else str(found)
        if self.key == "tags":
            return ", ".join(account.tags) or None
        if self.path:
            return getattr(getattr(account, self.relation, None), self.path.rpartition("__")[2], None)
        return getattr(account, self.key) or None

    def read(self, text: Any) -> Any:
        """A value as it stood in an address; ValueError for what none of this column can be."""
        if self.kind == "day":
            return date.fromisoformat(text)
        if self.kind in ("text", "corner"):
            return str(text)
        if not isinstance(text, int | float):
            raise ValueError(text)
        return float(text) if self.kind in ("points", "health") else int(text)


def attribute(key: str) -> Cast:
    """An own attribute's value as text, null when it is not said."""
    return Cast(KeyTextTransform(key.removeprefix(OWN), F("attributes")), TextField())


def of_account(key: str, name: Any, kind: Kind = "text") -> Column:
    return Column(key, name, kind)


def of_standing(key: str, name: Any, kind: Kind) -> Column:
    return Column(key, name, kind, f"standing__{key}")


def of_health(key: str, name: Any, field: str, kind: Kind) -> Column:
    return Column(key, name, kind, f"health__{field}")


EVERY = {
    one.key: one
    for one in (
        of_account("name", gettext_lazy("Customer")),
        of_account("ref", gettext_lazy("Id")),
        of_account("business_id", gettext_lazy("Business id")),
        of_account("owner", gettext_lazy("Owner")),
        of_account("tier", gettext_lazy("Tier")),
        of_account("country", gettext_lazy("Country")),
        of_account("tags", gettext_lazy("Tags")),
        of_health("health", gettext_lazy("Health"), "score", "health"),
        Column("corner", gettext_lazy("Quadrant"), "corner", "corner__corner"),
        of_health("health_change", gettext_lazy("Health, change in 28 days"), "change", "points"),
        of_standing("plan", gettext_lazy("Plan"), "text"),
        of_standing("mrr", gettext_lazy("MRR"), "money"),
        of_standing("active_users", gettext_lazy("Active users"), "count"),
        of_standing("active_days", gettext_lazy("Active days"), "count"),
        of_standing("ticket_volume", gettext_lazy("Tickets"), "count"),
        of_standing("nps", gettext_lazy("NPS"), "points"),
        of_standing("last_signal_on", gettext_lazy("Last signal"), "day"),
        of_standing("last_contact_on", gettext_lazy("Last two-way contact"), "day"),
        of_standing("renews_on", gettext_lazy("Renews"), "day"),
        of_standing("notice_on", gettext_lazy("Notice by"), "day"),
        of_account("signed_up_on", gettext_lazy("Signed up"), "day"),
    )
}
ALWAYS = "name"
DEFAULT = ("owner", "tier", "health", "plan", "mrr", "active_users", "last_signal_on", "last_contact_on", "renews_on")
MOST = 24  # columns shown at once


def column(key: str) -> Column | None:
    """The column of this key; an attribute's own is made for the asking."""
    if key.startswith(OWN) and 0 < len(key.removeprefix(OWN)) <= 60:
        return Column(key, key.removeprefix(OWN).replace("_", " "), "text")
    return EVERY.get(key)


def chosen(text: str) -> list[Column]:
    """The columns that an address names, after the name; those we do not know are left out, none named = the usual."""
    keys = list(dict.fromkeys(part.strip() for part in text.split(","))) if text else list(DEFAULT)
    found = [one for key in keys if key != ALWAYS and (one := column(key))]
    return [EVERY[ALWAYS], *found[: MOST - 1]]


def counted(one: Column) -> bool:
    """Whether the column is filled by the job that counts, and so of a moment."""
    return one.key in STANDING
