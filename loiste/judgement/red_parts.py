"""Which components of each account's health are red, kept with each judged day for those who list accounts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from django.db import transaction

from loiste.judgement.facts import Known
from loiste.judgement.health import Health
from loiste.judgement.keeping import PORTION
from loiste.judgement.models import RedParts
from loiste.judgement.newest import newest
from loiste.judgement.scoring import RESTS_ON_DATA, WORST
from loiste.judgement.texts import Model

Row = tuple[str, int, list[str]]  # model, its version, keys of components
Rows = dict[int, Row]  # by the id of the account's row


def red(known: Known, found: Sequence[Health], texts: Sequence[Model]) -> Rows:
    """Of every account that a model holds for: the components that lie below the model's yellow, or take points away.

    One that is unknown is red only where the model counts the unknown as worst.
    """
    rows: Rows = {}
    for one, model in zip(found, texts, strict=True):
        accounts = known.accounts[one.places].tolist()
        made: list[list[str]] = [[] for _account in accounts]
        for key, places in below(one):
            for place in places:
                made[place].append(key)
        rows |= {account: (model.text.key, model.version, made[n]) for n, account in enumerate(accounts)}
    return rows


def below(one: Health) -> Iterable[tuple[str, list[int]]]:
    """Each component with the places of the accounts for which it is red."""
    scored, bound = one.scored, one.model.bands.yellow_from if one.model.scheme().combine == "mean" else 0.0
    for component in one.model.components:
        points = np.nan_to_num(scored.points[component.key], nan=np.inf)
        there = np.isin(scored.codes[component.key], (*RESTS_ON_DATA, WORST))
        yield component.key, np.flatnonzero(there & (points < bound)).tolist()


def keep(rows: Rows, as_of: date) -> None:
    """Stores the rows that say something else than before; an account that was never red has none."""
    before = {account: row for account, (_day, *row) in said(as_of).items()}
    every = {account: rows.get(account, ("", 0, [])) for account in {*rows, *before}}
    fresh = [
        RedParts(account_id=account, as_of=as_of, model=model, version=version, parts=parts)
        for account, (model, version, parts) in every.items()
        if parts != before.get(account, ["", 0, []])[2] or (parts and [model, version, parts] != before[account])
    ]
    for start in range(0, len(fresh), PORTION):
        with transaction.atomic():
            RedParts.objects.bulk_create(fresh[start : start + PORTION], batch_size=500, ignore_conflicts=True)


def said(
    as_of: date, accounts: Iterable[int] | None = None
) -> Mapping[int, tuple[date, str, int, list[str]]]:  # fmt: skip
    """The last row of each account, or of these few, up to and including a day."""
    return newest(RedParts, as_of, ("model", "version", "parts"), accounts)
