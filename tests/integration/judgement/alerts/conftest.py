"""A small world with one alert rule."""

from datetime import timedelta

import pytest

from loiste.accounts.models import Account
from loiste.judgement import versions
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Score
from tests.integration.judgement.alerts.telling import DAY, RULE, at
from tests.world import World


@pytest.fixture(autouse=True)
def only_own(monkeypatch):
    monkeypatch.setattr("loiste.judgement.texts.shipped", lambda kind: {})


@pytest.fixture
def world(home, people):
    """K1 uses every day up to the 4th, K2 all the time."""
    world = World(home)
    for ref in ("K1", "K2"):
        world.account(ref, name=ref, owner="Colleague")
        world.subscription(f"S{ref}", ref, "2025-01-01", mrr=200)
    for day in range(-7, 30):
        world.usage("K2", str(DAY + timedelta(days=day)))
        if day <= 2:
            world.usage("K1", str(DAY + timedelta(days=day)))
    world.save()
    for account in Account.objects.all():
        Score.objects.create(account=account, as_of=DAY - timedelta(days=1), score=90, band="green", coverage=1)
    versions.change_text(ALERT, RULE, by=people["owner"], now=at(DAY))
    return world
