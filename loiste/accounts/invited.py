"""The row of an invitation; what is done with it stands in invitations.py."""

from django.db import models
from django.utils.crypto import get_random_string


def invitation_public_id() -> str:
    return "inv_" + get_random_string(24, "abcdefghijkmnpqrstuvwxyz23456789")


class Invitation(models.Model):
    """Somebody asked into the team. Open until it is accepted, withdrawn or `until` has passed."""

    public_id = models.CharField(max_length=30, unique=True, default=invitation_public_id)
    email = models.EmailField(db_index=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20)
    language = models.CharField(max_length=5, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
