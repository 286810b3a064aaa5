"""A manager sees where a promise is broken, gives the account another tier, weighs it, and looks at fit and load."""

from datetime import UTC, datetime

import pytest

from loiste.accounts.models import Account
from loiste.judgement import judge
from loiste.judgement.models import Place
from loiste.organisation import config
from tests.browser.checking import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def judged(at, home, people):
    """The small shop judged, with one account met long ago."""
    now, ours = datetime.now(UTC), config.load(home)
    judge.judge(home, ours, as_of=ours.today(now), now=now)
    account = Account.objects.order_by("pk")[0]
    Place.objects.filter(account=account).update(
        tier="high", customer=True, promise="broken", contact="kept", meeting="broken", meeting_on="2026-01-05",
        contact_on="2026-10-01", due_on="2026-04-06", key_account=True, fit_x=0, fit_y=0,
    )  # fmt: skip
    return account


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_broken_promise_is_found_and_the_account_gets_another_tier(at, judged, page, people, width, look, language):
    people["owner"].language, people["owner"].theme = language, look
    people["owner"].save()
    finnish = language == "fi"
    at("/tiers/")
    check(page, f"tiers-{width}-{look}-{language}")
    page.locator("#list").get_by_role("link", name=judged.name).click()
    panel = page.locator("#tier")
    panel.get_by_text("Meeting: broken" if not finnish else "Tapaaminen: rikki").wait_for()
    check(page, f"account-tier-{width}-{look}-{language}")
    panel.locator("summary").first.click()
    panel.locator("select[name=tier]").select_option("tech")
    panel.locator("input[name=reason]:visible").fill("Half the price")
    panel.get_by_role("button", name="Tallenna" if finnish else "Save").locator("visible=true").click()
    page.locator("#tier").get_by_text("Half the price").wait_for()
    for name in ("fit", "load", "quadrant"):
        at(f"/{name}/")
        check(page, f"{name}-{width}-{look}-{language}")
    at("/tiers/tier/high/")
    check(page, f"tier-text-{width}-{look}-{language}")
