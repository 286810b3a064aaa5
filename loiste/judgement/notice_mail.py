"""Mailing notices: what is due is put into one mail a person, which is sent, and tried again when it cannot be.

Each notice goes into one mail, and each mail is taken as sent once a server has taken it. Should the worker be killed
in the moment between that and its own note of it, the mail is sent again under the same Message-ID, by which mail
programs tell that it is the same.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from loiste.accounts import mail as post
from loiste.accounts.models import User
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Notice, NoticeChoice, NoticeMail
from loiste.judgement.notice_choice import choice_of
from loiste.judgement.notice_hours import is_quiet
from loiste.judgement.notice_models import By
from loiste.judgement.notice_words import Told, told
from loiste.judgement.texts import every
from loiste.organisation.config import Organisation

log = logging.getLogger("loiste.notices")
MOST = 50  # notices told in one mail; of the others it is said how many
TRIES = 9  # the first wait is a minute, each further one twice as long: four hours in all
STALE = timedelta(days=2)  # what waited longer is not mailed any more, as in a copy that is started late


def mail_due(ours: Organisation, now: datetime) -> int:
    """Mails what is due; returns how many mails a server took."""
    for user in User.objects.filter(notices__mail_at__lte=now).distinct():
        gather(user, choice_of(user), ours, now)
    waiting = NoticeMail.objects.filter(next_at__lte=now).select_related("user").order_by("id")
    return sum(send(one, ours, now) for one in list(waiting))


def gather(user: User, choice: NoticeChoice, ours: Organisation, now: datetime) -> None:
    """Puts what is due into one mail; in quiet hours it goes on waiting."""
    due = Notice.objects.filter(user=user, mail_at__lte=now)
    if not wanted(user, choice):
        due.update(mail_at=None)
    elif not is_quiet(choice, now, ours.zone):
        with transaction.atomic():
            due.filter(mail_at__lt=now - STALE).update(mail_at=None)
            rows = list(due.values_list("pk", flat=True))
            if rows:
                made = NoticeMail.objects.create(user=user, made_at=now, next_at=now)
                for start in range(0, len(rows), 500):
                    part = rows[start : start + 500]
                    Notice.objects.filter(pk__in=part, mail=None).update(mail=made, mail_at=None)


def wanted(user: User, choice: NoticeChoice) -> bool:
    return user.is_active and choice.mail != By.OFF and settings.MAIL_SET


def send(one: NoticeMail, ours: Organisation, now: datetime) -> bool:
    """Whether a server took it. What its reader may see is asked at this moment."""
    choice = choice_of(one.user)
    if wanted(one.user, choice) and is_quiet(choice, now, ours.zone):
        return False
    with translation.override(one.user.language or ours.language):
        lines = seen(one) if wanted(one.user, choice) and one.made_at > now - STALE else []
        letter = written(one, lines) if lines else None
    if letter is None:
        finish(one, sent_at=None)
        return False
    try:
        post.send(letter)
    except post.NotSent as error:
        later(one, now, str(error))
        return False
    finish(one, sent_at=now)
    log.info("notices mailed", extra={"mail": one.public_id, "notices": len(lines)})
    return True


def seen(one: NoticeMail) -> list[Told]:
    """What the mail tells: its notices whose accounts the reader sees now."""
    rules, sight = every(ALERT), one.user.sight()
    rows = one.notices.filter(sight.where("change__alert__account__"), change__alert__account__merged_into=None)
    return [told(row, rules) for row in rows.select_related("change__alert__account").order_by("id")]


def written(one: NoticeMail, lines: list[Told]) -> EmailMessage:
    """The mail in the active language, as plain text."""
    context = {
        "lines": lines[:MOST], "count": len(lines), "more": len(lines) - len(lines[:MOST]), "first": lines[0],
        "url": settings.LOISTE_URL, "all": settings.LOISTE_URL + reverse("notices"),
        "choose": settings.LOISTE_URL + reverse("you") + "#notices",
    }  # fmt: skip
    return post.plain(one.user.email, "notices", context, name=one.public_id)


def finish(one: NoticeMail, *, sent_at: datetime | None) -> None:
    NoticeMail.objects.filter(pk=one.pk).update(next_at=None, sent_at=sent_at)


def later(one: NoticeMail, now: datetime, why: str) -> None:
    """It is tried again after a while, or given up; the notices stand in the list all the same."""
    tries = one.tries + 1
    again = now + timedelta(minutes=2 ** (tries - 1)) if tries < TRIES else None
    NoticeMail.objects.filter(pk=one.pk).update(tries=tries, next_at=again)
    log.warning("notices not mailed: %s", why, extra={"mail": one.public_id, "tries": tries, "given_up": again is None})
