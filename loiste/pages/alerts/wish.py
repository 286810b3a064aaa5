"""What the address of the alerts asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from loiste.judgement.alert_list import SCOPES, SEVERITIES, SORTS, STATES, Wanted
from loiste.pages.dimensions import Choice, Facet

NAMES = ("scope", "state", "rule", "severity", "sort", "owner")
LONGEST = 200  # letters of a filter


@dataclass(frozen=True)
class Wish:
    """`filters`: what differs from all open alerts, as it stands in the address."""

    wanted: Wanted
    filters: Mapping[str, str]


def read(query: QueryDict) -> Wish:
    """Words that are none of those offered are no filter."""
    said = {name: query.get(name, "").replace("\0", "").strip()[:LONGEST] for name in NAMES}
    known = {"scope": SCOPES, "state": STATES, "severity": SEVERITIES, "sort": SORTS}
    good = {name: text for name, text in said.items() if text and text in known.get(name, (text,))}
    usual = Wanted()
    return Wish(Wanted(**good), {name: text for name, text in good.items() if text != getattr(usual, name)})


def facets(wish: Wish, rules: list[tuple[str, str]], owners: list[str]) -> list[Facet]:
    """The lists of the filter."""
    flags = [("-", _("Flags"))]
    return [
        facet(wish, "scope", _("Whose"), "", [("all", _("All")), ("mine", _("Mine")), ("team", _("My team's"))]),
        facet(wish, "state", _("State"), "", list(states().items())),
        facet(wish, "rule", _("Rule"), _("All rules"), [*rules, *flags]),
        facet(wish, "severity", _("Severity"), _("Any"), list(severities().items())),
        facet(wish, "sort", _("Sort"), _("Both"), list(sorts().items())),
        facet(wish, "owner", _("Owner"), _("Everyone"), [(one, one) for one in owners]),
    ]  # fmt: skip


def facet(wish: Wish, key: str, name: str, every: str, choices: list[tuple[str, str]]) -> Facet:
    chosen = getattr(wish.wanted, key)
    if chosen and chosen not in [value for value, _name in choices]:
        choices = [*choices, (chosen, chosen)]
    return Facet(key, name, every, [Choice(value, word, value == chosen) for value, word in choices])


def states() -> dict[str, str]:
    return {"open": _("Open"), "snoozed": _("Snoozed"), "closed": _("Closed")}


def severities() -> dict[str, str]:
    return {"high": _("High"), "medium": _("Medium"), "low": _("Low")}


def sorts() -> dict[str, str]:
    return {"worry": _("Worries"), "opportunity": _("Opportunities")}
