from datetime import date
from zoneinfo import ZoneInfo

import pytest

from loiste.demo import world
from loiste.demo.period import Period
from loiste.demo.signals import signals

UNTIL = date(2026, 6, 15)


@pytest.fixture(scope="session")
def period():
    return Period(UNTIL, ZoneInfo("Europe/Helsinki"))


@pytest.fixture(scope="session")
def there(period):
    return world.build(1, period)


@pytest.fixture(scope="session")
def table(period):
    return signals(1, period, with_stories=True)
