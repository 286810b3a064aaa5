"""Rules in words, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.metrics.registry import Metric, metrics
from loiste.pages import numbers
from loiste.pages.dimensions import word

OF_NUMBERS = {
    "at_least": gettext_lazy("%(what)s is at least %(value)s"), "above": gettext_lazy("%(what)s is above %(value)s"),
    "at_most": gettext_lazy("%(what)s is at most %(value)s"), "below": gettext_lazy("%(what)s is below %(value)s"),
}  # fmt: skip


def sentence(rule: AnyRule, currency: str, *, inner: bool = False) -> str:
    """`inner`: as a part of another, so that what belongs together stands in brackets."""
    if isinstance(rule, Everyone):
        return _("every account")
    if isinstance(rule, Compare):
        return compared(rule, currency)
    if isinstance(rule, Not):
        return _("it does not hold that %(rule)s") % {"rule": sentence(rule.not_, currency, inner=True)}
    parts = [sentence(one, currency, inner=True) for one in (rule.all if isinstance(rule, AllOf) else rule.any)]
    joined = (_(" and ") if isinstance(rule, AllOf) else _(" or ")).join(parts)
    return f"({joined})" if inner and len(parts) > 1 and isinstance(rule, AllOf | AnyOf) else joined


def compared(one: Compare, currency: str) -> str:
    metric = metrics().get(one.metric)
    what = str(metric.name) if metric else word(one.attribute) if one.attribute else one.segment
    if one.segment:
        return _("it is in the segment %(what)s") % {"what": what}
    if one.days:
        what = _("%(what)s (%(days)s)") % {"what": what, "days": numbers.days(one.days)}
    if one.is_one_of is not None:
        return _("%(what)s is %(values)s") % {"what": what, "values": listed(one.is_one_of)}
    if one.known is not None:
        return (_("%(what)s is known") if one.known else _("%(what)s is not known")) % {"what": what}
    if one.within_days is not None:
        return _("%(what)s is at most %(days)s ago") % {"what": what, "days": numbers.days(one.within_days)}
    if one.older_than_days is not None:
        return _("%(what)s is over %(days)s ago") % {"what": what, "days": numbers.days(one.older_than_days)}
    test = one.tests()[0]
    return OF_NUMBERS[test] % {"what": what, "value": valued(getattr(one, test), metric, currency)}


def listed(values: tuple[str, ...]) -> str:
    """Words apart from their capitals; those written in several ways are said once."""
    once = list({value.casefold(): value for value in reversed(values)}.values())[::-1]
    return _(" or ").join([", ".join(once[:-1]), once[-1]]) if once[1:] else once[0]


def valued(value: float, metric: Metric | None, currency: str) -> str:
    """A bound in the unit of its metric."""
    if metric is None:
        return numbers.scale(value)
    return numbers.money(value, currency) if metric.unit == "money" else numbers.UNITS[metric.unit](value)
