"""An administrator finds what somebody changed, filters without leaving the page, follows a line and goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from loiste.accounts import our_settings
from loiste.accounts.audit import line, write_all
from loiste.accounts.hand import set_attributes
from loiste.accounts.models import Account
from loiste.organisation import config
from tests.browser.checking import check

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FITS = "one => one.scrollWidth <= one.clientWidth"  # nothing of it is cut, nor to be scrolled to sideways
WITHIN = "one => one.getBoundingClientRect().right <= window.innerWidth"


@pytest.fixture
def log(at, home, people):
    """Two pages of lines of different kinds about the small shop."""
    account, by = Account.objects.order_by("pk")[0], people["owner"]
    by.origin = "page 127.0.0.1"
    write_all(line(by, "view.save", "viw_gone", NOW - timedelta(hours=n), after={"name": f"List {n}"}) for n in range(60))
    wanted = config.load(home).model_copy(update={"name": "Uusi Nimi Oy"})
    our_settings.apply_settings(home, wanted, by=by, now=NOW + timedelta(minutes=1))
    said = {"tier": "gold", "owner": "Maija Meikäläinen", "attr.industry": "Verkkokauppa"}
    set_attributes(home, {account: said}, day=NOW.date(), by=by, now=NOW + timedelta(minutes=2))
    return account


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_log_is_found_filtered_and_followed(at, log, page, people, width, look, language):
    people["owner"].language, people["owner"].theme = language, look
    people["owner"].save()
    finnish = language == "fi"
    at("/you/" if width == "phone" else "/team/")
    page.locator("main").get_by_role("link", name="Muutosloki" if finnish else "Audit log").click()
    page.wait_for_url("**/audit/")
    check(page, f"audit-{width}-{look}-{language}")
    assert page.locator(".filters").evaluate(FITS)
    page.get_by_role("link", name="Vanhemmat" if finnish else "Older").click()
    page.wait_for_url("**older=**")
    page.locator("select[name=action]").select_option("account.change")
    page.wait_for_url("**action=account.change**")
    assert page.locator(".log > li").count() == 1
    page.get_by_role("searchbox", name="Kuka" if finnish else "Who").fill("nobody")
    page.get_by_text("Mikään rivi ei täsmää" if finnish else "No line matches").wait_for()
    page.get_by_role("searchbox", name="Kuka" if finnish else "Who").fill("owner")
    page.locator(".log").get_by_role("link", name=log.name).click()
    page.wait_for_url(f"**/accounts/{log.public_id}/")
    page.get_by_role("link", name="Muutokset" if finnish else "Changes").click()
    page.wait_for_url(f"**subject={log.public_id}**")
    assert page.locator(".log > li").count() == 1


def test_the_people_of_the_team_fit_the_window(at, page, people, width, look):
    people["owner"].language, people["owner"].theme = "fi" if width == "phone" else "en", look
    people["owner"].save()
    at("/team/")
    check(page, f"team-{width}-{look}")
    assert page.get_by_role("table").evaluate(FITS) and page.get_by_role("table").evaluate(WITHIN)
    assert page.get_by_text("colleague@example.org").is_visible()
