"""An administrator builds a segment row by row, sees whom it matches, saves it with a reason, and finds its accounts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "en": {"new": "New segment", "row": "Comparison", "why": "Why", "save": "Save", "show": "Show whom it matches",
           "list": "Show them in the list", "group": "Group", "off": "Switch off", "on": "Switch on"},
    "fi": {"new": "Uusi segmentti", "row": "Vertailu", "why": "Miksi", "save": "Tallenna", "list": "Näytä ne",
           "show": "Näytä, mihin", "group": "Ryhmä", "off": "Poista käytöstä", "on": "Ota käyttöön"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_segment_is_built_saved_and_used(at, page, people, width, look, language):
    people["owner"].language, people["owner"].theme = language, look
    people["owner"].save()
    say = WORDS[language]
    at("/segments/")
    check(page, f"segments-{width}-{look}-{language}")
    page.get_by_role("link", name=say["new"]).click()
    page.locator("select[name=what]").select_option("attribute:tier")
    page.locator("select[name=test]").select_option("is_one_of")
    page.locator("input[name=value]").fill("gold")
    page.locator("input[name=value]").press("Tab")
    expect(page.locator("#preview .facts dd").first).to_have_text("4")
    expect(page).to_have_url(re.compile("value=gold"))
    page.get_by_role("button", name=say["group"], exact=True).click()
    expect(page.locator(".rule-group.inner select[name=how]")).to_have_count(1)
    page.locator(".rule-group.inner select[name=what]").select_option("metric:days_of_use")
    page.locator(".names input[name=key]").fill("golden")
    page.locator("input[name=name_fi]").fill("Kultaiset")
    page.locator("input[name=name_en]").fill("Golden")
    page.locator(".rule-group.inner input[name=value]").fill("0")
    page.locator(".rule-group.inner input[name=value]").press("Tab")
    expect(page).to_have_url(re.compile("value=0&"))
    page.get_by_role("button", name=say["show"]).click()
    check(page, f"segment-builder-{width}-{look}-{language}")
    page.get_by_label(say["why"]).fill("Kevät")
    page.locator("#preview").get_by_role("button", name=say["save"], exact=True).click()
    page.wait_for_url("**/segments/golden/")
    check(page, f"segment-{width}-{look}-{language}")
    page.get_by_role("link", name=say["list"]).click()
    page.wait_for_url("**/accounts/?segment=golden")
    assert page.locator("#list tbody tr").count() >= 1
    at("/segments/golden/")
    page.get_by_role("button", name=say["off"]).click()
    expect(page.get_by_role("button", name=say["on"])).to_be_visible()
