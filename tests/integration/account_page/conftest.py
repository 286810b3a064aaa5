"""Kuha's page in the small shop, seen by its owner."""

import pytest

from tests.integration.account_page.asking import NOW, shown
from tests.shop import account, shop


@pytest.fixture(autouse=True)
def still(monkeypatch, settings):
    """The pages' clock at noon of the shop's day."""
    from loiste.accounts import identities
    from loiste.pages import here, kept
    from loiste.pages.account import views

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None
    kept._kept.clear()
    identities._kept.clear()  # row ids begin anew in each test
    for module in (here, views):
        monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.fixture
def world(home, db):
    return shop(home)


@pytest.fixture
def owner(client, people):
    client.force_login(people["owner"])
    return client


@pytest.fixture
def see(owner, world):
    """The text of a part of Kuha's page: `see("?part=people")`."""
    return lambda rest="": shown(owner.get(f"/accounts/{account('Kuha').public_id}/{rest}"))
