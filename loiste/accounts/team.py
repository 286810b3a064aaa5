"""The people who use Loiste."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts.models import Audit, User


def add_user(email: str, *, name: str, role: str, password: str, by: str, now: datetime) -> User:
    """Adds a person; ValidationError when the address or the password will not do, or the person is there already."""
    validate_email(email)
    if User.objects.filter(email=email.lower()).exists():
        raise ValidationError(_("%(email)s is in the team already.") % {"email": email})
    validate_password(password, User(email=email, name=name))
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, role=role)
        Audit.objects.create(at=now, by=by, action="user.add", subject=user.public_id, after={"role": role})
    return user
