"""Who: accounts, contacts, subscriptions (as they stand now), identities, the team, and the audit log.

These rows are a projection of the signals for listing and searching; numbers are counted from the signals.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from loiste.accounts.invited import Invitation
from loiste.accounts.permissions import Reach, Role
from loiste.accounts.public_ids import public_id, user_public_id
from loiste.accounts.suppression import Suppression
from loiste.accounts.user import User, Users

__all__ = ["Suppression", "Invitation", "Reach", "Role", "User", "Users", "public_id", "user_public_id"]


def account_public_id() -> str:
    return public_id("acc")


def contact_public_id() -> str:
    return public_id("con")


def merge_public_id() -> str:
    return public_id("mrg")


def view_public_id() -> str:
    return public_id("viw")


def bulk_public_id() -> str:
    return public_id("blk")


class Account(models.Model):
    public_id = models.CharField(max_length=30, unique=True, default=account_public_id)
    ref = models.CharField(max_length=200, unique=True)  # the id under which files name it
    name = models.CharField(max_length=300)
    business_id = models.CharField(max_length=40, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    tier = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    signed_up_on = models.DateField(null=True)
    tags = models.JSONField(default=list)
    attributes = models.JSONField(default=dict)
    made_by_row = models.BooleanField(default=False)  # made because a row named it; no accounts row yet
    archived_at = models.DateTimeField(null=True)
    # Nearly every account is neither merged nor archived: an index of those few does not lead a list astray.
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_here", db_index=False
    )

    class Meta:
        # One for each column that lists are sorted by, one for each beginning that is searched for.
        indexes = (
            *(
                models.Index(fields=[name, "id"], name=f"accounts_by_{name}")
                for name in ("name", "business_id", "owner", "tier", "country", "signed_up_on")
            ),
            *(models.Index(Lower(name), name=f"accounts_find_{name}") for name in ("name", "ref", "business_id")),
            models.Index(fields=["archived_at"], name="accounts_archived", condition=Q(archived_at__isnull=False)),
            models.Index(fields=["merged_into"], name="accounts_merged", condition=Q(merged_into__isnull=False)),
        )


class ContactRole(models.TextChoices):
    DECISION_MAKER = "decision_maker"
    BUYER = "buyer"
    CHAMPION = "champion"
    USER = "user"
    BILLING = "billing"


class Contact(models.Model):
    public_id = models.CharField(max_length=30, unique=True, default=contact_public_id)
    ref = models.CharField(max_length=200, unique=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, choices=ContactRole.choices, blank=True)
    language = models.CharField(max_length=5, blank=True)
    preferred_channel = models.CharField(max_length=20, blank=True)
    preferred_time = models.CharField(max_length=40, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_here", db_index=False
    )

    class Meta:
        indexes = (
            models.Index(fields=["name", "id"], name="contacts_by_name"),
            *(models.Index(Lower(name), name=f"contacts_find_{name}") for name in ("name", "email", "ref")),
            models.Index(fields=["merged_into"], name="contacts_merged", condition=Q(merged_into__isnull=False)),
        )


class Subscription(models.Model):
    """The newest content of a subscription; `mrr` in millionths of `currency`."""

    ref = models.CharField(max_length=200, unique=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE)
    plan = models.CharField(max_length=100, blank=True)
    mrr = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    trial = models.BooleanField(default=False)
    details = models.JSONField(default=dict)  # seats, billing_interval, auto_renew, renews_on, notice_on

    class Meta:
        indexes = (models.Index(fields=["plan"], name="subscriptions_by_plan"),)


class Rule(models.TextChoices):
    """How a reference was matched."""

    REFERENCE = "reference"  # it is the account's or contact's own reference
    GROUP = "group"  # a group id that is the account's own reference
    ATTRIBUTE = "attribute"  # it stands in an attribute of the account
    USERS_ACCOUNT = "users_account"  # the person was named together with the account
    EMAIL = "email"  # the contact has the same e-mail address
    EMAIL_DOMAIN = "email_domain"  # the domain of the e-mail address is that of the account
    ALIAS = "alias"  # the sender said that two references are one person
    CREATED = "created"  # made, because the source's setting says so
    HAND = "hand"  # a person matched it


class Identity(models.Model):
    """The sender's reference `ref` from `source` means this account, by `rule`, since when.

    `account` is what was matched; when that account is merged into another, readers follow `merged_into`.
    """

    source = models.CharField(max_length=60)
    ref = models.CharField(max_length=200)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    rule = models.CharField(max_length=30)
    by = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "ref"], name="one_account_per_reference"),)


class ContactIdentity(models.Model):
    """What is known of a person whom `source` calls `ref`: the contact; or at least the account, or the reference of an
    account that was named with the person; or another reference of the same source for the same person (`alias_of`)."""

    source = models.CharField(max_length=60)
    ref = models.CharField(max_length=200)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE)
    account_ref = models.CharField(max_length=200, blank=True)
    alias_of = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=30, choices=Rule.choices)
    by = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "ref"], name="one_person_per_reference"),)


class Unmatched(models.Model):
    """A reference that nobody knows yet, and how many stored signals wait for it. Gone once it is matched."""

    source = models.CharField(max_length=60)
    what = models.CharField(max_length=10)  # account or contact
    ref = models.CharField(max_length=200)
    signals = models.BigIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)
    said = models.JSONField(default=dict)  # name, email: what the sender told of it, for proposals

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "what", "ref"], name="one_line_per_unmatched"),)


class Merge(models.Model):
    """Two accounts, or two contacts, found to be one: `gone` reads as `kept` until this is undone."""

    public_id = models.CharField(max_length=30, unique=True, default=merge_public_id)
    what = models.CharField(max_length=10)  # account or contact
    kept = models.BigIntegerField()
    gone = models.BigIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class Dismissed(models.Model):
    """A proposal that somebody of the team found wrong; it is not made again. `proposal` names what it was about."""

    proposal = models.CharField(max_length=300, unique=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()


class Audit(models.Model):
    """Who changed what, when, from where, from what to what. Written by accounts/audit.py only, never changed."""

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    origin = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        # Each gives the lines with one value, or all of them, in the order in which they are read.
        indexes = (
            models.Index(fields=["at", "id"], name="audit_at"),
            *(
                models.Index(fields=[name, "at", "id"], name=f"audit_{name}_at")
                for name in ("by", "action", "subject", "origin")
            ),
        )


class View(models.Model):
    """A list of accounts as someone wants to see it again: `query` is its address after the question mark."""

    public_id = models.CharField(max_length=30, unique=True, default=view_public_id)
    name = models.CharField(max_length=100)
    query = models.TextField(blank=True)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    shared = models.BooleanField(default=False)  # with the whole team
    default = models.BooleanField(default=False)  # what its owner sees first

    class Meta:
        indexes = (models.Index(Lower("name"), name="views_find_name"),)


class BulkEdit(models.Model):
    """One change of many accounts at once, with all that undoing it needs."""

    public_id = models.CharField(max_length=30, unique=True, default=bulk_public_id)
    what = models.CharField(max_length=70)  # owner, tier, country, add_tags, remove_tags, attr.NAME, archive
    value = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.CASCADE)
    at = models.DateTimeField(db_index=True)
    accounts = models.IntegerField()  # how many it changed
    before = models.JSONField()  # by public id of the account: {name: value}
    after = models.JSONField()
    undone_at = models.DateTimeField(null=True)
