"""The account page in a browser: notes by keyboard, scrolling into the past, filters, days, editing, both languages."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from loiste.accounts.models import Account
from tests.browser.checking import check
from tests.browser.conftest import PASSWORD
from tests.shop import TODAY, account, shop
from tests.world import World

PARTS = ("", "usage", "people", "subscriptions", "tickets", "answers", "notes", "attributes")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The pages' clock at noon of the shop's day."""
    from loiste.accounts import identities
    from loiste.pages import here
    from loiste.pages.account import views

    identities._kept.clear()
    for module in (here, views):
        monkeypatch.setattr(module, "now", lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))


@pytest.fixture
def kuha(at):
    """Opens Kuha's page: `kuha("?part=people")`."""
    at("/accounts/")
    return lambda rest="": at(f"/accounts/{account('Kuha').public_id}/{rest}")


@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_part_is_sound(kuha, people, width, look, language):
    people["owner"].language = language
    people["owner"].save()
    for part in PARTS:
        page = kuha(f"?part={part}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        check(page, f"account-{language}-{part or 'timeline'}-{width}-{look}")
    check(kuha("?as_of=2026-05-31"), f"account-{language}-past-{width}-{look}")


def test_a_call_is_logged_in_two_keystrokes(kuha):
    page = kuha()
    page.keyboard.press("c")
    expect(page.get_by_label("What happened")).to_be_focused()
    expect(page.get_by_role("radio", name="Call")).to_be_checked()
    page.keyboard.type("nice call, more in December")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    first = page.locator(".tl > li").first
    expect(first).to_contain_text("Call, by Owner")
    expect(first).to_contain_text("nice call, more in December")


def test_keys_are_letters_while_one_writes(kuha):
    page = kuha()
    page.keyboard.press("n")
    page.keyboard.type("common")
    expect(page.get_by_label("What happened")).to_have_value("common")
    expect(page.get_by_role("radio", name="Note")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.get_by_label("What happened")).to_be_hidden()


def test_an_error_keeps_what_was_written(kuha, said):
    page = kuha()
    page.keyboard.press("m")
    page.keyboard.type("Kept words")
    page.get_by_label("When").fill("2030-01-01T10:00")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The time lies ahead")
    expect(page.get_by_label("What happened")).to_have_value("Kept words")
    expect(page.get_by_role("radio", name="Meeting")).to_be_checked()
    said[:] = [line for line in said if "422" not in line]  # the browser itself reports the status


def test_scrolling_loads_older_signals(kuha, home):
    page = kuha("?kind=answer")
    world = World(home)
    for number in range(90):
        world.answer("ces", 5, (date(2026, 11, 1) - timedelta(days=number * 3)).isoformat(), "K2")
    world.save()
    page = kuha("?kind=answer")
    lines = page.locator("#timeline .tl > li")
    expect(lines).to_have_count(30)
    page.mouse.wheel(0, 20_000)
    expect(lines).to_have_count(60)
    page.mouse.wheel(0, 20_000)
    expect(lines.nth(89)).to_be_attached()


def test_a_signal_and_a_week_open_in_place(kuha):
    page = kuha("?kind=usage")
    week = page.locator("#timeline details").first
    week.locator("summary").first.click()
    row = week.locator(".opened .tl > li").first
    expect(row).to_contain_text("orders")
    row.locator("summary").click()
    expect(row.get_by_text("its own reference").first).to_be_visible()


def test_filters_stand_in_the_address(kuha):
    page = kuha()
    page.get_by_role("link", name="Survey answers").click()
    expect(page).to_have_url(re.compile("kind=answer"))
    page.get_by_label("From").fill("2025-01-01")
    page.get_by_label("To", exact=True).fill("2025-03-31")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("from=2025-01-01"))
    expect(page.locator("#timeline h3")).to_have_text(["Saturday 15 Feb 2025"])
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("#timeline h3")).not_to_have_count(1)


def test_a_past_day_is_marked_and_left_again(kuha):
    page = kuha()
    page.get_by_label("As of").fill("2026-05-31")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#past")).to_contain_text("31 May 2026")
    expect(page.locator("#log")).to_have_count(0)
    page.keyboard.press("n")
    page.get_by_role("link", name="Month end before").click()
    expect(page.locator("#past")).to_contain_text("30 Apr 2026")
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator("#past")).to_have_count(0)


def test_a_fact_is_changed_in_place_and_undone(kuha):
    page = kuha()
    page.locator("summary", has_text="Change: Tier").click()
    page.get_by_label("Tier").fill("platinum")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Changed: Tier.")
    expect(page.locator(".facts")).to_contain_text("platinum")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".facts")).not_to_contain_text("platinum")
    assert Account.objects.get(name__contains="Kuha").tier == "bronze"


def test_without_scripts_notes_and_older_signals_work(live_server, home, people, browser, browser_context_args):
    shop(home)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/{account('Kuha').public_id}/")
    page.get_by_label("E-mail address").fill(people["owner"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Log a note, call or meeting").click()
    page.get_by_label("What happened").fill("By hand and without scripts")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".tl > li").first).to_contain_text("By hand and without scripts")
    page.get_by_role("link", name="Older").click()
    expect(page).to_have_url(re.compile("before="))
    expect(page.locator(".tl > li").first).to_be_visible()
    context.close()


def test_the_page_prints_without_forms(kuha):
    page = kuha()
    page.emulate_media(media="print")
    expect(page.locator("#log")).to_be_hidden()
    expect(page.locator(".parts")).to_be_hidden()
    expect(page.locator("#timeline .tl > li").first).to_be_visible()
