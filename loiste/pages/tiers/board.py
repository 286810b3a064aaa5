"""The page of tiers: each tier with its promise and how it stands, and the accounts whose promise is broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from loiste.accounts.doors import accounts_for, values_for
from loiste.accounts.models import Account, User
from loiste.judgement import promised
from loiste.judgement.models import Place
from loiste.judgement.promised import TierText
from loiste.organisation.config import Organisation
from loiste.pages.dimensions import MOST
from loiste.pages.numbers import Amount
from loiste.pages.rule_words import sentence
from loiste.pages.tiers import words
from loiste.plain.money import from_millionths

SIZE = 50
SORTS = {"due": "place__due_on", "name": "name", "owner": "owner", "mrr": "standing__mrr",
         "contact": "place__contact_on", "meeting": "place__meeting_on"}  # fmt: skip
LEFT = Q(customer=False, customer__isnull=False)
SHOWN = ("broken", "unknown", "kept")


@dataclass(frozen=True)
class Wish:
    """What the address asks of the list: `promise` is how it stands, `sort` a key of SORTS, - before it reverses."""

    owner: str = ""
    tier: str = ""
    promise: str = "broken"
    sort: str = "due"

    def parts(self, **changes: str) -> dict[str, str]:
        every = {"owner": self.owner, "tier": self.tier, "promise": self.promise, "sort": self.sort, **changes}
        return {key: value for key, value in every.items() if value and value != USUAL.get(key)}

    def address(self, **changes: str) -> str:
        return f"?{urlencode(self.parts(**changes))}#list"


USUAL = {"promise": "broken", "sort": "due"}


@dataclass(frozen=True)
class Head:
    name: str
    address: str
    order: str
    number: bool = False


@dataclass(frozen=True)
class Line:
    """One tier. `share`: of the accounts whose promise is known to stand or not, those where it is kept."""

    key: str
    name: str
    text: TierText | None
    rule: str
    rhythm: str
    onboarding: str
    automation: str
    accounts: int
    left: int  # that pay nothing
    mrr: Amount
    lacking: int  # accounts whose MRR is not known
    kept: int
    broken: int
    unknown: int
    share: float | None
    address: str


def read(query: Mapping[str, str]) -> Wish:
    """The wish of an address; what it names that is not there is left aside."""
    sort, promise = query.get("sort", ""), query.get("promise", "")
    return Wish(
        owner=query.get("owner", "")[:200], tier=query.get("tier", "")[:60],
        promise=promise if promise in SHOWN else "broken", sort=sort if sort.removeprefix("-") in SORTS else "due",
    )  # fmt: skip


def there() -> QuerySet[Place]:
    """Places of all accounts but those archived or merged; sums of them are open to everybody.

    Those who pay nothing any more are told apart, since nothing is promised to them.
    """
    return Place.objects.filter(account__merged_into=None, account__archived_at=None)


def sums(places: QuerySet[Place], *by: str) -> list[dict[str, Any]]:
    """Numbers of accounts that pay or may, and of others; MRR in millionths, and of how many it is known."""
    standing = "account__standing__mrr"
    counted = {f"n_{word}": Count("pk", filter=Q(promise=word)) for word in SHOWN}
    return list(
        places.values(*by)
        .annotate(n=Count("pk", filter=~LEFT), n_left=Count("pk", filter=LEFT), mrr=Sum(standing))
        .annotate(n_known=Count(standing, filter=~LEFT), **counted)
        .order_by(*by)
    )  # fmt: skip


def lines(wish: Wish, organisation: Organisation) -> list[Line]:
    """The tiers in their order; last those without one, and those whose tier is no longer there."""
    texts = {one.text.key: one for one in promised.tiers()}
    found = {row["tier"]: row for row in sums(there(), "tier")}
    return [line(key, texts.get(key), found.get(key, {}), wish, organisation) for key in {**texts, **found}]


def line(key: str, text: TierText | None, row: dict[str, Any], wish: Wish, organisation: Organisation) -> Line:
    kept, broken, unknown = (row.get(f"n_{word}", 0) for word in ("kept", "broken", "unknown"))
    tier = text.text if text else None
    return Line(
        key=key, name=str(tier.name) if tier else key or _("No tier"), text=text,
        rule=sentence(tier.rule, organisation) if tier else "",
        rhythm=words.rhythm(tier) if tier else "",
        onboarding=str(words.ONBOARDING[tier.onboarding]) if tier else "",
        automation=str(words.AUTOMATION[tier.automation]) if tier else "",
        accounts=row.get("n", 0), left=row.get("n_left", 0),
        mrr=money(row.get("mrr"), organisation),
        lacking=row.get("n", 0) - row.get("n_known", 0),
        kept=kept, broken=broken, unknown=unknown, share=kept / (kept + broken) if kept + broken else None,
        address=wish.address(tier=key, promise="broken"),
    )  # fmt: skip


def money(millionths: int | None, organisation: Organisation) -> Amount:
    value = None if millionths is None else from_millionths(millionths)
    return Amount(value, "money", organisation.currency)


def asked(user: User, wish: Wish) -> QuerySet[Account]:
    """The accounts of the list that the person may see, in the order asked for; unknown days last."""
    found = accounts_for(user).filter(archived_at=None, place__promise=wish.promise)
    for name, path in (("owner", "owner"), ("tier", "place__tier")):
        if getattr(wish, name):
            found = found.filter(**{path: getattr(wish, name)})
    by = F(SORTS[wish.sort.removeprefix("-")])
    order = by.desc(nulls_last=True) if wish.sort.startswith("-") else by.asc(nulls_last=True)
    return found.select_related("place", "standing").order_by(order, F("standing__mrr").desc(nulls_last=True), "id")


@dataclass(frozen=True)
class Entry:
    """One account of the list; `late` days since the promise was broken, None where it is not."""

    account: Account
    tier: str
    mrr: Amount
    late: int | None


def entry(account: Account, names: Mapping[str, str], as_of: date, organisation: Organisation) -> Entry:
    place, standing = account.place, getattr(account, "standing", None)
    late = (as_of - place.due_on).days + 1 if place.promise == "broken" and place.due_on else None
    return Entry(account, names.get(place.tier, place.tier), money(standing and standing.mrr, organisation), late)


def heads(wish: Wish) -> list[Head]:
    named = (
        ("name", _("Customer"), False), ("owner", _("Owner"), False), ("mrr", _("MRR"), True),
        ("contact", _("Last two-way contact"), False), ("meeting", _("Last meeting"), False),
        ("due", _("Was due"), False),
    )  # fmt: skip
    return [head(wish, *one) for one in named]


def head(wish: Wish, key: str, name: str, number: bool) -> Head:
    order = {key: "ascending", f"-{key}": "descending"}.get(wish.sort, "none")
    return Head(name, wish.address(sort=f"-{key}" if order == "ascending" else key), order, number)


def owners(user: User, wish: Wish) -> list[str]:
    return sorted({*values_for(user, ["owner"], MOST)["owner"], *([wish.owner] if wish.owner else [])})
