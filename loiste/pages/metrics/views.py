"""The list of all metrics, by group, with what they stand at."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.metrics import readings, registry
from loiste.metrics.run import Measured
from loiste.organisation.config import Organisation
from loiste.pages import figures
from loiste.pages.address import Lens, lens
from loiste.pages.figures import Change
from loiste.pages.here import home, now, organisation, worker_alive
from loiste.pages.metric.words import group_name
from loiste.pages.numbers import Amount
from loiste.pages.spark import Spark, spark

ORDER = ("financial", "customer_health", "team_performance", "product_usage")


@dataclass(frozen=True)
class Entry:
    key: str
    name: str
    meaning: str
    address: str
    value: Amount
    change: Change | None
    spark: Spark | None


@require_GET
@login_required
def metrics(request: HttpRequest) -> HttpResponse:
    ours = organisation()
    asked = lens(request, today=ours.today(now()), dimensions=())
    every = registry.reported()
    found = readings.read(home(), ours, every, asked.days(), patient=worker_alive())
    groups = [
        (group_name(group), [entry(one, found, asked, ours) for one in every.values() if one.group == group])
        for group in ORDER
    ]
    return render(request, "metrics/page.html", {"groups": groups, "lens": asked})


def entry(metric: registry.Metric, found: Measured, asked: Lens, ours: Organisation) -> Entry:
    value = figures.amount(metric, found.at(metric.key, asked.as_of).value, ours)
    trend = [found.at(metric.key, day).value for day in asked.days()]
    return Entry(
        key=metric.key, name=str(metric.name), meaning=str(metric.meaning), address=figures.address(metric.key, asked),
        value=value, change=figures.change(metric, value, found.at(metric.key, asked.before).value, asked.before),
        spark=spark(trend, figures.wanted(metric, ours), str(metric.name)),
    )  # fmt: skip
