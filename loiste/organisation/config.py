"""The organisation's text: HOME/organisation.yaml, read, checked and written whole."""

import os
import secrets
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from babel.core import get_global
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from loiste.organisation.early import said as _
from loiste.organisation.environment import BadSetting

FILE = "organisation.yaml"
CURRENCIES = frozenset(get_global("all_currencies"))


class Text(BaseModel):
    """Base of every part: unknown keys are refused, so that a misspelt setting is never silently without effect."""

    model_config = ConfigDict(extra="forbid")


class Settings(Text):
    """How metrics count, where companies differ. Days are days of the window, the day asked included."""

    margin: Decimal = Field(Decimal(1), ge=0, le=1, description="share of revenue left after direct costs, for CLTV")
    answer_days: int = Field(365, ge=1, description="window of NPS, CSAT and CES")
    onboarding_days: int = Field(365, ge=1, description="window in which accounts reached first value")
    use_days: int = Field(28, ge=1, le=366, description="window of active users, active days, stickiness, adoption")
    feature_days: int = Field(365, ge=1, description="window in which a feature counts as in use by anyone")
    support_days: int = Field(28, ge=1, le=366, description="window of tickets opened and waits for an answer")
    people_days: int = Field(28, ge=1, le=366, description="window in which a key person has changed")
    growth_days: int = Field(28, ge=1, le=364, description="window of customers' own growth")
    growth_feature: str = Field("", description="usage feature whose value is the customer's outcome; empty = all")
    cancellation_feature: str = Field(
        "cancellation_page", min_length=1, description="usage feature that is the page where customers leave"
    )
    repeat_days: int = Field(
        7, ge=1, description="a ticket is a repeat if the account opened another so many days before"
    )
    satisfied_from: float = Field(0.75, gt=0, le=1, description="part of the scale from which an answer is satisfied")


class MetricSettings(Text):
    """What the organisation wants of a metric. Missing parts fall back to the shipped ones."""

    owner: str | None = None
    target: Decimal | None = None
    benchmark: Decimal | None = None
    benchmark_source: str | None = None
    benchmark_date: date | None = None
    review_on: date | None = None


class SignIn(Text):
    """How people sign in. `password: false` holds where OpenID Connect is set up; otherwise nobody could get in."""

    password: bool = True
    two_factor: Literal["optional", "required"] = "optional"


class BackupSettings(Text):
    """When the worker makes a backup, and when its age is a worry."""

    path: str = ""  # an absolute folder, or file ending in .tar; empty = the worker makes none
    every_hours: int = Field(24, ge=1)
    warn_after_hours: int | None = Field(None, ge=1)  # None = twice `every_hours`, where there is a path

    @field_validator("path")
    @classmethod
    def absolute(cls, path: str) -> str:
        if path and not path.startswith("/"):
            advice = _("'%(text)s' is not a whole path; write it from the root, like /backups/loiste")
            raise ValueError(advice % {"text": path})
        return path

    @property
    def limit_hours(self) -> int | None:
        """None = nobody worries."""
        return self.warn_after_hours or (2 * self.every_hours if self.path else None)


Kept = Literal[
    "usage", "answer", "churn", "cost", "note", "milestone", "alias", "judgement",
    "audit", "refused", "rejected_rows", "imports", "unmatched", "bulk_edits", "invitations",
]  # fmt: skip


class Organisation(Text):
    name: str = "Loiste"
    timezone: str = "Europe/Helsinki"
    currency: str = "EUR"
    language: str = "fi"
    demo: bool = False
    settings: Settings = Settings()  # type: ignore[call-arg]
    metrics: dict[str, MetricSettings] = {}
    sign_in: SignIn = SignIn()
    retention: dict[Kept, Annotated[int, Field(ge=30)]] = {}  # days: kinds of signals and of rows
    backup: BackupSettings = BackupSettings()  # type: ignore[call-arg]

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            advice = _("'%(text)s' is not a time zone; write it like Europe/Helsinki")
            raise ValueError(advice % {"text": zone}) from error
        return zone

    @field_validator("currency")
    @classmethod
    def known_currency(cls, code: str) -> str:
        if code.upper() not in CURRENCIES:
            raise ValueError(_("'%(text)s' is not a currency; write its three letters, like EUR") % {"text": code})
        return code.upper()

    @field_validator("language")
    @classmethod
    def known_language(cls, code: str) -> str:
        if code not in ("fi", "en"):
            raise ValueError(_("'%(text)s' is not a language of Loiste; write fi or en") % {"text": code})
        return code

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def today(self, now: datetime) -> date:
        """The organisation's day at `now` (aware)."""
        return now.astimezone(self.zone).date()


def parse(text: str, origin: str) -> Organisation:
    """An organisation from YAML; BadSetting names the key and what is wrong with it."""
    try:
        return Organisation.model_validate(yaml.safe_load(text) or {})
    except yaml.YAMLError as error:
        said_ = {"origin": origin, "why": str(error).splitlines()[0]}
        raise BadSetting(_("%(origin)s is not YAML: %(why)s.") % said_) from error
    except ValidationError as error:
        raise BadSetting(f"{origin}: {one_line(error)}.") from error


def one_line(error: ValidationError) -> str:
    """The first complaint: where and what."""
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg'].removeprefix('Value error, ')}"


def dump(organisation: Organisation) -> str:
    """YAML of what differs from the defaults, plus the four facts that are always shown."""
    shown = organisation.model_dump(mode="json", exclude_defaults=True)
    always = {key: getattr(organisation, key) for key in ("name", "timezone", "currency", "language")}
    return yaml.safe_dump(always | shown, allow_unicode=True, sort_keys=False)


def exists(home: Path) -> bool:
    return (home / FILE).exists()


def load(home: Path) -> Organisation:
    """The organisation of this home; BadSetting when there is none or its text is wrong."""
    path = home / FILE
    if not path.exists():
        advice = _("%(home)s is not set up yet; run `loiste init` first (or set LOISTE_HOME).")
        raise BadSetting(advice % {"home": home})
    return parse(path.read_text(encoding="utf-8"), str(path))


def current(home: Path) -> Organisation:
    """As `load`, for who asks again and again: the text is read anew only when its file is another one."""
    path = home / FILE
    seen = path.stat() if path.exists() else None
    return kept(home, (seen.st_mtime_ns, seen.st_ino, seen.st_size) if seen else None)


@lru_cache(maxsize=4)
def kept(home: Path, _seen: tuple[int, int, int] | None) -> Organisation:
    return load(home)


def save(home: Path, organisation: Organisation) -> None:
    """Writes the text whole: a reader sees the old one or the new one."""
    fresh = home / f".{FILE}.{secrets.token_hex(4)}"
    fresh.write_text(dump(organisation), encoding="utf-8")
    os.replace(fresh, home / FILE)


def init_home(home: Path, organisation: Organisation) -> None:
    """Makes the folder (0700), the signing key (0600) and the text of the organisation. Keeps a key that is there."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = home / "secret.key"
    if not key.exists():
        handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    save(home, organisation)
