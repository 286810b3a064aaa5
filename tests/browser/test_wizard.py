"""A newcomer brings files of their own in: by the wizard alone, without the manual."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from loiste.organisation.config import load
from loiste.sources.models import Import, SavedMapping
from loiste.sources.wizard import work
from tests.browser.checking import check
from tests.integration.importing import stored
from tests.integration.workbooks import workbook

ROWS = 20_000
HEAD = "Asiakasnumero;Tilausnumero;Alkanut;Päättynyt;Kuukausihinta;Paketti;Lisätietoja"


def sheet(rows=ROWS, bad=50, turn=0):
    """A spreadsheet as a Finnish Excel saves it, with a fault in every so manieth row: dates and prices by turns."""
    every = rows // bad if bad else rows + 1
    lines = [HEAD]
    for number in range(rows):
        start = datetime(2024, 1, 1) + timedelta(days=number % 400)
        day, price = (
            f"{start.day}.{start.month}.{start.year}",
            f"{1 + number % 3} {number % 1000:03d},{number % 100:02d}{' €' * (number % 2)}",
        )
        if number % every == every - 1:
            day, price = (day, "kymppi") if number // every % 2 else (f"31.2.{start.year}", price)
        lines.append(f"Ä{number % 900};T{turn}-{number};{day};;{price};Pieni yö;Höltyn tili")
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


@pytest.fixture
def send(live_server, empty):
    """Opens the wizard, chooses a kind and a file, and sends it."""

    def sent(content, *, kind="Subscriptions", name="tilaukset.csv", button="Upload"):
        empty.goto(f"{live_server.url}/imports/new/")
        if kind:
            empty.get_by_role("radio", name=kind).check()
        empty.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        empty.get_by_role("button", name=button).click()
        empty.wait_for_url(re.compile("/imports/uploads/"))
        return empty

    return sent


def worker(home):
    """The worker works until nothing waits; a store that the page holds at that moment makes it try again."""
    assert work.run_next(home, load(home), datetime.now(UTC))
    for _turn in range(20):
        if not work.run_next(home, load(home), datetime.now(UTC)):
            break


def test_a_newcomer_gets_20000_finnish_rows_in_and_mends_50(empty, send, home):
    empty.get_by_role("link", name="Import a file").first.click()
    expect(empty.get_by_role("heading", level=1)).to_have_text("Import a file")
    page = send(sheet())
    expect(page.get_by_label("What Alkanut gives")).to_have_value("started_on")
    expect(page.get_by_label("Decimal mark")).to_contain_text("found: comma")
    expect(page.get_by_label("Encoding")).to_contain_text("found: cp1252")
    expect(page.get_by_text("20000 rows in the file")).to_be_visible()
    check(page, "wizard-columns")
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("heading", name="What would become of the rows")).to_be_visible()
    check(page, "wizard-checked")
    page.get_by_role("button", name=re.compile("Import 19.950 rows")).click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    check(page, "wizard-waiting")
    worker(home)
    page.wait_for_url(re.compile("/sources/imports/"))
    check(page, "wizard-report")
    page.get_by_role("link", name="Mend the rows").click()
    expect(page.get_by_role("heading", name="50 rows to mend")).to_be_visible()
    check(page, "wizard-mend")
    bad = page.locator("input[aria-invalid=true]")
    assert bad.count() == 50
    for place in range(49):
        bad.nth(place).fill("28.2.2024" if bad.nth(place).input_value().startswith("31.2.") else "10,00")
    page.get_by_role("button", name="Import the mended rows").click()
    expect(page.get_by_text("49 rows were taken in. 1 is left.")).to_be_visible()
    page.locator("input[aria-invalid=true]").fill("10,00")
    page.get_by_role("button", name="Import the mended rows").click()
    expect(page.get_by_text("Every row is in")).to_be_visible()
    assert len(stored(home, "subscription", "ref")) == ROWS


def test_next_months_file_takes_two_clicks(send, home, live_server):
    page = send(sheet(40, bad=0))
    page.get_by_role("button", name="Check all rows").click()
    page.get_by_role("button", name="Import 40 rows").click()
    worker(home)
    page.wait_for_url(re.compile("/sources/imports/"))
    page.get_by_label("Next file of the same form?").fill("Laskutus")
    page.get_by_role("button", name="Save the mapping").click()
    expect(page.get_by_text("The mapping Laskutus is saved")).to_be_visible()
    page.goto(f"{live_server.url}/imports/new/")
    page.get_by_role("link", name="Laskutus").click()
    content = {"name": "maaliskuu.csv", "mimeType": "text/csv", "buffer": sheet(30, bad=0, turn=1)}
    page.locator("input[type=file]").set_input_files(content)
    check(page, "wizard-again")
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("button", name="Import 30 rows")).to_be_visible()
    page = send(sheet(20, bad=0, turn=2))
    page.get_by_role("button", name="Use it and check the file").click()
    expect(page.get_by_role("button", name="Import 20 rows")).to_be_visible()
    page.goto(f"{live_server.url}/imports/mappings/")
    check(page, "wizard-mappings")
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete the mapping").click()
    expect(page.get_by_text("No mapping is saved yet")).to_be_visible()
    assert not SavedMapping.objects.exists()


def test_a_workbook_walks_the_same_way(send, home, tmp_path):
    page = send(workbook(tmp_path), name="tilaukset.xlsx")
    page.locator("#sheet").select_option("Muut")
    expect(page.get_by_label("What Asiakas gives")).to_be_visible()
    page.locator("#sheet").select_option("Tilaukset")
    expect(page.get_by_label("What Alkanut gives")).to_have_value("started_on")
    expect(page.locator("td.bad")).to_contain_text("huomenna")
    page.get_by_role("button", name="Check all rows").click()
    page.get_by_role("button", name="Import 2 rows").click()
    worker(home)
    page.wait_for_url(re.compile("/sources/imports/"))
    page.get_by_role("link", name="Mend the rows").click()
    page.get_by_label("Alkanut, line 6").fill("2025-03-01")
    page.get_by_role("button", name="Import the mended rows").click()
    expect(page.get_by_text("Every row is in")).to_be_visible()
    assert Import.objects.count() == 2


def test_a_file_that_does_not_arrive_can_be_sent_again(live_server, empty, width):
    empty.goto(f"{live_server.url}/imports/new/")
    empty.get_by_role("radio", name="Subscriptions").check()
    empty.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": sheet(20, bad=0)})
    waiting = []
    empty.route("**/imports/new/", lambda route: waiting.append(route))  # neither answered nor refused
    empty.get_by_role("button", name="Upload").click()
    expect(empty.get_by_role("progressbar", name="Sending the file")).to_be_visible()
    check(empty, f"wizard-sending-{width}")
    empty.get_by_role("button", name="Cancel").click()
    expect(empty.get_by_role("button", name="Upload")).to_be_enabled()
    empty.unroute("**/imports/new/")
    empty.get_by_role("button", name="Upload").click()
    empty.wait_for_url(re.compile("/imports/uploads/"))


def test_an_empty_file_is_refused_on_the_same_page(live_server, empty, said):
    empty.goto(f"{live_server.url}/imports/new/")
    empty.get_by_role("radio", name="Subscriptions").check()
    empty.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b""})
    empty.get_by_role("button", name="Upload").click()
    expect(empty.get_by_role("alert").filter(has_text="The file is empty")).to_be_visible()
    assert ["422" in line for line in said] == [True]
    said.clear()  # the browser tells of a refusal by itself
    empty.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": sheet(20, bad=0)})
    empty.get_by_role("radio", name="Subscriptions").check()
    empty.get_by_role("button", name="Upload").click()
    empty.wait_for_url(re.compile("/imports/uploads/"))


def test_what_is_unclear_is_asked_and_the_answer_is_kept(send):
    page = send(b"asiakas;alkanut;hinta\nA;03/04/2025;1,234\nB;05/06/2025;2,500\n", name="epäselvä.csv")
    expect(page.get_by_text("To be answered before the file can be checked")).to_be_visible()
    check(page, "wizard-questions")
    page.reload()  # the check leaves marks on the page that would be carried along
    for label, answer in (("Dates in alkanut", "%d/%m/%Y"), ("What hinta gives", "mrr"), ("Decimal mark", ",")):
        with page.expect_response("**/imports/uploads/**"):
            page.get_by_label(label).select_option(answer)
    expect(page.locator("#open")).to_have_count(0)
    expect(page.locator("table td").nth(2)).to_have_text("2025-04-03")
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("button", name="Import 2 rows")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_step_holds_at_every_width_and_look(send, home, people, page, live_server, width, look, language):
    people["owner"].theme = look
    people["owner"].language = "en"
    people["owner"].save()
    content = sheet(60, bad=6)
    send(content)
    people["owner"].language = language
    people["owner"].save()
    page.reload()
    name = f"wizard-{language}-{width}-{look}"
    check(page, f"{name}-columns")
    page.locator("button[formaction]").click()
    page.locator("form[action$='/start/'] button").wait_for()
    check(page, f"{name}-checked")
    page.locator("form[action$='/start/'] button").click()
    page.locator("#progress").wait_for()
    check(page, f"{name}-waiting")
    worker(home)
    page.wait_for_url(re.compile("/sources/imports/"))
    check(page, f"{name}-report")
    page.goto(f"{live_server.url}/imports/mend/{Import.objects.get().public_id}/")
    check(page, f"{name}-mend")
    page.goto(f"{live_server.url}/imports/new/")
    check(page, f"{name}-new")


def test_without_javascript_every_step_still_goes(browser, live_server, home, people):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/?next=/imports/new/")
    page.get_by_label("E-mail address").fill(people["owner"].email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("radio", name="Subscriptions").check()
    content = {"name": "t.csv", "mimeType": "text/csv", "buffer": sheet(10, bad=0)}
    page.locator("input[type=file]").set_input_files(content)
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("What Paketti gives").select_option("")
    page.get_by_role("button", name="Show how the rows are read now").click()
    expect(page.get_by_label("What Paketti gives")).to_have_value("")
    page.get_by_role("button", name="Check all rows").click()
    page.get_by_role("button", name="Import 10 rows").click()
    worker(home)
    page.get_by_role("link", name="Load again").click()
    page.wait_for_url(re.compile("/sources/imports/"))
    context.close()
