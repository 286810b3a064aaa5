"""How a rehearsal looks: as JSON, and in words that do not boast."""

from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loiste.judgement.backtest import FEW
from loiste.judgement.rehearsal import Told

VERDICTS = {
    "predicts": gettext_lazy("The score tells leavers from stayers better than chance."),
    "no_better_than_chance": gettext_lazy("The score does not tell leavers from stayers better than chance."),
    "too_few_leavers": gettext_lazy("Too few left to say anything (%(leavers)d; at least %(few)d are needed)."),
}

BANDS = {"red": gettext_lazy("red"), "yellow": gettext_lazy("yellow"), "green": gettext_lazy("green")}


def as_object(told: Told) -> dict[str, Any]:
    """Shares are 0-1; null = too few leavers, or nothing to count."""
    one = told.rehearsal
    return {
        "verdict": one.verdict,
        "auc": None if one.auc is None else vars(one.auc),
        "leavers": one.leavers,
        "looks": one.looks,
        "days": [day.isoformat() for day in told.days],
        "base_rate": one.base_rate,
        "lift": one.lift,
        "lead_days": one.lead_days,
        "bands": [vars(band) for band in one.bands],
        "calibration": [vars(tenth) for tenth in one.tenths],
        "assumed_known": told.assumed,
    }


def print_health(told: Told, lead: int) -> None:
    """The verdict first, then what it rests on."""
    one = told.rehearsal
    click.echo(str(VERDICTS[one.verdict]) % {"leavers": one.leavers, "few": FEW})
    if one.auc is not None:
        text = _("AUC %(value)s, with 95 %% certainty between %(low)s and %(high)s; 0.5 is chance.")
        click.echo(text % {name: f"{part:.3f}" for name, part in vars(one.auc).items()})
    text = _("%(leavers)d accounts left within %(lead)d days of a look; %(looks)d looks on %(days)d days.")
    click.echo(text % {"leavers": one.leavers, "lead": lead, "looks": one.looks, "days": len(told.days)})
    for band in one.bands:
        share = _("unknown") if band.share_of_leavers is None else f"{100 * band.share_of_leavers:.0f} %"
        line = _("  %(band)s: %(accounts)d looks, %(share)s of the leavers")
        click.echo(line % {"band": BANDS[band.name], "accounts": band.accounts, "share": share})
    if told.assumed:
        text = _("Of %(share)s of the signals it was assumed when they became known.")
        click.echo(text % {"share": f"{100 * told.assumed:.0f} %"})
