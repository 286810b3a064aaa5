"""What the environment says of servers outside: the one that mail goes by, and the one that signs people in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from loiste.organisation.early import said as _
from loiste.organisation.environment import BadSetting

PORTS = {"smtp": 587, "smtps": 465}
PROVIDER = "oidc"  # its name in addresses


def mail(environ: Mapping[str, str]) -> dict[str, Any]:
    """host, port, user, password, starttls, tls of LOISTE_SMTP_URL; empty when no mail is sent.

    `smtp://` speaks STARTTLS unless it ends in `?tls=none`, `smtps://` TLS from the start.
    """
    text = environ.get("LOISTE_SMTP_URL", "").strip()
    if not text:
        return {}
    try:
        parts, port = urlsplit(text), urlsplit(text).port
    except ValueError:
        raise wrong_mail() from None  # the cause would show the password
    tls = parse_qs(parts.query).get("tls", ["starttls"])[-1]
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or tls not in ("starttls", "none"):
        raise wrong_mail()
    return {
        "host": parts.hostname, "port": port or PORTS[parts.scheme],
        "user": unquote(parts.username or ""), "password": unquote(parts.password or ""),
        "starttls": parts.scheme == "smtp" and tls == "starttls", "tls": parts.scheme == "smtps",
    }  # fmt: skip


def wrong_mail() -> BadSetting:
    """The address may hold a password, so the complaint does not repeat it."""
    return BadSetting(
        _(
            "LOISTE_SMTP_URL cannot be read; write it like smtp://user:password@mail.example.org:587 "
            "(add ?tls=none for a server without TLS) or smtps://user:password@mail.example.org."
        )
    )


def mail_from(environ: Mapping[str, str], address: str, *, needed: bool) -> str:
    """LOISTE_MAIL_FROM: whom mails are from. It may hold a name; `needed` where mail is set."""
    text = environ.get("LOISTE_MAIL_FROM", "").strip()
    if text and ("@" not in text or "\n" in text):
        advice = _("LOISTE_MAIL_FROM is '%(text)s'; write an address, like Loiste <loiste@example.org>.")
        raise BadSetting(advice % {"text": text})
    if needed and not text:
        raise BadSetting(_("LOISTE_SMTP_URL is set, LOISTE_MAIL_FROM is not; say whom mails are from."))
    return text or f"loiste@{urlsplit(address).hostname}"


def oidc(environ: Mapping[str, str]) -> dict[str, Any] | None:
    """The OpenID Connect server as the sign-in library wants it; None when LOISTE_OIDC_URL is not set."""
    issuer = environ.get("LOISTE_OIDC_URL", "").strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        advice = _("LOISTE_OIDC_URL is '%(text)s'; write the issuer's address, like https://login.example.org/realm.")
        raise BadSetting(advice % {"text": issuer})
    client, secret, name = (
        environ.get(key, "").strip() for key in ("LOISTE_OIDC_CLIENT_ID", "LOISTE_OIDC_SECRET", "LOISTE_OIDC_NAME")
    )
    if not client or not secret:
        raise BadSetting(_("LOISTE_OIDC_URL is set; set LOISTE_OIDC_CLIENT_ID and LOISTE_OIDC_SECRET, too."))
    return {
        "provider_id": PROVIDER, "name": name or parts.hostname,
        "client_id": client, "secret": secret, "settings": {"server_url": issuer.rstrip("/"), "issuer": issuer},
    }  # fmt: skip
