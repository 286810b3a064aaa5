"""Notices: which turns of alerts reach whom, what each person chose, and the mails that carry them."""

from django.conf import settings
from django.db import models

from loiste.accounts.public_ids import public_id
from loiste.judgement.alert_models import AlertChange


def mail_public_id() -> str:
    return public_id("ntm")


class Whose(models.TextChoices):
    OWN = "own"
    TEAM = "team"
    ALL = "all"


class By(models.TextChoices):
    """How notices are mailed."""

    OFF = "off"
    ONCE = "once"  # at once
    DIGEST = "digest"  # once a day, all in one


class NoticeChoice(models.Model):
    """What reaches a person; who has no row has what the defaults say.

    Hours are whole ones of the organisation's zone; `quiet_from` and `quiet_until` both or neither, the first of them
    quiet, the second not. `segment` blank: whichever.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choice")
    whose = models.CharField(max_length=4, choices=Whose.choices, default=Whose.OWN)
    segment = models.CharField(max_length=60, blank=True)
    least = models.CharField(max_length=6, default="low")
    shown = models.BooleanField(default=True)  # in the product
    mail = models.CharField(max_length=6, choices=By.choices, default=By.OFF)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)


class NoticeMail(models.Model):
    """One mail to one person with all notices that were due. `public_id` names it to servers, too, so that one that is
    sent again, since nobody knows whether it came, can be told to be the same."""

    public_id = models.CharField(max_length=30, unique=True, default=mail_public_id)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # when it is tried; null = done with
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["next_at"], name="notice_mails_due"),)


class Notice(models.Model):
    """One turn of an alert for one person. `shown`: in their list; `mail_at`: from when on it may be mailed, null = not
    at all, or it has its mail already."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    change = models.ForeignKey(AlertChange, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    shown = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)
    mail_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(NoticeMail, null=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "change"], name="one_notice_a_person"),)
        indexes = (
            models.Index(fields=["user", "-id"], name="notices_of_person"),
            models.Index(fields=["mail_at"], name="notices_to_mail"),
        )
