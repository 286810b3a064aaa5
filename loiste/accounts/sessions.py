"""Where people are signed in: the list, and ending one, all others, or all."""

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max, QuerySet

from loiste.accounts import audit
from loiste.accounts.models import User


def open_sessions(user: User, now: datetime) -> QuerySet[UserSession]:
    """The person's sessions that still hold, the one used last first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=alive).order_by("-last_seen_at", "-pk")


def last_seen(users: Iterable[User]) -> dict[int, datetime]:
    """When each was last seen, by id of the person; those who have no session are missing."""
    seen = UserSession.objects.filter(user__in=list(users)).values_list("user").annotate(Max("last_seen_at"))
    return dict(seen)


def end_one(user: User, pk: int, *, now: datetime) -> bool:
    """Ends one session of the person's own. Whether there was such a one."""
    with transaction.atomic():
        ended = drop(UserSession.objects.filter(user=user, pk=pk))
        if ended:
            audit.write(user, "session.end", user.public_id, now)
    return bool(ended)


def end_others(user: User, key: str | None, *, now: datetime) -> int:
    """Ends all sessions of the person's own but the one with this key. How many."""
    with transaction.atomic():
        ended = drop(UserSession.objects.filter(user=user).exclude(session_key=key or ""))
        if ended:
            audit.write(user, "session.end", user.public_id, now, after={"sessions": ended})
    return ended


def end_all(user: User) -> int:
    """Ends every session of the person at once, for verbs that shut somebody out. How many."""
    with transaction.atomic():
        return drop(UserSession.objects.filter(user=user))


def drop(found: QuerySet[UserSession]) -> int:
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    found.delete()
    return len(keys)


def touch(key: str, *, now: datetime, address: str) -> None:
    """Marks the session as used now, from this address."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=now, ip=address)


def forget_expired(now: datetime) -> None:
    """Away with sessions that have run out, and with the lines of those that are gone."""
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
