"""What the environment may say. Each reader returns a checked value or raises BadSetting with one readable line."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(Exception):
    """A setting that cannot be used; the text says which one, why, and what to write instead."""


def home_folder(environ: Mapping[str, str]) -> Path:
    """The folder of all state: LOISTE_HOME, or ./var. Created by `loiste init`, not here."""
    home = Path(environ.get("LOISTE_HOME") or "var").expanduser().absolute()
    if home.exists() and not home.is_dir():
        raise BadSetting(f"LOISTE_HOME is {home}, which is a file; name a folder.")
    return home


def flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    """True for 1/true/yes, False for 0/false/no, the default when unset or empty."""
    word = environ.get(name, "").strip().lower()
    if word in ("1", "true", "yes"):
        return True
    if word in ("0", "false", "no"):
        return False
    if word:
        raise BadSetting(f"{name} is {word!r}; write true or false.")
    return default


def whole(environ: Mapping[str, str], name: str, *, default: int) -> int:
    """A whole number from 0 up."""
    text = environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit():
        raise BadSetting(f"{name} is {text!r}; write a whole number, like {default}.")
    return int(text)


def url(environ: Mapping[str, str], name: str, *, default: str) -> str:
    """An http(s) address without a path, as the browser sees it."""
    text = (environ.get(name) or default).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise BadSetting(f"{name} is {text!r}; write it like https://loiste.example.org, without a path.")
    return text


def hosts(environ: Mapping[str, str], address: str) -> list[str]:
    """Host names that the web server answers to: that of LOISTE_URL, LOISTE_HOSTS (comma separated), this machine."""
    more = [host.strip() for host in environ.get("LOISTE_HOSTS", "").split(",") if host.strip()]
    bad = [host for host in more if "/" in host or " " in host]
    if bad:
        raise BadSetting(f"LOISTE_HOSTS holds {bad[0]!r}; write host names separated by commas.")
    return [urlsplit(address).hostname or "", *more, "127.0.0.1", "localhost", "[::1]"]


def secret(environ: Mapping[str, str], home: Path) -> str:
    """The signing key: LOISTE_SECRET_KEY, or the file that `loiste init` made. Empty before init."""
    given = environ.get("LOISTE_SECRET_KEY")
    if given is not None:
        if len(given) < 32:
            raise BadSetting("LOISTE_SECRET_KEY is too short; give at least 32 random characters.")
        return given
    path = home / "secret.key"
    try:
        return path.read_text().strip() if path.exists() else "before-init-nothing-is-signed-with-this"
    except OSError as error:
        raise BadSetting(
            f"{path} cannot be read ({error.strerror}); run as the user that ran `loiste init`."
        ) from error
