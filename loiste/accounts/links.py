"""A link for a new password that an administrator passes on by hand: for who forgot theirs where no mail is set."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.models import User
from loiste.accounts.permissions import Actor, Right, check


def new_password_key(user: User, *, by: Actor, now: datetime) -> tuple[str, str]:
    """(person, key) of the address where the person chooses a new password; good once, for two hours."""
    check(by, Right.TEAM)
    if not user.is_active:
        raise ValidationError(_("This person is not active; let them in again first."))
    audit.write(by, "password.link", user.public_id, now)
    return user_pk_to_url_str(user), default_token_generator.make_token(user)
