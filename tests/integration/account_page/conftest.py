"""Kuha's page in the small shop, seen by its owner."""

import sys

import pytest

from tests.integration.account_page.asking import NOW, shown
from tests.shop import account, shop


@pytest.fixture(autouse=True)
def still(monkeypatch, settings):
    """The pages' clock at noon of the shop's day."""
    from loiste.accounts import identities
    from loiste.pages import here, kept, urls

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None
    kept._kept.clear()
    identities._kept.clear()  # row ids begin anew in each test
    clock = here.now
    assert urls.urlpatterns  # every page is imported now; one imported later would keep the clock that stands still
    for name, module in list(sys.modules.items()):
        if name.startswith("loiste.pages.") and getattr(module, "now", None) is clock:
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
