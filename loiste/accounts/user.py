"""A person of the team: who they are, what they may do, whose accounts they see."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from loiste.accounts.permissions import (
    EVERYTHING,
    NOTHING,
    Extent,
    Reach,
    Right,
    Role,
    Sight,
    extent_of,
    may,
)
from loiste.accounts.public_ids import user_public_id


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None, **more: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """`language` and `theme` empty = as the organisation and the device say. `team`: its name; empty = of none.

    `known_as`: names under which sources tell that an account is theirs, beside their name and e-mail address.
    """

    public_id = models.CharField(max_length=30, unique=True, default=user_public_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SUCCESS_MANAGER)
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.ALL)
    team = models.CharField(max_length=60, blank=True)
    known_as = models.JSONField(default=list)
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Users] = Users()
    origin = ""  # from where they act in this request; not stored
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def label(self) -> str:
        return self.email

    def extent(self, right: Right) -> Extent:
        """How far this right of theirs goes; nowhere for who is no longer active."""
        return extent_of(self.role, right) if self.is_active else Extent.NO

    def sight(self) -> Sight:
        """Whose accounts they see. One query for those who see their team's."""
        if not self.is_active:
            return NOTHING
        if self.role == Role.ADMIN or self.reach == Reach.ALL:
            return EVERYTHING
        people = [self]
        if self.reach == Reach.TEAM and self.team:
            people += User.objects.filter(team=self.team).exclude(pk=self.pk)
        return Sight(owners=frozenset(name for one in people for name in one.owner_names()))

    def owner_names(self) -> set[str]:
        """What the owner of an account of theirs may be called."""
        return {self.email, self.name, *self.known_as} - {""}

    @property
    def may(self) -> dict[str, bool]:
        """For templates: which rights they have at all."""
        return {right.value: may(self, right) for right in Right}
