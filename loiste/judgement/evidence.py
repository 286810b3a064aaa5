"""The evidence of an alert: each comparison of its rule that held, with what was measured and against which bound.

An item: {"metric" | "attribute" | "segment": name, "days": its window, "test": name, "bound": ..., "value": ...}. What
is None is left out. Metrics shown beside the rule have no test.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from loiste.judgement.facts import Known
from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import AllOf, Bools, Compare, Everyone, Not

Item = dict[str, Any]
OPPOSITE = {
    "at_least": "below", "below": "at_least", "above": "at_most", "at_most": "above",
    "within_days": "not_within_days", "older_than_days": "not_older_than_days", "is_one_of": "is_none_of",
    "known": "known", "within": "without",
}  # fmt: skip


def held(rule: AnyRule, known: Known, among: Bools, *, wanted: bool = True) -> Iterator[tuple[Compare, bool, Bools]]:
    """Each comparison, whether it was to hold (false: inside of a not), and for which of the accounts `among` it did
    what the rule wanted."""
    if isinstance(rule, Everyone):
        return
    if isinstance(rule, Compare):
        yield rule, wanted, among & side(rule, known, wanted)
    elif isinstance(rule, Not):
        yield from held(rule.not_, known, among, wanted=not wanted)
    else:
        every = rule.all if isinstance(rule, AllOf) else rule.any
        for part in every:
            yield from held(part, known, among & side(part, known, wanted), wanted=wanted)


def side(rule: AnyRule, known: Known, wanted: bool) -> Bools:
    answer = rule.answer(known)
    return answer.yes if wanted else answer.no


def evidence(rule: AnyRule, beside: tuple[str, ...], known: Known, among: Bools) -> dict[int, list[Item]]:
    """Of each of the accounts `among`, by its place."""
    found: dict[int, list[Item]] = {place: [] for place in np.flatnonzero(among).tolist()}
    for compare, wanted, where in held(rule, known, among):
        for place in np.flatnonzero(where).tolist():
            found[place].append(item(compare, wanted, known, place))
    for metric in beside:
        values = known.metric(metric)
        for place, items in found.items():
            items.append({"metric": metric} | worth(values[place]))
    return found


def item(compare: Compare, wanted: bool, known: Known, place: int) -> Item:
    test, bound = tested(compare)
    told: Item = {"test": test if wanted else OPPOSITE[test]}
    if bound is not None:
        told["bound"] = bound if test != "known" else bound == wanted
    if compare.segment:
        return {"segment": compare.segment, **told}
    if compare.metric:
        days = {"days": compare.days} if compare.days else {}
        return {"metric": compare.metric, **days, **told} | worth(known.metric(compare.metric, compare.days)[place])
    text = known.attribute(compare.attribute)[place]
    return {"attribute": compare.attribute, **told} | ({} if text is None else {"value": text})


def tested(compare: Compare) -> tuple[str, Any]:
    """The test and its bound; a segment has no bound."""
    if compare.segment:
        return "within", None
    test = compare.tests()[0]
    bound = getattr(compare, test)
    return test, list(bound) if isinstance(bound, tuple) else bound


def worth(value: float) -> Item:
    """Unknown is left out: it is never 0."""
    return {} if np.isnan(value) else {"value": round(float(value), 6)}


def reasons(items: list[Item]) -> list[Item]:
    """What makes other evidence: which comparisons hold, not how today's numbers lie."""
    return [{name: part for name, part in one.items() if name != "value"} for one in items]
