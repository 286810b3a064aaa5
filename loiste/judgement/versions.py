"""Changing versioned texts: who may, what is checked, and what the audit log says of it."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import User
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement import needs
from loiste.judgement.health_model import HealthModel
from loiste.judgement.models import Version
from loiste.judgement.texts import SHIPPED, every
from loiste.judgement.words import BadText, parse
from loiste.metrics.by_account import askable, windowed
from loiste.metrics.registry import metrics


def change_model(yaml: str, *, by: Actor, now: datetime, because: str = "") -> Version | None:
    """Adds a version of the health model that the YAML describes; None when it says what the last one says.

    ValidationError when the text cannot be used. What was judged before stays as it was said.
    """
    check(by, Right.SETTINGS)
    model = checked(yaml)
    with transaction.atomic():
        before = every().get(model.key)
        if before is not None and before.text == model:
            return None
        number = (before.version if before else SHIPPED) + 1
        made = Version.objects.create(
            kind=Version.HEALTH, text_key=model.key, number=number, text=yaml, at=now, because=because.strip(),
            by=by if isinstance(by, User) else None,
        )  # fmt: skip
        audit.write(
            by, "health_model.change", model.key, now, after={"version": number, "text": yaml},
            before=before and {"version": before.version, "text": before.yaml},
        )  # fmt: skip
    return made


def checked(yaml: str, origin: str = "") -> HealthModel:
    """The model that the YAML describes; ValidationError says what is wrong with it, and with what it names."""
    try:
        model = parse(HealthModel, yaml, origin or _("The health model"))
    except BadText as error:
        raise ValidationError(str(error)) from error
    for key, metric, days in asked(model):
        refuse_unknown(key, metric, days)
    if any(one.segment for one in needs.compares(model.applies)):
        raise ValidationError(_("applies: there are no segments yet; name an attribute or a metric."))
    if model.on and not rests_on_use(model) and not model.no_use_because.strip():
        raise ValidationError(
            _("The model %(key)s rests on no metric of use; add one, or write into no_use_because why not.")
            % {"key": model.key}
        )
    return model


def rests_on_use(model: HealthModel) -> bool:
    """Whether one of its components is about use: answers reflect single encounters only."""
    return any(one.metric and metrics()[one.metric].group == "product_usage" for one in model.components)


def asked(model: HealthModel) -> Iterator[tuple[str, str, int | None]]:
    """Where the model names which metric, with which window."""
    yield from ((one.key, one.metric, one.days) for one in model.components if one.metric)
    yield from (("applies", one.metric, one.days) for one in needs.compares(model.applies) if one.metric)


def refuse_unknown(key: str, metric: str, days: int | None) -> None:
    """ValidationError when no account has a value of the metric, or its window cannot be chosen."""
    found = next((one for one in askable() if one.key == metric), None)
    words = {"key": key, "metric": metric}
    if found is None:
        raise ValidationError(_("%(key)s: there is no metric %(metric)s with a value for each account.") % words)
    if days and windowed(found) is None:
        raise ValidationError(_("%(key)s: the metric %(metric)s has no window in days; take days away.") % words)
