"""Alerts in a browser: found by keys, put aside with a reason and taken back; a rule is switched off and on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from loiste.accounts.models import Account
from loiste.judgement.models import Alert, AlertChange
from tests.browser.checking import check

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Europe/Helsinki")).date()  # the organisation's day, which begins before that of UTC
REASON = {"metric": "ticket_volume", "test": "at_least", "bound": 8.0, "value": 9.0}


def open_alerts():
    """Two, of which the one with more at stake comes first."""
    for account, stake in zip(Account.objects.order_by("id")[:2], (900, 90_000), strict=True):
        Alert.objects.create(
            account=account, rule="ticket_flood", sort="worry", severity="medium", opened_on=TODAY, at=NOW,
            evidence=[REASON], stake=stake * 1_000_000, currency="EUR",
        )  # fmt: skip


def test_an_alert_is_put_aside_by_keys_with_a_reason_and_taken_back(at):
    page = at("/alerts/")
    open_alerts()
    page = at("/alerts/")
    expect(page.locator("tbody tr").first).to_contain_text("Tickets: 9 (alert from 8)")
    assert [one.split(" ")[0] for one in page.locator("tbody td.num:nth-child(3)").all_inner_texts()] == [
        "€90,000",
        "€900",
    ]
    check(page, "alerts")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.get_by_label("Why").first.fill("on holiday until then")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="put aside until")).to_be_visible()
    assert page.locator("tbody tr").count() == 1
    one = Alert.objects.get(state="snoozed")
    assert (one.stake, one.snoozed_until) == (90_000_000_000, TODAY + timedelta(days=7))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("it is open again")).to_be_visible()
    assert list(AlertChange.objects.order_by("id").values_list("what", "why")) == [
        ("snoozed", "on holiday until then"), ("woken", ""),
    ]  # fmt: skip
    page.get_by_label("Severity").select_option("low")
    expect(page.get_by_text("No alert matches")).to_be_visible()
    page.goto(page.url.partition("/alerts/")[0] + f"/accounts/{one.account.public_id}/")
    part = page.locator("#alerts")
    expect(part).to_contain_text("Flood of tickets")
    part.locator("summary", has_text="Not useful").click()
    part.locator("[data-key=n]").get_by_label("Why").fill("a test shop")
    part.get_by_role("button", name="Close as not useful").click()
    expect(page.locator("#alerts")).to_contain_text("closed. It opens again only after")


def test_a_rule_is_read_and_switched_off_and_what_matches_is_asked_about(at):
    page = at("/alerts/rules/")
    check(page, "alert-rules")
    page.get_by_role("link", name="Flood of tickets").click()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_label("Tell only of those that come to match from now on")).to_be_checked()
    check(page, "alert-rule")
