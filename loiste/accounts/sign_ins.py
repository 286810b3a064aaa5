"""What the audit log says of signing in and out. No secrets: neither passwords nor codes come here."""

from datetime import datetime
from typing import Any

from loiste.accounts import audit
from loiste.accounts.actors import Machine
from loiste.accounts.models import User

LONGEST = 200  # of an e-mail address that somebody typed


def tell(action: str, user: User, *, now: datetime, address: str, **more: Any) -> None:
    """A line about the person's own doing: sign_in, sign_out, password.change, two_factor.on and the like."""
    after = {key: value for key, value in more.items() if value not in (None, "")}
    by = Machine(user.email, origin=f"page {address}")
    audit.write(by, action, user.public_id, now, after=after or None)


def tell_failed(email: str, *, now: datetime, address: str, method: str) -> None:
    """A line about an attempt that failed; the same work is done whether the person is known or not."""
    known = User.objects.filter(email=email.strip().lower()).values_list("public_id", flat=True).first()
    by = Machine(typed_address(email), origin=f"page {address}")
    audit.write(by, "sign_in.failed", known or "", now, after={"method": method})


def typed_address(text: str) -> str:
    """What was typed as an e-mail address; nothing when it is none, for people type passwords into the wrong field."""
    text = text.strip()
    name, sign, host = text.partition("@")
    return text[:LONGEST] if name and sign and "." in host and not any(letter.isspace() for letter in text) else ""
