"""Home in a browser, from signing in to the brief: an alert put aside by keys, what changed by one key, one sheet."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from loiste.accounts.models import Account
from loiste.judgement.models import Alert, Health, Judged, Override, Score
from loiste.pages.alerts import deeds
from loiste.pages.home import views
from tests.browser.checking import check
from tests.browser.conftest import PASSWORD
from tests.shop import shop

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Europe/Helsinki")).date()  # the organisation's day
REASON = {"metric": "ticket_volume", "test": "at_least", "bound": 8.0, "value": 9.0}


@pytest.fixture
def mine(live_server, home, people, monkeypatch):
    """Aino's shops: two turned, with an alert each; one has an override."""
    for module in (views, deeds):  # whatever clock they were first imported under
        monkeypatch.setattr(module, "now", lambda: NOW)
    shop(home)
    people["colleague"].known_as = ["Aino"]
    people["colleague"].save()
    for day in (TODAY - timedelta(days=40), TODAY - timedelta(days=1)):
        Judged.objects.create(as_of=day, at=NOW, accounts=2)
    for number, account in enumerate(Account.objects.filter(owner="Aino").order_by("id")[:2]):
        scores = (
            (40, 85 - 40 * number, "red" if number else "green"),
            (1, 40 + 40 * number, "green" if number else "red"),
        )
        for ago, score, band in scores:
            Score.objects.create(account=account, as_of=TODAY - timedelta(days=ago), score=score, band=band, coverage=1)
        Health.objects.create(
            account=account, score=scores[1][1], band=scores[1][2], coverage=1, since=TODAY, before=scores[0][1],
            change=scores[1][1] - scores[0][1],
        )  # fmt: skip
        Alert.objects.create(
            account=account, rule="ticket_flood", sort="worry", severity="medium", opened_on=TODAY, at=NOW,
            evidence=[REASON], stake=(900 + number) * 1_000_000, currency="EUR", deadline=TODAY + timedelta(days=9),
        )  # fmt: skip
    Override.objects.create(
        account=account, author=people["colleague"], reason="They said so", score=70, at=NOW, day=TODAY, expires=TODAY
    )
    return people["colleague"]


@pytest.fixture
def home_page(mine, live_server, page, said):
    """Signs Aino in, who asked for no page."""

    def signed_in(language):
        mine.language = language
        mine.save()
        page.goto(f"{live_server.url}/")
        page.locator("input[name=login]").fill(mine.email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{live_server.url}/home/")
        return page

    return signed_in


@pytest.mark.parametrize("language", ["en", "fi"])
def test_home_the_changes_and_the_brief_are_sound(home_page, live_server, width, look, language):
    page, one = home_page(language), Account.objects.filter(owner="Aino").order_by("id")[0]
    expect(page.locator("#changes .news > li")).to_have_count(2)
    expect(page.locator("#moves .spark")).to_have_count(2)
    check(page, f"home-{width}-{look}-{language}")
    for name, rest in (("since", "?part=since"), ("brief", "brief/")):
        page.goto(f"{live_server.url}/accounts/{one.public_id}/{rest}")
        check(page, f"{name}-{width}-{look}-{language}")


def test_a_day_begins_at_home_and_leads_to_a_sheet_for_the_meeting(home_page, tmp_path):
    page = home_page("en")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.locator("details[open] input[name=reason]").fill("on holiday until then")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="put aside until")).to_be_visible()
    assert "/home/?undo=alt_" in page.url and page.locator("#alerts tbody tr").count() == 1
    page.locator("#changes .news > li > div > a").first.click()
    page.wait_for_url(re.compile(r"/accounts/acc_"))
    page.keyboard.press("w")
    page.wait_for_url(re.compile(r"part=since"))
    expect(page.get_by_role("heading", name="Signals of note")).to_be_visible()
    page.get_by_role("link", name="Brief").click()
    page.wait_for_url(re.compile(r"/brief/"))
    page.pdf(path=tmp_path / "brief.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "brief.pdf").read_bytes())) == 1
    page.emulate_media(media="print")
    assert not page.locator("nav.side").is_visible()
