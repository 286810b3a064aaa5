"""What the texts of models and rules read, so that it is counted once and nothing else is."""

from loiste.judgement.facts import Needs
from loiste.judgement.health_model import Component, HealthModel
from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.metrics.by_account import Ask

STEP = 7  # a carried value is looked for so many days back at a time


def of_rule(rule: AllOf | AnyOf | Not | Compare | Everyone) -> Needs:
    if isinstance(rule, Not):
        return of_rule(rule.not_)
    parts = rule.all if isinstance(rule, AllOf) else rule.any if isinstance(rule, AnyOf) else ()
    found = Needs()
    for part in parts:
        found |= of_rule(part)
    if isinstance(rule, Compare) and rule.metric:
        found |= Needs(asks=frozenset({(Ask(rule.metric, rule.days), 0)}))
    if isinstance(rule, Compare) and rule.attribute:
        found |= Needs(attributes=frozenset({(rule.attribute, 0)}))
    return found


def days_back(component: Component) -> list[int]:
    """How many days before the day asked the component's source is looked at: now, what it carries, and the past."""
    carried = list(range(0, component.missing.carry_days + 1, STEP))
    return sorted({*carried, *(ago + component.change for ago in carried if component.change)})


def of_component(component: Component) -> Needs:
    if component.metric:
        ask = Ask(component.metric, component.days)
        return Needs(asks=frozenset((ask, ago) for ago in days_back(component)))
    return Needs(attributes=frozenset((component.attribute, ago) for ago in days_back(component)))


def of_model(model: HealthModel) -> Needs:
    found = of_rule(model.applies)
    for component in model.components:
        found |= of_component(component)
    return found
