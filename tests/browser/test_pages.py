"""Every page at two widths, light and dark, in both languages."""

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


@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_page_is_sound(at, people, width, look, language):
    """One walk for each width, look and language: making the shop takes longer than looking at a page."""
    people["owner"].language = language
    people["owner"].save()
    at("/accounts/")
    for name, address in {**PAGES, "account": f"/accounts/{account('Kuha').public_id}/"}.items():
        check(at(address), f"{name}-{language}-{width}-{look}")


def test_sign_in_is_sound(live_server, home, page, said, width, look):
    page.goto(f"{live_server.url}/sign-in/")
    check(page, f"sign-in-{width}-{look}")


def test_the_empty_start_is_sound(empty, width, look):
    check(empty, f"start-{width}-{look}")
