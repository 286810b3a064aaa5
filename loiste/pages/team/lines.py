"""Lines of the list of people: who, what they may do, how they sign in, when they were last seen."""

from dataclasses import dataclass
from datetime import datetime

from loiste.accounts import sessions, two_factor
from loiste.accounts.models import User


@dataclass(frozen=True)
class Line:
    user: User
    two_factor: bool
    seen: datetime | None


def lines() -> list[Line]:
    """Everybody, those who are active first, by name. Three queries, however many they are."""
    people = sorted(User.objects.all(), key=lambda one: (not one.is_active, (one.name or one.email).casefold()))
    with_code, seen = two_factor.those_with(people), sessions.last_seen(people)
    return [Line(one, one.pk in with_code, seen.get(one.pk)) for one in people]
