"""Where rows are kept: SQLite under the home, or the PostgreSQL that DATABASE_URL names."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from loiste.organisation.early import said as _
from loiste.organisation.environment import BadSetting

URL, PASSWORD_FILE = "DATABASE_URL", "DATABASE_PASSWORD_FILE"  # noqa: S105  (names of settings)
PATIENCE = 20  # seconds for which a writer waits for the one before it
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey")
# What a connection that stands for days needs, so that one whose other end is gone is noticed.
STANDING = {
    "connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3,
    "application_name": "loiste",
}  # fmt: skip


def database(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    """The database in Django's form. BadSetting for an address that cannot be one; the password is never repeated."""
    text = environ.get(URL, "").strip()
    if text:
        return postgresql(text, password_of_file(environ))
    if environ.get(PASSWORD_FILE):
        raise BadSetting(_("DATABASE_PASSWORD_FILE is set without DATABASE_URL; set both, or neither."))
    return sqlite(home)


def sqlite(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "loiste.sqlite3",
        "OPTIONS": {
            # IMMEDIATE: a read followed by a write in one transaction must not lose to another writer half way.
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def postgresql(text: str, kept_password: str) -> dict[str, Any]:
    """The server and database of an address; connections stay open, and are tried before a request uses one."""
    parts = split(text)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    check_query(asked)
    password = unquote(parts.password or "")
    if password and kept_password:
        raise BadSetting(_("DATABASE_URL and DATABASE_PASSWORD_FILE both give a password; keep one."))
    return {
        "ENGINE": "loiste.organisation.postgresql",
        "NAME": name_of(parts),
        "USER": unquote(parts.username or ""),
        "PASSWORD": password or kept_password,
        "HOST": asked.get("host") or unquote(parts.hostname or ""),
        "PORT": port_of(parts),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**STANDING, **{name: value for name, value in asked.items() if name in OPTIONS}},
    }


def split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise unreadable() from error
    if parts.scheme not in ("postgres", "postgresql"):
        advice = _("DATABASE_URL is not that of PostgreSQL; write %(form)s, or unset it to keep rows in SQLite.")
        raise BadSetting(advice % {"form": FORM})
    return parts


FORM = "postgres://user:password@host:5432/name"


def unreadable() -> BadSetting:
    advice = _("DATABASE_URL cannot be read; write %(form)s, with %%40 for @ and %%2F for / in a password.")
    return BadSetting(advice % {"form": FORM})


def port_of(parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError as error:  # also where a / or # of a password has cut the address short
        raise unreadable() from error


def name_of(parts: SplitResult) -> str:
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name or parts.fragment or len(name) > 63:
        raise unreadable()
    return name


def check_query(asked: Mapping[str, str]) -> None:
    if set(asked) - {"host", *OPTIONS}:  # not named: it may be the rest of a password with a ? in it
        advice = _("DATABASE_URL asks for what is not known; after ? only these may stand: %(known)s.")
        raise BadSetting(advice % {"known": ", ".join(("host", *OPTIONS))})
    if asked.get("sslmode", SSL_MODES[0]) not in SSL_MODES:
        advice = _("DATABASE_URL says a wrong sslmode; write one of %(known)s.")
        raise BadSetting(advice % {"known": ", ".join(SSL_MODES)})


def password_of_file(environ: Mapping[str, str]) -> str:
    """The first line of the file that DATABASE_PASSWORD_FILE names; empty when none is named."""
    name = environ.get(PASSWORD_FILE, "").strip()
    if not name:
        return ""
    try:
        return (Path(name).read_text().splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or _("it is no text")
        advice = _("DATABASE_PASSWORD_FILE %(path)s cannot be read (%(why)s); name a file with the password in it.")
        raise BadSetting(advice % {"path": name, "why": why}) from error
