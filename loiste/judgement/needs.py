"""What the texts of models and rules read, so that it is counted once and nothing else is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loiste.judgement.corners import ATTRIBUTE, Laid
from loiste.judgement.facts import Needs
from loiste.judgement.fit import Axis
from loiste.judgement.health_model import STEP, Component, HealthModel
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.promised import quadrant
from loiste.judgement.quadrant import Quadrant
from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.judgement.texts import every as every_text
from loiste.metrics.by_account import Ask

AnyRule = AllOf | AnyOf | Not | Compare | Everyone


def compares(rule: AnyRule) -> Iterator[Compare]:
    """The comparisons that a rule is made of."""
    if isinstance(rule, Compare):
        yield rule
        return
    parts = rule.all if isinstance(rule, AllOf) else rule.any if isinstance(rule, AnyOf) else ()
    for part in (rule.not_,) if isinstance(rule, Not) else parts:
        yield from compares(part)


def of_rule(rule: AnyRule) -> Needs:
    """What the rule reads, and what the rules of the segments that it names do."""
    every = list(compares(rule))
    found = Needs(
        asks=frozenset((Ask(one.metric, one.days), 0) for one in every if one.metric),
        attributes=frozenset((one.attribute, 0) for one in every if one.attribute),
    )
    if text := quadrant() if any(one.attribute == ATTRIBUTE for one in every) else None:
        found = replace(found, attributes=found.attributes - {(ATTRIBUTE, 0)}, made={ATTRIBUTE: Laid(text.text)})
        found |= of_quadrant(text.text)
    named = sorted({one.segment for one in every if one.segment})
    known = every_text(SEGMENT) if named else {}
    for key in named:  # one that is off is answered too, as long as something names it
        own = known[key].text.rule
        found |= of_rule(own) | Needs(segments={key: own})
    return found


def of_axis(axis: Axis) -> Needs:
    if axis.metric:
        return Needs(asks=frozenset({(Ask(axis.metric, axis.days), 0)}))
    return Needs(attributes=frozenset({(axis.attribute, 0)}))


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
    return of_scored(model.applies, model.components)


def of_quadrant(text: Quadrant) -> Needs:
    return of_scored(text.applies, (*text.experience.components, *text.outcomes.components))


def of_scored(applies: AnyRule, components: Iterable[Component]) -> Needs:
    found = of_rule(applies)
    for component in components:
        found |= of_component(component)
    return found
