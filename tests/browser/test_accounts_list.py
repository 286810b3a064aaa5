"""The list of accounts and the search over everything, by mouse and by keys, wide and on the phone, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from loiste.accounts.models import Account, BulkEdit
from loiste.metrics import standing
from tests.browser.checking import check
from tests.shop import TODAY, account


@pytest.fixture
def listed(at, home):
    """Opens an address after the figures have been counted."""
    from loiste.organisation import config

    page = at("/accounts/")
    standing.fill(home, config.load(home), today=TODAY)

    def go(address):
        at(address)
        return page

    return go


def rows(page):
    return page.locator("#list tbody tr")


def test_filters_narrow_the_list_and_stand_in_the_address(listed):
    page = listed("/accounts/")
    page.locator("select[name=tier]").select_option("gold")
    expect(rows(page)).to_have_count(4)
    expect(page).to_have_url(re.compile("tier=gold"))
    page.get_by_text("More filters").click()
    page.get_by_label("MRR at least").fill("120")
    page.get_by_label("MRR at least").press("Enter")
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("link", name="Lift the filter Tier: gold")).to_be_visible()
    page.get_by_role("link", name=re.compile("Lift the filter MRR at least")).click()
    expect(rows(page)).to_have_count(4)
    page.get_by_role("link", name="MRR", exact=True).click()
    expect(page.get_by_role("columnheader", name="MRR")).to_have_attribute("aria-sort", "ascending")


def test_a_view_is_saved_opened_and_deleted(listed):
    page = listed("/accounts/?tier=gold&sort=-mrr")
    page.get_by_text("Save view").click()
    page.get_by_label("Name of the view").fill("Golden ones")
    page.get_by_label("Show me this first").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The view Golden ones is saved.")).to_be_visible()
    page = listed("/accounts/")
    expect(page.get_by_role("link", name="Golden ones")).to_have_attribute("aria-current", "page")
    expect(rows(page)).to_have_count(4)
    page.get_by_role("link", name="All accounts").click()
    expect(rows(page)).to_have_count(8)
    page.get_by_role("link", name="Manage views").click()
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete Golden ones").click()
    expect(page.get_by_role("heading", name="No saved views yet")).to_be_visible()


def test_columns_are_chosen(listed):
    page = listed("/accounts/")
    page.get_by_text("Columns").first.click()
    page.get_by_role("checkbox", name="Country").check()
    page.get_by_role("checkbox", name="industry").check()
    page.get_by_role("checkbox", name="Owner").uncheck()
    page.get_by_role("button", name="Show these columns").click()
    expect(page.get_by_role("columnheader", name="Country")).to_be_visible()
    expect(page.get_by_role("columnheader", name="industry")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Owner")).to_have_count(0)


def test_rows_are_walked_chosen_changed_and_undone_by_keys(listed):
    page = listed("/accounts/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Ahven 0 Oy")).to_be_focused()
    for key in ("x", "j", "j", "k", "x"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Hauki 1 Oy")).to_be_focused()
    expect(page.get_by_text("Chosen: 2")).to_be_visible()
    page.get_by_label("New value").fill("Satu")
    page.get_by_label("New value").press("Enter")
    expect(page.get_by_text("2 accounts changed: owner becomes Satu.")).to_be_visible()
    assert set(Account.objects.filter(owner="Satu").values_list("ref", flat=True)) == {"K0", "K1"}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 accounts are as before.")).to_be_visible()
    assert not Account.objects.filter(owner="Satu").exists()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("kuha")
    expect(rows(page)).to_have_count(1)
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kuha 2 Oy")


def test_all_that_match_are_counted_before_they_change(listed):
    page = listed("/accounts/?tier=gold")
    page.get_by_label(re.compile("all that match")).check()
    page.get_by_label("What to change").select_option("add_tags")
    page.get_by_label("New value").fill("vip")
    page.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("This changes 4 accounts: add the tags vip.")).to_be_visible()
    page.get_by_role("button", name="Change 4 accounts").click()
    expect(page.get_by_text("4 accounts changed")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    assert BulkEdit.objects.get().accounts == 4
    assert "vip" in account("Hauki").tags


def test_search_is_opened_walked_and_followed_by_keys(listed):
    page = listed("/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("searchbox", name="Search everything")
    expect(field).to_be_focused()
    page.keyboard.type("ahv")
    expect(page.get_by_role("link", name="Ahven 0 Oy")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ahven 0 Oy")
    page.keyboard.press("Control+k")
    page.keyboard.type("kaisa")
    expect(page.locator("dialog [data-hit]")).to_have_count(6)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog [data-hit]").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def test_search_is_a_page_without_scripts(listed):
    page = listed("/search/?q=kuha")
    expect(page.get_by_role("link", name="Kuha 2 Oy")).to_have_count(1)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()


@pytest.mark.parametrize("language", ["en", "fi"])
def test_everything_is_sound(listed, people, width, look, language):
    people["owner"].language = language
    people["owner"].save()
    page = listed("/accounts/?tier=gold&columns=owner,mrr,tags,last_signal_on,renews_on")
    name = f"accounts-{language}-{width}-{look}"
    page.get_by_role("checkbox", name=re.compile("Hauki")).check()
    check(page, f"{name}-list")
    for place, part in enumerate(("filters", "columns", "save", "export")):
        page.locator("details.ask > summary").nth(place).click()
        check(page, f"{name}-{part}")
        page.locator("details.ask > summary").nth(place).click()
    page.locator("[name=value]").fill("Satu")
    page.locator(".bulk button").click()
    expect(page.locator("form.note")).to_be_visible()
    check(page, f"{name}-undo")
    page.locator("details.ask > summary").nth(2).click()
    page.locator("[name=name]").fill("Gold")
    page.locator("[name=name]").press("Enter")
    check(listed("/accounts/views/"), f"{name}-views")
    check(listed("/search/?q=ka"), f"{name}-search-page")
    page.keyboard.press("Control+k")
    page = listed("/metrics/")
    page.keyboard.press("Control+k")
    page.keyboard.type("ka")
    expect(page.locator("dialog [data-hit]").first).to_be_visible()
    check(page, f"{name}-search")
