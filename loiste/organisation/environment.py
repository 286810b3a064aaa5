"""What the environment may say. Each reader returns a checked value or raises BadSetting with one readable line."""

from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

from loiste.organisation.early import said as _


class BadSetting(Exception):
    """A setting that cannot be used; the text says which one, why, and what to write instead."""


def home_folder(environ: Mapping[str, str]) -> Path:
    """The folder of all state: LOISTE_HOME, or ./var. Created by `loiste init`, not here."""
    home = Path(environ.get("LOISTE_HOME") or "var").expanduser().absolute()
    if home.exists() and not home.is_dir():
        raise BadSetting(_("LOISTE_HOME is %(home)s, which is a file; name a folder.") % {"home": home})
    return home


def flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    """True for 1/true/yes, False for 0/false/no, the default when unset or empty."""
    word = environ.get(name, "").strip().lower()
    if word in ("1", "true", "yes"):
        return True
    if word in ("0", "false", "no"):
        return False
    if word:
        raise BadSetting(_("%(name)s is '%(text)s'; write true or false.") % {"name": name, "text": word})
    return default


def whole(environ: Mapping[str, str], name: str, *, default: int) -> int:
    """A whole number from 0 up."""
    text = environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit():
        advice = _("%(name)s is '%(text)s'; write a whole number, like %(default)s.")
        raise BadSetting(advice % {"name": name, "text": text, "default": default})
    return int(text)


def url(environ: Mapping[str, str], name: str, *, default: str) -> str:
    """An http(s) address without a path, as the browser sees it."""
    text = (environ.get(name) or default).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        advice = _("%(name)s is '%(text)s'; write it like https://loiste.example.org, without a path.")
        raise BadSetting(advice % {"name": name, "text": text})
    return text


def hosts(environ: Mapping[str, str], address: str) -> list[str]:
    """Host names that the web server answers to: that of LOISTE_URL, LOISTE_HOSTS (comma separated), this machine."""
    more = [host.strip() for host in environ.get("LOISTE_HOSTS", "").split(",") if host.strip()]
    bad = [host for host in more if "/" in host or " " in host]
    if bad:
        raise BadSetting(_("LOISTE_HOSTS holds '%(host)s'; write host names separated by commas.") % {"host": bad[0]})
    return [urlsplit(address).hostname or "", *more, "127.0.0.1", "localhost", "[::1]"]


def secret(environ: Mapping[str, str], home: Path) -> str:
    """The signing key: LOISTE_SECRET_KEY, or the file that `loiste init` made. Without either one that nobody knows."""
    given = environ.get("LOISTE_SECRET_KEY")
    if given is not None:
        if len(given) < 32:
            raise BadSetting(_("LOISTE_SECRET_KEY is too short; give at least 32 random characters."))
        return given
    path = home / "secret.key"
    try:
        return path.read_text().strip() if path.exists() else token_urlsafe(48)
    except OSError as error:
        advice = _("%(path)s cannot be read (%(why)s); run as the user that ran `loiste init`.")
        raise BadSetting(advice % {"path": path, "why": error.strerror}) from error


def check_secret(environ: Mapping[str, str], home: Path) -> None:
    """BadSetting where a server would sign with a key that is gone when it ends."""
    if "LOISTE_SECRET_KEY" not in environ and not (home / "secret.key").exists():
        advice = _("%(path)s is missing; put it back from a backup, or set LOISTE_SECRET_KEY.")
        raise BadSetting(advice % {"path": home / "secret.key"})


def not_written(home: Path, error: OSError) -> BadSetting:
    """What to raise where the home folder cannot be made."""
    advice = _("%(home)s cannot be written (%(why)s); set LOISTE_HOME to a folder of yours.")
    return BadSetting(advice % {"home": home, "why": error.strerror})
