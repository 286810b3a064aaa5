"""Load per manager: accounts, revenue, red ones, key accounts, broken promises. The lines add up to all accounts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from loiste.accounts.models import Account, User
from loiste.judgement.models import Band
from loiste.organisation.config import Organisation
from loiste.pages.numbers import Amount
from loiste.pages.tiers.board import money

COUNTED = ("accounts", "mrr", "lacking", "red", "keys", "broken")


@dataclass(frozen=True)
class Line:
    """What one manager carries. `known`: somebody active in the team; `owner`: as the list of accounts filters by."""

    name: str
    owner: str
    known: bool
    counts: Counter[str] = field(default_factory=Counter)
    mrr: Amount = Amount(None, "money")


@dataclass(frozen=True)
class Load:
    lines: list[Line]
    total: Line


def load(organisation: Organisation) -> Load:
    """Those who carry most revenue first; accounts without an owner, and archived ones, on lines of their own."""
    people, carried = names(), dict[tuple[str, bool], Counter[str]]()
    for row in rows():
        counts = Counter({name: row[name] or 0 for name in COUNTED if name in row})
        key = ("", True) if row["archived"] else (people.get(row["owner"], row["owner"]), False)
        carried.setdefault(key, Counter()).update(counts)
    order = sorted(carried.items(), key=lambda one: (one[0][1], not one[0][0], -one[1]["mrr"], one[0][0]))
    lines = [line(*key, counts, people, organisation) for key, counts in order]
    whole: Counter[str] = Counter()
    for one in lines:
        whole.update(one.counts)
    return Load(lines, Line(_("All"), "", True, whole, of(whole, organisation)))


def line(owner: str, archived: bool, counts: Counter[str], people: dict[str, str], ours: Organisation) -> Line:
    name = _("Archived accounts") if archived else owner or _("No owner")
    return Line(name, owner, archived or not owner or owner in people.values(), counts, of(counts, ours))


def of(counts: Counter[str], organisation: Organisation) -> Amount:
    """Their revenue; unknown where nobody's is known."""
    known = counts["accounts"] > counts["lacking"]
    return money(counts["mrr"] if known else None, organisation)


def rows() -> Iterable[Mapping[str, Any]]:
    accounts = Account.objects.filter(merged_into=None).annotate(archived=Q(archived_at__isnull=False))
    return (
        accounts.values("owner", "archived").annotate(
            accounts=Count("pk"), mrr=Sum("standing__mrr"), lacking=Count("pk", filter=Q(standing__mrr=None)),
            keys=Count("pk", filter=Q(place__key_account=True)), broken=Count("pk", filter=Q(place__promise="broken")),
            red=Count("pk", filter=Q(health__band=Band.RED)),
        ).order_by()
    )  # fmt: skip


def names() -> dict[str, str]:
    """Every name under which somebody active owns accounts, and the one name they are shown by."""
    people = User.objects.filter(is_active=True).order_by("-pk")
    return {name: one.name or one.email for one in people for name in one.owner_names()}
