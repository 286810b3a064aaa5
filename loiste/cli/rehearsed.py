"""How a rehearsal looks in words that do not boast."""

import click
from django.utils.translation import gettext as _

from loiste.judgement.backtest import FEW
from loiste.judgement.band_words import BANDS
from loiste.judgement.rehearsal import Told
from loiste.judgement.verdict_words import VERDICTS


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
