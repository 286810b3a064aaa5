"""Pages stand still: their clock says one day, whatever the day of the test."""

from datetime import UTC, datetime

import pytest

from tests.shop import TODAY, shop


@pytest.fixture(autouse=True)
def still(monkeypatch, settings):
    """Every page's clock at noon of the world's day."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
    settings.STATIC_ROOT = None  # nothing is collected: static files are found in the package
    from loiste.pages import here, kept
    from loiste.pages.account import views as account
    from loiste.pages.accounts import bulk, export, saved
    from loiste.pages.accounts import views as accounts
    from loiste.pages.dashboard import views as dashboard
    from loiste.pages.metric import views as metric
    from loiste.pages.metrics import views as metrics
    from loiste.pages.sources import views as sources

    kept._kept.clear()
    for module in (here, account, accounts, dashboard, metric, metrics, sources, bulk, export, saved):
        monkeypatch.setattr(module, "now", lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))


@pytest.fixture
def world(home, db):
    return shop(home)


@pytest.fixture
def owner(client, people):
    client.force_login(people["owner"])
    return client
