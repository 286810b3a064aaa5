"""A rule as a sentence, in the language of whoever reads."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import AllOf, Compare, Everyone, Not
from loiste.judgement.texts import segments
from loiste.metrics.registry import metrics
from loiste.organisation.config import Organisation
from loiste.pages import numbers
from loiste.pages.dimensions import word

Names = Mapping[str, str]  # segment key -> its name


def segment_names() -> dict[str, str]:
    """Those that are on."""
    return {key: str(one.text.name) for key, one in segments().items()}


def sentence(rule: AnyRule, organisation: Organisation, segments: Names | None = None, *, inner: bool = False) -> str:
    """Which accounts a rule means. `segments`: names of those that it may name; `inner`: as a part of another."""
    if isinstance(rule, Everyone):
        return _("every account")
    if isinstance(rule, Compare):
        return comparison(rule, organisation, segments or {})
    if isinstance(rule, Not):
        return _("not (%(rule)s)") % {"rule": sentence(rule.not_, organisation, segments)}
    parts, joint = (rule.all, _(" and ")) if isinstance(rule, AllOf) else (rule.any, _(" or "))
    whole = joint.join(sentence(part, organisation, segments, inner=len(parts) > 1) for part in parts)
    return f"({whole})" if inner and len(parts) > 1 else whole


def comparison(one: Compare, organisation: Organisation, segments: Names) -> str:
    if one.segment:
        return _("in the segment %(name)s") % {"name": segments.get(one.segment, one.segment)}
    name = metric_name(one) if one.metric else word(one.attribute)
    test = one.tests()[0]
    if test == "is_one_of":
        return is_one_of(name, one.is_one_of or ())
    if test in ("within_days", "older_than_days"):
        return of_days(name, test, int(getattr(one, test)))
    if test == "known":
        return (_("%(name)s is known") if one.known else _("%(name)s is not known")) % {"name": name}
    words = {
        "at_least": _("%(name)s is at least %(value)s"), "above": _("%(name)s is above %(value)s"),
        "at_most": _("%(name)s is at most %(value)s"), "below": _("%(name)s is below %(value)s"),
    }  # fmt: skip
    return words[test] % {"name": name, "value": bound(one.metric, float(getattr(one, test)), organisation)}


def metric_name(one: Compare) -> str:
    """With its window, where the rule has one of its own."""
    name = str(metrics()[one.metric].name) if one.metric in metrics() else one.metric
    return _("%(name)s of %(days)s") % {"name": name, "days": numbers.days(one.days)} if one.days else name


def is_one_of(name: str, values: tuple[str, ...]) -> str:
    once = list({value.casefold(): value for value in reversed(values)}.values())[::-1]  # in whatever capitals
    words = {"name": name, "values": ", ".join(once)}
    return (_("%(name)s is %(values)s") if len(once) == 1 else _("%(name)s is one of: %(values)s")) % words


def of_days(name: str, test: str, days: int) -> str:
    if test == "within_days":
        text = ngettext(
            "%(name)s at most %(count)s day ago", "%(name)s at most %(count)s days ago", days
        )  # fmt: skip
    else:
        text = ngettext(
            "%(name)s more than %(count)s day ago", "%(name)s more than %(count)s days ago", days
        )  # fmt: skip
    return text % {"name": name, "count": numbers.count(days)}


def bound(metric: str, value: float, organisation: Organisation) -> str:
    """In the unit of the metric; of attributes, without one, a plain number."""
    number = Decimal(str(value))
    if metric not in metrics():
        return numbers.scale(number)
    return numbers.figure(numbers.Amount(number, metrics()[metric].unit, organisation.currency))
