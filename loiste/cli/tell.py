"""An explanation in words, for a terminal."""

from typing import Any

import click
from django.utils.translation import gettext as _

from loiste.cli.show import shown
from loiste.metrics.explain import Explanation
from loiste.metrics.registry import metrics
from loiste.organisation.config import Organisation


def tell(found: Explanation, organisation: Organisation) -> None:
    """Value, meaning, formula, inputs, sources, query, rows: in this order."""
    metric = found.metric
    click.echo(f"{metric.name}  {found.as_of.isoformat()}")
    click.echo(f"  {shown(metric, found.value.value, organisation)}")
    line(_("Meaning"), metric.meaning)
    line(_("Formula"), metric.formula)
    line(_("Window"), metric.window)
    if found.value.denominator is not None:
        line(_("Counted"), f"{found.value.numerator} / {found.value.denominator}")
    for key, value in found.settings.items():
        line(_("Setting"), f"{key} = {value}")
    for key, days in found.inputs.items():
        for day, value in days.items():
            line(_("Input"), f"{key} {day.isoformat()}: {shown(metrics()[key], value, organisation)}")
    for source in found.sources:
        line(_("Source"), f"{source.kind}: {source.signals} ({source.first_day} - {source.last_day})")
    if found.query:
        block(_("Query"), found.query)
    for name, text in found.views:
        block(_("Named view %(name)s") % {"name": name}, text)
    tell_rows(found, organisation)


def tell_rows(found: Explanation, organisation: Organisation) -> None:
    rows = _("Rows")
    click.echo(f"\n{rows}: {found.rows.total}")
    for row in found.rows.items:
        name = f"{row.account.name} ({row.account.ref})" if row.account else _("no account")
        sides = "" if row.denominator is None else f"  {row.numerator} / {row.denominator}"
        click.echo(f"  {name}  {shown(found.metric, row.value, organisation)}{sides}")


def line(label: str, text: Any) -> None:
    click.echo(f"  {label}: {text}")


def block(label: str, text: str) -> None:
    click.echo(f"\n{label}\n{indent(text)}")


def indent(text: str) -> str:
    return "\n".join(f"    {one}" for one in text.splitlines())
