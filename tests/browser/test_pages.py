"""Every page at two widths, light and dark."""

import pytest

from tests.browser.checking import check
from tests.shop import account

PAGES = {
    "dashboard": "/",
    "dashboard-filtered": "/?tier=gold&period=quarter",
    "metrics": "/metrics/",
    "metric": "/metrics/nrr/?by=tier",
    "metric-derived": "/metrics/cltv/",
    "metric-unknown": "/metrics/csat/",
    "accounts": "/accounts/",
    "sources": "/sources/",
    "you": "/you/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound(at, name, width, look):
    check(at(PAGES[name]), f"{name}-{width}-{look}")


def test_an_account_is_sound(at, home, width, look):
    at("/accounts/")
    check(at(f"/accounts/{account('Kuha').public_id}/"), f"account-{width}-{look}")


def test_sign_in_is_sound(live_server, home, page, said, width, look):
    page.goto(f"{live_server.url}/sign-in/")
    check(page, f"sign-in-{width}-{look}")


def test_the_empty_start_is_sound(empty, width, look):
    check(empty, f"start-{width}-{look}")
