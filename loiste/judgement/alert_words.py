"""The evidence of an alert in words."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from loiste.judgement.band_words import BANDS
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.texts import every
from loiste.metrics.registry import metrics


def sentence(item: dict[str, Any]) -> str:
    """One comparison that held: what it is about, what it was, and against which bound."""
    name, value = subject(item), shown(item)
    if "test" not in item:
        return _("%(name)s: %(value)s") % {"name": name, "value": value}
    if "segment" in item:
        text = _("in the segment %(name)s") if item["test"] == "within" else _("outside of the segment %(name)s")
        return text % {"name": name}
    words = {"name": name, "value": value, "bound": bound(item)}
    return tests()[item["test"]] % words


def tests() -> dict[str, str]:
    return {
        "at_least": _("%(name)s: %(value)s (alert from %(bound)s)"),
        "above": _("%(name)s: %(value)s (alert above %(bound)s)"),
        "at_most": _("%(name)s: %(value)s (alert up to %(bound)s)"),
        "below": _("%(name)s: %(value)s (alert below %(bound)s)"),
        "is_one_of": _("%(name)s: %(value)s"),
        "is_none_of": _("%(name)s: %(value)s (none of: %(bound)s)"),
        "within_days": _("%(name)s: %(value)s (within %(bound)s days)"),
        "older_than_days": _("%(name)s: %(value)s (more than %(bound)s days ago)"),
        "not_within_days": _("%(name)s: %(value)s (not within %(bound)s days)"),
        "not_older_than_days": _("%(name)s: %(value)s (at most %(bound)s days ago)"),
        "known": _("%(name)s: %(value)s"),
    }


def subject(item: dict[str, Any]) -> str:
    """What was looked at, with its window where it has one of its own."""
    if "segment" in item:
        found = every(SEGMENT).get(item["segment"])
        return str(found.text.name) if found else str(item["segment"])
    if "attribute" in item:
        return attribute(item["attribute"])
    metric = metrics().get(item["metric"])
    name = str(metric.name) if metric else str(item["metric"])
    return _("%(name)s (%(days)d days)") % {"name": name, "days": item["days"]} if "days" in item else name


def attribute(name: str) -> str:
    known = {
        "health.band": _("Health now"), "health.band_before": _("Health before"), "health.score": _("Health score"),
    }  # fmt: skip
    return known.get(name, name.replace("_", " "))


def shown(item: dict[str, Any]) -> str:
    """The value that was seen; what is not known is told so, never as 0."""
    if "value" not in item:
        return _("unknown")
    return number(item["value"], unit(item)) if isinstance(item["value"], float | int) else word(str(item["value"]))


def bound(item: dict[str, Any]) -> str:
    told = item.get("bound")
    if isinstance(told, list):
        return ", ".join(word(str(one)) for one in told)
    return number(told, unit(item)) if isinstance(told, float | int) and not isinstance(told, bool) else ""


def unit(item: dict[str, Any]) -> str:
    metric = metrics().get(item.get("metric", ""))
    return metric.unit if metric else ""


def word(text: str) -> str:
    return str(BANDS.get(text, text))


def number(value: float, unit: str = "") -> str:
    """As the reader's language writes it; shares as per cents; without digits that say nothing."""
    if unit == "ratio":
        return _("%(share)s %%") % {"share": written(100 * value, 0)}
    return written(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1)


def written(value: float, places: int) -> str:
    return number_format(f"{value:.{places}f}").replace("-", "\N{MINUS SIGN}")
