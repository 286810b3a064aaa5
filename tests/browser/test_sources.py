"""A program is connected, its first event turns the light green; references are matched, accounts merged and undone."""

import threading
from datetime import UTC, datetime
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import LimitedStream
from django.db import connections

from loiste.accounts.models import Account, Identity, Merge
from loiste.sources.models import Source
from tests.browser.checking import check
from tests.integration.sending import drain, group, identify, send, track

pytestmark = pytest.mark.django_db(transaction=True)


class Silent(WSGIRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture
def events(home):
    """An address that takes events as the installed program does, in the database of the test."""
    server = make_server("127.0.0.1", 0, application, handler_class=Silent)
    shared = connections["default"]
    shared.inc_thread_sharing()

    def serve():
        connections["default"] = shared
        server.serve_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    shared.dec_thread_sharing()


def application(environ, start):
    from loiste.api.events import events, wire_of

    length = int(environ["CONTENT_LENGTH"])
    whole = environ | {"wsgi.input": LimitedStream(environ["wsgi.input"], length)}  # as servers for the open do
    return events(whole, start, *wire_of(environ))


@pytest.fixture
def live(home, at):
    """The shop, and a program that names some whom nobody knows."""
    send(
        home, "web", track("u1", group="K1"), group("acme", name="Ahven 0 Ltd"), track("eero", name="Basket Filled"),
        identify("eero", name="Eero Kala"), {"type": "strange", "userId": "u", "note": "<b>bold</b>"},
        at=datetime.now(UTC),
    )  # fmt: skip
    twin = Account.objects.create(ref="twin", name="AHVEN 0")
    Identity.objects.create(
        source="files", ref="twin", account=twin, rule="reference", by="test", since=datetime.now(UTC)
    )
    return at


def segment(address, key):
    """Sends one event with the official client, as it is."""
    from segment.analytics.client import Client

    client = Client(key, host=address, sync_mode=True, gzip=True)
    client.track("user-1", "Report Opened", context={"groupId": "K1"})


def test_a_first_event_turns_the_light_green(home, live, events, width):
    page = live("/sources/")
    page.get_by_label("Connect a program: its name").fill("shop")
    page.get_by_role("button", name="Make a key").click()
    page.get_by_text("Waiting for the first event.").wait_for()
    key = page.locator("#secret").inner_text()
    assert key in page.locator("#snippet-segment-python").inner_text()
    check(page, f"source-new-{width}")
    segment(events, key)
    assert drain(home, datetime.now(UTC)) == 1
    page.get_by_text("Signals arrive.").wait_for()
    assert "Report Opened" in page.locator("#light").inner_text()
    page.goto(page.url.partition("/sources/")[0] + f"/sources/live/{Source.objects.get(name='shop').public_id}/")
    check(page, f"source-{width}")


def test_a_reference_is_matched_and_taken_back(live, width):
    page = live("/sources/unmatched/")
    check(page, f"unmatched-{width}")
    page.get_by_role("link", name="acme").click()
    check(page, f"unmatched-one-{width}")
    page.get_by_label("Name, id or business id").fill("kuha")
    page.get_by_role("button", name="Kuha 2 Oy").click()
    page.get_by_text("acme means Kuha 2 Oy").wait_for()
    page.goto(page.url.replace("unmatched", "matches"))
    check(page, f"matches-{width}")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("acme is no longer matched by hand.").wait_for()


def test_two_accounts_are_merged_and_two_again(live, width):
    page = live("/sources/merges/")
    check(page, f"merges-{width}")
    page.get_by_role("button", name="Merge, keep this").first.click()
    page.get_by_text("They are one now").wait_for()
    check(page, f"merged-{width}")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The merge is undone").wait_for()
    assert Merge.objects.get().undone_at is not None


def test_two_accounts_that_nobody_proposes_are_merged_from_the_page_of_one(live, width):
    one = Account.objects.get(ref="K1")
    page = live(f"/accounts/{one.public_id}/")
    page.get_by_role("link", name="Merge", exact=True).click()
    page.get_by_label("Name, id or business id").press_sequentially("kuha 2")
    page.get_by_text("Kuha 2 Oy").first.wait_for()
    check(page, f"merge-by-hand-{width}")
    page.get_by_role("button", name="Merge, keep this").first.click()
    page.get_by_text(f"They are one now: {one.name}").wait_for()
    assert Merge.objects.get().kept == one.pk


def test_refused_events_are_shown_and_discarded_after_asking(live, width):
    page = live("/sources/refused/")
    check(page, f"refused-{width}")
    page.get_by_role("link", name="Nobody knows the type strange yet.").first.click()
    assert "<b>bold</b>" in page.locator("pre").inner_text()
    check(page, f"refused-event-{width}")
    page.get_by_text("Discard", exact=True).click()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_text("1 event was discarded.").wait_for()


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("where", ["", "unmatched/", "merges/", "matches/", "refused/"])
def test_every_page_in_finnish_is_fit_to_use(live, people, width, look, where):
    people["owner"].language = "fi"
    people["owner"].save()
    page = live(f"/sources/{where}")
    check(page, f"sources-{where.strip('/') or 'page'}-fi-{width}-{look}")
