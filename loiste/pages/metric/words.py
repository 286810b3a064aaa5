"""Facts of a metric in words: goals, group, owner, benchmark, settings, inputs."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.metrics.explain import Explanation
from loiste.metrics.registry import Metric, metrics
from loiste.organisation.config import Organisation
from loiste.pages import figures, numbers
from loiste.pages.address import Lens
from loiste.pages.numbers import Amount


@dataclass(frozen=True)
class Fact:
    name: str
    text: str


@dataclass(frozen=True)
class Input:
    """A metric that this one is made of, with its value on a day."""

    name: str
    day: date
    value: Amount
    address: str


def group_name(key: str) -> str:
    words = {
        "financial": _("Financial"), "customer_health": _("Customer health"),
        "team_performance": _("Team performance"), "product_usage": _("Product usage"),
    }  # fmt: skip
    return words.get(key, key)


def goal_name(key: str) -> str:
    words = {
        "profitability": _("profitability"), "revenue": _("revenue"), "operations": _("better operations"),
        "customer": _("customer"), "company": _("company"),
    }  # fmt: skip
    return words.get(key, key)


def facts(metric: Metric, organisation: Organisation) -> list[Fact]:
    """What belongs beside the value."""
    own = organisation.metrics.get(metric.key)
    text, source = figures.benchmark(metric, organisation)
    pairs = [
        (_("Benchmark"), f"{text} ({source})" if source else text),
        (_("Better"), _("higher") if metric.better == "up" else _("lower")),
        (_("Goals"), ", ".join(goal_name(goal) for goal in metric.goals)),
        (_("Value to"), ", ".join(goal_name(side) for side in metric.value_to)),
        (_("Owner"), (own.owner if own and own.owner else str(metric.owner)) or _("nobody named")),
        (_("Review"), numbers.day(own.review_on) if own and own.review_on else _("no day set")),
    ]
    return [Fact(name, text) for name, text in pairs if text]


def settings(told: Explanation) -> list[Fact]:
    return [Fact(key, str(value)) for key, value in told.settings.items()]


def inputs(told: Explanation, lens: Lens, organisation: Organisation) -> list[Input]:
    """Each input on each day that is needed, newest first."""
    found = []
    for key, by_day in told.inputs.items():
        one = metrics()[key]
        for day in sorted(by_day, reverse=True):
            value = figures.amount(one, by_day[day], organisation)
            found.append(Input(str(one.name), day, value, figures.address(key, lens.at(day))))
    return found
