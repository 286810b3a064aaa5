"""Who hears of which turn of an alert: each turn is looked at once, and each person has one notice of it at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import transaction

from loiste.accounts.models import User
from loiste.accounts.permissions import Sight
from loiste.judgement.alert_list import SEVERITIES
from loiste.judgement.members import holding
from loiste.judgement.models import AlertChange, Membership, Notice, NoticeChoice
from loiste.judgement.notice_hours import mail_at
from loiste.judgement.notice_models import Whose
from loiste.organisation.config import Organisation

BATCH = 500  # turns looked at in one transaction
ANSWERS = ("taken_up", "closed", "not_useful")  # of a flag, as whoever raised it hears of them


@dataclass(frozen=True)
class Person:
    """`team`: what owners of the team's accounts are called; `members`: accounts of the segment that was chosen."""

    user: User
    choice: NoticeChoice
    team: frozenset[str]
    members: frozenset[int] | None

    @cached_property
    def sight(self) -> Sight:
        return self.user.sight()

    def wants(self, turn: AlertChange) -> bool:
        """Whether they hear of it: not of what they did themselves, nor of what is out of their reach."""
        alert, account = turn.alert, turn.alert.account
        if turn.by == self.user.label or not self.sight.covers(account):
            return False
        if turn.what in ANSWERS:
            return alert.raised_by_id == self.user.pk
        if SEVERITIES.index(alert.severity) < SEVERITIES.index(self.choice.least):
            return False
        if self.members is not None and account.pk not in self.members:
            return False
        own = self.user.owner_names() if self.choice.whose == Whose.OWN else self.team
        return self.choice.whose == Whose.ALL or account.owner in own


def spread(ours: Organisation, now: datetime) -> int:
    """Makes the notices of the next turns that nobody was told of; returns how many turns were looked at.

    The mark on the turns and the notices are one transaction: cut off, nothing has happened, and it is done again.
    """
    rows = AlertChange.objects.filter(told=False).select_related("alert__account")
    turns = list(rows.order_by("id")[:BATCH])
    if not turns:
        return 0
    news = [turn for turn in turns if is_news(turn, ours)]
    made = [one for person in (people(ours, now) if news else []) for one in notices(person, news, ours, now)]
    with transaction.atomic():
        Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
        AlertChange.objects.filter(pk__in=[turn.pk for turn in turns]).update(told=True)
    return len(turns)


def is_news(turn: AlertChange, ours: Organisation) -> bool:
    """Whether anybody might want to hear of it: an alert that opened, or is back on its day, and goes on; a flag that
    somebody answered. What was found by judging a day long past is none."""
    alert = turn.alert
    if alert.account.merged_into_id is not None or turn.on < ours.today(turn.at) - timedelta(days=1):
        return False
    if turn.what == "opened" or (turn.what == "woken" and not turn.by):
        return alert.state == "open"
    return turn.what in ANSWERS and not alert.rule and bool(turn.by)


def notices(person: Person, news: list[AlertChange], ours: Organisation, now: datetime) -> list[Notice]:
    """None for who wants them neither in the product nor by mail."""
    choice = person.choice
    due = mail_at(choice, now, ours.zone) if settings.MAIL_SET else None
    if not choice.shown and due is None:
        return []
    return [
        Notice(user=person.user, change=turn, at=now, shown=choice.shown, mail_at=due)
        for turn in news
        if person.wants(turn)
    ]


def people(ours: Organisation, now: datetime) -> list[Person]:
    """Everyone who is active, with what they chose; a few questions for all of them."""
    users = list(User.objects.all())
    chosen = {one.user_id: one for one in NoticeChoice.objects.all()}
    keys = {one.segment for one in chosen.values() if one.segment}
    members = {key: members_of(key, ours, now) for key in keys}
    found = []
    for user in users:
        if user.is_active:
            choice = chosen.get(user.pk) or NoticeChoice(user=user)
            mates = [one for one in users if one.pk == user.pk or (user.team and one.team == user.team)]
            team = frozenset(name for one in mates for name in one.owner_names())
            found.append(Person(user, choice, team, members[choice.segment] if choice.segment else None))
    return found


def members_of(segment: str, ours: Organisation, now: datetime) -> frozenset[int]:
    rows = Membership.objects.filter(holding(ours.today(now)), segment=segment)
    return frozenset(rows.values_list("account_id", flat=True))
