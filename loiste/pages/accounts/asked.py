"""What the address asks of the list of accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts.models import Account

FILTERS = ("owner", "tier", "country")
SORTS = ("name", "owner", "tier", "country", "signed_up_on")


@dataclass(frozen=True)
class Wish:
    q: str = ""
    sort: str = "name"
    archived: bool = False
    where: Mapping[str, str] = field(default_factory=dict)

    def parts(self, **changes: str) -> dict[str, str]:
        """The address of this list, without the page."""
        sort = "" if self.sort == "name" else self.sort
        return {"q": self.q, "sort": sort, "archived": "1" if self.archived else "", **self.where, **changes}


@dataclass(frozen=True)
class Column:
    """A head that sorts; `order` is what it is sorted by now, for screen readers."""

    name: str
    address: str
    order: str


def read(query: Mapping[str, str]) -> Wish:
    sort = query.get("sort", "name")
    return Wish(
        q=query.get("q", "").strip()[:200],
        sort=sort if sort.removeprefix("-") in SORTS else "name",
        archived=query.get("archived") == "1",
        where={key: query[key] for key in FILTERS if query.get(key)},
    )


def kept(accounts: QuerySet[Account], wish: Wish) -> QuerySet[Account]:
    """The accounts asked for, in order; archived ones only when asked."""
    found = accounts.filter(**wish.where)
    if not wish.archived:
        found = found.filter(archived_at=None)
    if wish.q:
        found = found.filter(Q(name__icontains=wish.q) | Q(ref__icontains=wish.q) | Q(business_id__icontains=wish.q))
    return found.order_by(wish.sort, "id")


def columns(wish: Wish) -> list[Column]:
    """Heads of the table in its order."""
    names = (_("Customer"), _("Owner"), _("Tier"), _("Country"), _("Signed up"))
    return [column(key, name, wish) for key, name in zip(SORTS, names, strict=True)]


def column(key: str, name: str, wish: Wish) -> Column:
    """Pressed again, a head turns the order round."""
    order = {key: "ascending", f"-{key}": "descending"}.get(wish.sort, "none")
    asked = wish.parts(sort=f"-{key}" if order == "ascending" else key)
    return Column(name, f"?{urlencode({k: v for k, v in asked.items() if v})}", order)
