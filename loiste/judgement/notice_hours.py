"""When mails of notices may go: quiet hours and the hour of the digest, in the organisation's zone. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from loiste.judgement.notice_models import By, NoticeChoice


def is_quiet(choice: NoticeChoice, now: datetime, zone: ZoneInfo) -> bool:
    """Whether nothing is mailed at `now` (aware): from the first hour up to the second, over midnight, too."""
    first, end = choice.quiet_from, choice.quiet_until
    if first is None or end is None:
        return False
    hour = now.astimezone(zone).hour
    return first <= hour < end if first < end else hour >= first or hour < end


def mail_at(choice: NoticeChoice, now: datetime, zone: ZoneInfo) -> datetime | None:
    """From when on what turns at `now` may be mailed; None = it is not mailed."""
    if choice.mail == By.ONCE:
        return now
    return digest_at(choice.digest_hour, now, zone) if choice.mail == By.DIGEST else None


def digest_at(hour: int, now: datetime, zone: ZoneInfo) -> datetime:
    """The next time that the clock shows this hour or, where clocks are put forward, has passed it."""
    local = now.astimezone(zone)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    day = today if today.astimezone(UTC) > now else (today + timedelta(days=1)).replace(fold=0)
    return day.astimezone(UTC)
