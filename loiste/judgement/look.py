"""Which accounts rules match as of a day, and what they pay: a look that keeps nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from django.db.models import Count, OuterRef, Subquery

from loiste.judgement import needs
from loiste.judgement.facts import Needs, gather
from loiste.judgement.judge import accounts
from loiste.judgement.members import holding
from loiste.judgement.models import Membership, Score
from loiste.judgement.needs import AnyRule
from loiste.judgement.shapes import Floats
from loiste.metrics.by_account import Ask, Ints
from loiste.organisation.config import Organisation

MRR = Ask("mrr")


@dataclass(frozen=True)
class Found:
    """Accounts (ids of rows) that surely match, those that pay most first. `mrr`: what they pay together, in major
    units, None when it is known of none; `unknown`: of how many accounts nobody can say whether they match.
    """

    accounts: Ints
    paid: Floats  # by each, NaN = unknown
    mrr: float | None
    unknown: int


def find(
    home: Path, organisation: Organisation, rules: Mapping[str, AnyRule], *, as_of: date,
    known_by: datetime | None = None,
) -> dict[str, Found]:  # fmt: skip
    """Each rule answered over the same facts; `known_by` (UTC, naive): as was known before that moment."""
    wanted = Needs(asks=frozenset({(MRR, 0)}))
    for rule in rules.values():
        wanted |= needs.of_rule(rule)
    known = gather(home, organisation, wanted, as_of, accounts(), known_by=known_by)
    paid = known.metric(MRR.metric)
    found = {}
    for key, rule in rules.items():
        yes, no = rule.answer(known)
        places = np.flatnonzero(yes)
        order = np.argsort(-np.nan_to_num(paid[places], nan=-1.0), kind="stable")
        found[key] = Found(
            known.accounts[places[order]], paid[places[order]], total(paid[places]), int((~yes & ~no).sum())
        )
    return found


def total(paid: Floats) -> float | None:
    return None if np.isnan(paid).all() else float(np.nansum(paid))


def bands(day: date) -> dict[str, dict[str, int]]:
    """How many members of each segment had which band on a day, as both were kept."""
    newest = Score.objects.filter(account=OuterRef("account"), as_of__lte=day).order_by("-as_of")
    inside = Membership.objects.filter(holding(day), account__merged_into=None)
    counted = inside.annotate(band=Subquery(newest.values("band")[:1])).values("segment", "band")
    found: dict[str, dict[str, int]] = {}
    for row in counted.annotate(all=Count("id")).order_by("segment", "band"):
        if row["band"]:
            found.setdefault(row["segment"], {})[row["band"]] = row["all"]
    return found
