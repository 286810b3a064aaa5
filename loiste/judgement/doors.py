"""The only way to alerts for pages, API and CLI: those of accounts that somebody may see."""

from django.db.models import QuerySet
from django.http import Http404

from loiste.accounts.permissions import NOTHING, Actor
from loiste.judgement.models import Alert


def alerts_for(by: Actor) -> QuerySet[Alert]:
    """Alerts of accounts that `by` may see, without those merged into others."""
    sight = by.sight()
    if sight == NOTHING:
        return Alert.objects.none()
    return Alert.objects.filter(sight.where("account__"), account__merged_into=None).select_related("account")


def alert_for(by: Actor, public_id: str) -> Alert:
    """The alert of this public id, or Http404 when there is none that `by` may see."""
    found = alerts_for(by).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
