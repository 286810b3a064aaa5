"""What people do: sign in, begin, look, ask a number where it comes from, change the language."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.shop import account


def test_a_wrong_password_says_so(live_server, home, people, page, said):
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("E-mail address").fill(people["owner"].email)
    page.get_by_label("Password").fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_an_asked_page_is_shown_after_sign_in(live_server, home, people, page, said):
    page.goto(f"{live_server.url}/accounts/")
    page.get_by_label("E-mail address").fill(people["owner"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Accounts", level=1)).to_be_visible()


def test_the_empty_start_offers_both_ways(empty):
    expect(empty.get_by_role("heading", name="Nothing has been imported yet")).to_be_visible()
    expect(empty.get_by_text("loiste import accounts accounts.csv")).to_be_visible()
    expect(empty.get_by_text("LOISTE_HOME=./demo loiste demo")).to_be_visible()


def test_a_number_opens_to_formula_query_and_rows(at):
    page = at("/")
    page.locator("#tile-mrr").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Monthly recurring revenue (MRR)")
    expect(page.get_by_text("sum of the monthly price")).to_be_visible()
    expect(page.locator("#source pre").first).to_contain_text("select")
    page.locator("#rows").get_by_role("link", name="Siika 6 Oy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siika 6 Oy")


def test_a_chart_has_its_table_behind_it(at):
    page = at("/")
    figure = page.locator("figure", has=page.locator("[data-chart=bridge]"))
    figure.get_by_text("Show as table").click()
    expect(figure.get_by_role("columnheader", name="Expansion")).to_be_visible()


def test_the_search_follows_what_is_typed(at):
    page = at("/accounts/")
    page.get_by_role("searchbox").fill("kuha")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=kuha"))


def test_the_language_is_changed_and_stays(at, people):
    page = at("/")
    page.get_by_role("button", name="Suomi").click()
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    expect(page.get_by_role("heading", name="Asiakasmenestys")).to_be_visible()
    page = at("/metrics/mrr/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kuukausittain toistuva")


def test_the_look_is_changed_by_the_server(at):
    page = at("/")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(15, 19, 25)"


def test_archiving_asks_first(at):
    at("/accounts/")
    page = at(f"/accounts/{account('Kuha').public_id}/")
    page.get_by_text("Archive", exact=True).click()
    page.get_by_role("button", name="Archive this account").click()
    expect(page.get_by_role("status")).to_contain_text("is archived")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("status")).to_contain_text("back in the lists")


def test_the_keyboard_reaches_the_content_first(at):
    page = at("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_on_the_phone_the_rest_is_under_more(at, width):
    page = at("/")
    if width == "phone":
        page.get_by_role("link", name="More").click()
        expect(page.get_by_role("heading", name="Your settings")).to_be_visible()


def test_without_scripts_everything_is_there(live_server, home, people, browser, browser_context_args):
    from tests.shop import shop

    shop(home)
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("E-mail address").fill(people["owner"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#tile-mrr")).to_be_visible()
    expect(page.locator("figure table").first).to_be_visible()
    context.close()


def test_the_dashboard_prints_on_one_page(at, tmp_path):
    page = at("/")
    page.locator("[data-chart] svg").first.wait_for()
    paper = tmp_path / "dashboard.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    assert paper.read_bytes().count(b"/Type /Page\n") + paper.read_bytes().count(b"/Type /Page ") == 1
