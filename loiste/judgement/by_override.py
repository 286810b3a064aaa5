"""What is shown of health: what the machine says, or an override while one holds."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from loiste.judgement.health_model import Bands
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Override
from loiste.judgement.texts import version

Shown = tuple[float | None, str]  # score and band
Said = tuple[float | None, str, str, int]  # score, band, model and its version


def overrides_on(day: date) -> dict[int, float]:
    """Scores set by hand that hold at the end of the day, by account; of several the last one."""
    running = Q(ended_on=None) | Q(ended_on__gt=day)
    rows = Override.objects.filter(running, day__lte=day, expires__gte=day).order_by("id")
    return dict(rows.values_list("account", "score"))


def by_hand(score: float, model: str, number: int) -> Shown:
    """A score set by hand with its band by the model's bounds; without a model by those that models begin with."""
    text = version(HEALTH, model, number) if model else None
    return score, (text.text.bands if text else Bands.model_validate({})).of(score)


def shown(said: Mapping[int, Said], day: date) -> dict[int, Shown]:
    """What people see of the accounts on a day: of those, too, that only an override tells of."""
    found = {account: one[:2] for account, one in said.items()}
    for account, score in overrides_on(day).items():
        _score, _band, model, number = said.get(account, (None, "", "", 0))
        found[account] = by_hand(score, model, number)
    return found
