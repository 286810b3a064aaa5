"""How numbers look on the command line; the words and formats are those of the pages."""

from datetime import date
from typing import Any

import click
from django.utils.translation import gettext as _

from loiste.metrics.registry import reported
from loiste.metrics.run import ALL
from loiste.organisation.config import Organisation
from loiste.pages import numbers


def shown(metric: Any, value: Any, organisation: Organisation) -> str:
    return numbers.figure(numbers.Amount(value, metric.unit, organisation.currency))


def print_kpis(organisation: Organisation, days: list[date], whole: Any, grouped: Any) -> None:
    """One line per metric, day after day, the groups after the whole."""
    for day in days:
        click.echo(f"\n{day.isoformat()}")
        print_group(organisation, day, whole, ALL)
        for group in grouped.groups if grouped else []:
            name = _("none") if group is None else group
            click.echo(f"\n{day.isoformat()}  {name}")
            print_group(organisation, day, grouped, group)


def print_group(organisation: Organisation, day: date, found: Any, group: str | None) -> None:
    width = max(len(str(metric.name)) for metric in reported().values())
    for key, metric in reported().items():
        if group == ALL or any(k == key for k, _day, _group in found.values):
            value = shown(metric, found.at(key, day, group).value, organisation)
            click.echo(f"  {metric.name!s:<{width}}  {value}")
