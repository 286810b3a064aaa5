"""An account's health in a browser: why it is what it is, what moved it, and a score of one's own."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from loiste.judgement import judge
from loiste.organisation.config import Organisation
from tests.browser.checking import check
from tests.shop import TODAY, account

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The pages' clock at noon of the shop's day."""
    from loiste.accounts import identities
    from loiste.pages import here
    from loiste.pages.account import views
    from loiste.pages.health import report
    from loiste.pages.health import views as health

    identities._kept.clear()
    for module in (here, views, health, report):
        monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_health_is_explained_and_overridden(at, home, people, width, look, language):
    people["owner"].language = language
    people["owner"].save()
    at("/accounts/")
    for day in (TODAY - timedelta(days=90), TODAY):
        judge.judge(home, Organisation(name="Test"), as_of=day, now=NOW)
    page = at(f"/accounts/{account('Kuha').public_id}/")
    expect(page.locator("#health .reasons")).to_be_visible()
    page.locator("#health .panel-head a").click()
    expect(page.locator("table.wf")).to_be_visible()
    check(page, f"health-{language}-{width}-{look}")
    page.locator("#override > .panel-body > details > summary").click()
    page.locator("#id_score").fill("82")
    page.locator("#id_reason").fill("They signed for two years")
    page.locator("#override form button[type=submit]").last.click()
    expect(page.locator("#health .score b")).to_have_text("82")
    check(page, f"health-overridden-{language}-{width}-{look}")
    page.locator("#override .panel-head a").click()
    check(page, f"overrides-{language}-{width}-{look}")
