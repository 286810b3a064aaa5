"""Two-factor sign-in: who has it, how its secrets are kept, and taking it off somebody who lost the phone."""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from loiste.accounts import audit
from loiste.accounts.models import User
from loiste.accounts.permissions import Actor, Right, check


def has(user: User) -> bool:
    """Whether a code is asked when the person signs in."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def those_with(users: Iterable[User]) -> set[int]:
    """Ids of those of whom a code is asked."""
    found = Authenticator.objects.filter(user__in=list(users), type=Authenticator.Type.TOTP)
    return set(found.values_list("user_id", flat=True))


def take_off(user: User, *, by: Actor, now: datetime) -> None:
    """Switches the person's two-factor sign-in off, for who has lost phone and recovery codes."""
    check(by, Right.TEAM)
    with transaction.atomic():
        gone, _each = Authenticator.objects.filter(user=user).delete()
        if gone:
            audit.write(by, "two_factor.take_off", user.public_id, now)


def seal(text: str) -> str:
    """The text as it is stored: readable only with the signing key, which is not in the store."""
    return locker().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again. When the signing key has changed since: a fresh secret, which no code and no thief can match."""
    try:
        return locker().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return base64.b32encode(secrets.token_bytes(20)).decode()


def locker() -> Fernet:
    key = HKDF(SHA256(), 32, None, b"loiste two-factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
