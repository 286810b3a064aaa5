"""A rule over accounts in words: to which accounts a model applies."""

from typing import Any

from django.utils.translation import gettext as _

from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.metrics.registry import metrics
from loiste.pages import dimensions, numbers


def in_words(rule: AnyRule) -> str:
    """The rule as one line; parts that are made of parts stand in brackets."""
    if isinstance(rule, Everyone):
        return _("all accounts")
    if isinstance(rule, Not):
        return _("not (%(rule)s)") % {"rule": in_words(rule.not_)}
    if isinstance(rule, AllOf | AnyOf):
        parts = rule.all if isinstance(rule, AllOf) else rule.any
        joined = _(" and ") if isinstance(rule, AllOf) else _(" or ")
        return joined.join(bracketed(part) for part in parts)
    return comparison(rule)


def bracketed(rule: AnyRule) -> str:
    return f"({in_words(rule)})" if isinstance(rule, AllOf | AnyOf) else in_words(rule)


def comparison(rule: Compare) -> str:
    if rule.segment:
        return _("in the segment %(name)s") % {"name": rule.segment}
    test = rule.tests()[0]
    return said(test) % {"name": source_name(rule), "value": value(getattr(rule, test))} if test != "known" else (
        _("%(name)s is known") if rule.known else _("%(name)s is not known")) % {"name": source_name(rule)}  # fmt: skip


def said(test: str) -> str:
    return {
        "is_one_of": _("%(name)s is one of: %(value)s"),
        "at_least": _("%(name)s is at least %(value)s"),
        "above": _("%(name)s is above %(value)s"),
        "at_most": _("%(name)s is at most %(value)s"),
        "below": _("%(name)s is below %(value)s"),
        "within_days": _("%(name)s lies at most %(value)s days back"),
        "older_than_days": _("%(name)s lies more than %(value)s days back"),
    }[test]


def source_name(rule: Compare) -> str:
    if not rule.metric:
        return dimensions.word(rule.attribute)
    name = str(metrics()[rule.metric].name) if rule.metric in metrics() else rule.metric
    return name if rule.days is None else _("%(name)s in %(days)s days") % {"name": name, "days": rule.days}


def value(bound: Any) -> str:
    return ", ".join(bound) if isinstance(bound, tuple) else numbers.plain(bound, 2)
