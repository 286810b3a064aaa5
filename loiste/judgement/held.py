"""What was decided by hand, as it held on a day and was known at a moment."""

from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from loiste.judgement.models import StrategicWeight, TierException

WEIGHT = "strategic_weight"  # the attribute under which rules read it


def weights(day: date, known_by: datetime | None = None) -> dict[int, str]:
    """Strategic weights by account; `known_by` (aware): what was decided before that moment."""
    rows = StrategicWeight.objects.filter(day__lte=day)
    if known_by is not None:
        rows = rows.filter(at__lt=known_by)
    found = dict(rows.order_by("day", "id").values_list("account", "weight"))
    return {account: str(weight) for account, weight in found.items() if weight is not None}


def exceptions(day: date) -> dict[int, str]:
    """Tiers by account, of the exceptions that hold on the day."""
    return dict(in_force(day).values_list("account", "tier"))


def in_force(day: date) -> QuerySet[TierException]:
    """At most one an account: those not taken back, begun by the day and not over."""
    return TierException.objects.filter(Q(until=None) | Q(until__gte=day), day__lte=day, ended_at=None)


def latest_weight(account: int) -> StrategicWeight | None:
    """With who set it, when and why; None when there is none, or it was taken away."""
    last = StrategicWeight.objects.filter(account=account).select_related("by").order_by(F("day").desc(), "-id").first()
    return last if last is not None and last.weight is not None else None
