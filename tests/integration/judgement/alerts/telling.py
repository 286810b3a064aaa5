"""A small world with one alert rule, for the tests of alerts."""

from datetime import UTC, date, datetime, timedelta

from loiste.judgement.judge_alerts import judge_alerts

DAY = date(2026, 3, 2)
RULE = """
key: quiet
name: {fi: Hiljaista, en: Quiet}
meaning: {fi: Vähän käyttöä, en: Little use}
severity: high
rule:
  any:
  - {metric: days_of_use, days: 7, below: 2}
  - {attribute: health.band, is_one_of: [red]}
evidence: [mrr]
cool_down_days: 5
"""


def at(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def days(world, first, last):
    """Judges each of these days, counted from DAY."""
    for number in range(first, last + 1):
        day = DAY + timedelta(days=number)
        judge_alerts(world.home, world.organisation, as_of=day, now=at(day))
