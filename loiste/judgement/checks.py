"""What must hold of a text beyond its schema: that what it names is there. Each raises ValidationError."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loiste.judgement import needs
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.corners import ATTRIBUTE
from loiste.judgement.fit import Fit
from loiste.judgement.health_model import HealthModel
from loiste.judgement.kinds import HEALTH, SEGMENT
from loiste.judgement.needs import AnyRule
from loiste.judgement.quadrant import Quadrant
from loiste.judgement.segment import Segment
from loiste.judgement.texts import every
from loiste.judgement.tier import KeyAccounts, Tier
from loiste.metrics.by_account import askable, windowed
from loiste.metrics.registry import metrics

RESERVED = ("default", "new", "save")  # in addresses and commands: the models in force, and the pages that make one


def health(model: HealthModel) -> None:
    if model.key in RESERVED:
        raise ValidationError(_("%(key)s is no key for a model: it has a meaning of its own.") % {"key": model.key})
    for component in model.components:
        if component.metric:
            refuse_unknown(component.key, component.metric, component.days)
    rule("applies", model.applies)
    if model.on and not rests_on_use(model) and not model.no_use_because.strip():
        raise ValidationError(
            _("The model %(key)s rests on no metric of use; add one, or write into no_use_because why not.")
            % {"key": model.key}
        )


def segment(text: Segment) -> None:
    rule("rule", text.rule)
    if text.key in RESERVED:
        raise ValidationError(_("key: a segment cannot be called %(key)s; choose another key.") % {"key": text.key})
    if any(one.segment for one in needs.compares(text.rule)):
        raise ValidationError(_("rule: a segment is not made of segments; name attributes and metrics."))
    if not text.on and (by := next(iter(naming(text.key)), None)):
        words = {"model": by, "segment": text.key}
        raise ValidationError(_("The model %(model)s names the segment %(segment)s; change the model first.") % words)


def naming(segment: str) -> list[str]:
    """The keys of the health models in force that name a segment."""
    named = ((one.text.key, needs.compares(one.text.applies)) for one in every(HEALTH).values() if one.text.on)
    return sorted(key for key, parts in named if any(part.segment == segment for part in parts))


def tier(text: Tier) -> None:
    rule("rule", text.rule)


def key_account(text: KeyAccounts) -> None:
    rule("rule", text.rule)


def fit(text: Fit) -> None:
    for name, axis in (("x", text.x), ("y", text.y)):
        if axis.metric:
            refuse_unknown(name, axis.metric, axis.days)


def quadrant(text: Quadrant) -> None:
    rule("applies", text.applies)
    if any(one.segment or one.attribute == ATTRIBUTE for one in needs.compares(text.applies)):
        raise ValidationError(_("applies: name attributes and metrics; segments and corners may rest on the quadrant."))
    for component in (*text.experience.components, *text.outcomes.components):
        if component.metric:
            refuse_unknown(component.key, component.metric, component.days)
    used = next((one for one in text.outcomes.components if is_use(one.metric)), None)
    if used:
        said = _("outcomes: %(metric)s counts use, and use is no outcome; name what customers achieve.")
        raise ValidationError(said % {"metric": used.metric})


def alert(text: AlertRule) -> None:
    rule("applies", text.applies)
    rule("rule", text.rule)
    for metric in text.evidence:
        refuse_unknown("evidence", metric, None)


def rule(place: str, text: AnyRule) -> None:
    """What a rule names: `place` is where it stands in its text."""
    for one in needs.compares(text):
        if one.metric:
            refuse_unknown(place, one.metric, one.days)
        if one.segment and one.segment not in every(SEGMENT):
            words = {"place": place, "segment": one.segment}
            raise ValidationError(_("%(place)s: there is no segment %(segment)s; make it first.") % words)


def rests_on_use(model: HealthModel) -> bool:
    """Whether one of its components is about use: answers reflect single encounters only."""
    return any(is_use(one.metric) for one in model.components)


def is_use(metric: str) -> bool:
    return bool(metric) and metrics()[metric].group == "product_usage"


def refuse_unknown(key: str, metric: str, days: int | None) -> None:
    """ValidationError when no account has a value of the metric, or its window cannot be chosen."""
    found = next((one for one in askable() if one.key == metric), None)
    words = {"key": key, "metric": metric}
    if found is None:
        raise ValidationError(_("%(key)s: there is no metric %(metric)s with a value for each account.") % words)
    if days and windowed(found) is None:
        raise ValidationError(_("%(key)s: the metric %(metric)s has no window in days; take days away.") % words)
