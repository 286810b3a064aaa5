"""By what accounts can be filtered and sliced, and the choices that a filter offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from loiste.accounts.models import Account, Subscription

MOST = 40  # a list with more choices is no help


@dataclass(frozen=True)
class Choice:
    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One list of the filter."""

    key: str
    name: str
    every: str
    choices: list[Choice]


def word(dimension: str) -> str:
    """A dimension's name as people read it; an own attribute keeps its name."""
    words = {
        "tier": _("Tier"), "plan": _("Plan"), "owner": _("Owner"), "country": _("Country"), "tags": _("Tags"),
        "channel": _("Channel"), "category": _("Category"), "priority": _("Priority"), "feature": _("Feature"),
        "name": _("Name"), "business_id": _("Business id"), "signed_up_on": _("Signed up"), "parent_id": _("Parent"),
        "corner": _("Quadrant"),
    }  # fmt: skip
    return words.get(dimension, dimension.replace("_", " "))


def value_word(dimension: str, value: str) -> str:
    """A value as people read it: channels have words, all else stays as it came."""
    words = {"chat": _("Chat"), "email": _("E-mail"), "mail": _("E-mail"), "phone": _("Phone")}
    return words.get(value, value) if dimension == "channel" else value


def facets(accounts: QuerySet[Account], chosen: Mapping[str, str]) -> list[Facet]:
    """Lists for tier, plan, owner and country, where there is something to choose."""
    every = {"tier": _("All tiers"), "plan": _("All plans"), "owner": _("Everyone"), "country": _("All countries")}
    found = []
    for key, text in every.items():
        values = values_of(accounts, key)
        if 1 < len(values) <= MOST or key in chosen:
            wanted = chosen.get(key, "")
            listed = sorted({*values[:MOST], *([wanted] if wanted else [])})
            found.append(Facet(key, word(key), text, [Choice(value, value, value == wanted) for value in listed]))
    return found


def values_of(accounts: QuerySet[Account], key: str) -> list[str]:
    """Different values in use, at most one more than a list holds."""
    if key == "plan":
        plans = Subscription.objects.exclude(plan="").order_by("plan").values_list("plan", flat=True)
        return list(plans.distinct()[: MOST + 1])
    return list(accounts.exclude(**{key: ""}).order_by(key).values_list(key, flat=True).distinct()[: MOST + 1])
