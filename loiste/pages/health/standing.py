"""Where an account's health stands on a day, from what was said: cheap enough for every look at the account."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from loiste.accounts.models import Account
from loiste.judgement.keeping import last_judged
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Judged, Override, Score
from loiste.judgement.overrides import holding
from loiste.judgement.texts import Model, version
from loiste.metrics.models import Standing as Newest
from loiste.pages.health.words import Band, band, band_of, points, share
from loiste.pages.numbers import Amount

FAR_BACK = 400  # rows that are looked at for since when


@dataclass(frozen=True)
class Standing:
    """`shown` is the override while one holds, else the machine's score; `state` says why there is none.

    `since`: the day since which the machine's band is what it is. `quiet`: days since the newest signal, known today.
    """

    shown: Amount
    machine: Amount
    band: Band | None
    since: date | None
    judged: date | None
    at: datetime | None
    coverage: Amount
    quiet: int | None
    override: Override | None
    model: Model | None
    state: str


def standing(account: Account, day: date, *, today: date) -> Standing:
    rows = list(Score.objects.filter(account=account, as_of__lte=day).order_by("-as_of")[:FAR_BACK])
    judged, said, override = last_judged(day), rows[0] if rows else None, holding(account, day)
    score = said.score if said else None
    model = version(HEALTH, said.model, said.version) if said and said.model else None
    shown = override.score if override else score
    return Standing(
        shown=points(shown), machine=points(score), band=colour(said, override, model), since=since(rows),
        judged=judged, at=Judged.objects.get(as_of=judged).at if judged else None,
        coverage=share(said.coverage if said and said.model else None),
        quiet=quiet(account, today) if day == today else None, override=override, model=model,
        state="" if score is not None else why_none(said, judged),
    )  # fmt: skip


def colour(said: Score | None, override: Override | None, model: Model | None) -> Band | None:
    if override is not None:
        return band_of(override.score, model.text.bands if model else None)
    return band(said.band) if said else None


def since(rows: list[Score]) -> date | None:
    """The first day of the band that holds, as far as rows were read; the newest comes first."""
    same = None
    for row in rows:
        if not row.band or row.band != rows[0].band:
            break
        same = row.as_of
    return same


def quiet(account: Account, today: date) -> int | None:
    """Days since anything was heard of it."""
    newest = Newest.objects.filter(account=account).values_list("last_signal_on", flat=True).first()
    return (today - newest).days if newest else None


def why_none(said: Score | None, judged: date | None) -> str:
    """Why the machine has no score to show."""
    if judged is None:
        return _("Not judged yet. Scores come once a day has been judged.")
    if said is None or not said.model:
        return _("No health model holds for the account, so it has no score.")
    return _("Too little is known for a score.")
