"""`loiste explain`: any number walked back to its formula, its query, its inputs and its rows."""

from typing import Any

import click

from loiste.cli import start


@click.command("explain")
@click.argument("metric")
@click.option("--account", help="Public id or reference of an account: only its rows.")
@click.option("--as-of", "as_of", metavar="DAY", help="The day asked, YYYY-MM-DD; default today.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain_command(metric: str, account: str | None, as_of: str | None, as_json: bool) -> None:
    """Print how METRIC is counted, and from what."""
    home, organisation = start.start()
    day = start.as_day(as_of, organisation)
    from django.utils.translation import gettext as _

    from loiste.accounts.doors import ids_for
    from loiste.metrics import told
    from loiste.metrics.explain import explain
    from loiste.metrics.registry import metrics

    if metric not in metrics():
        none = _("There is no metric %(name)r.") % {"name": metric}
        raise click.UsageError(f"{none} {near(metric, list(metrics()))}")
    one, mine = one_account(account) if account else None, ids_for(start.actor())
    found = explain(home, organisation, metric, day, account=one, mine=mine)
    if as_json:
        start.print_json(told.explained(found))
    else:
        from loiste.cli.tell import tell

        tell(found, organisation)


def near(word: str, known: list[str]) -> str:
    from difflib import get_close_matches

    from django.utils.translation import gettext as _

    close = get_close_matches(word, known, n=1)
    if close:
        return _("Did you mean %(word)r?") % {"word": close[0]}
    return _("Known are: %(words)s.") % {"words": ", ".join(known)}


def one_account(text: str) -> Any:
    from django.db.models import Q
    from django.utils.translation import gettext as _

    from loiste.accounts.doors import accounts_for

    found = accounts_for(start.actor()).filter(Q(public_id=text) | Q(ref=text)).first()
    if found is None:
        said = _("there is no account %(name)r; give its public id (acc_...) or the id used in the files.")
        start.fail(said % {"name": text})
    return found
