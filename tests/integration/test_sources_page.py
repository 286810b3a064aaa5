"""The pages of sources, matching and merges: what they show, to whom, and with how many queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts.models import Account, Contact, Identity, Merge, Unmatched
from loiste.accounts.projection import project
from loiste.sources.models import Key, RefusedEvent, Source
from tests.integration.sending import NOW, group, identify, send, track
from tests.reading import text
from tests.world import World

pytestmark = pytest.mark.django_db
PAGES = (
    "/sources/", "/sources/unmatched/", "/sources/merges/", "/sources/merges/by-hand/?q=kuha", "/sources/matches/",
    "/sources/refused/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def still(monkeypatch, settings):
    settings.STATIC_ROOT = None
    from loiste.pages import kept
    from loiste.pages.matching import deeds
    from loiste.pages.matching import views as matching
    from loiste.pages.sources import refused_views, source_views, views

    kept._kept.clear()
    for module in (matching, deeds, refused_views, source_views, views):
        monkeypatch.setattr(module, "now", lambda: NOW + timedelta(minutes=3))


@pytest.fixture
def full(home, people):
    """Accounts of files, and a program that names some of them, others and nobody."""
    world = World(home)
    world.account("K1", name="Kuha Oy", business_id="123-4").account("K2", name="KUHA Ltd").account("K3", name="Ahven")
    for ref, name, mail in (("K1", "Aino Kala", "a@kuha.example"), ("K2", "Eino Kala", "e@kuha.example")):
        world.tell("contact", ref=f"P{ref}", account_ref=ref, text=name, properties=f'{{"email": "{mail}"}}')
    world.save()
    project(home, as_of=date(2026, 11, 20))
    send(
        home, "web", track(group="K3"), group("g1", name="Kuha"), identify("p1", email="b@kuha.example", name="Eero"),
        {"type": "strange", "userId": "u", "note": "<script>alert(1)</script>"},
    )  # fmt: skip


@pytest.fixture
def owner(client, people):
    client.force_login(people["owner"])
    return client


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_there_for_the_team_full_and_empty_and_for_nobody_else(client, home, people, address):
    for who in ("owner", "colleague", "read_only"):
        client.force_login(people[who])
        assert client.get(address).status_code == 200
    client.logout()
    client.force_login(people["stranger"])
    assert client.get(address)["Location"].startswith("/sign-in/")


def test_sources_tell_how_they_are_doing(full, owner):
    page = text(owner.get("/sources/"))
    for part in ("Said here by hand", ">web</a>", "3 min ago", "never heard from"):
        assert part in page


def test_a_source_that_fell_silent_says_since_when(full, owner):
    Source.objects.update(last_at=NOW - timedelta(days=3))
    assert "silent" in text(owner.get("/sources/"))


@pytest.mark.parametrize("address", PAGES)
def test_any_number_of_rows_costs_the_same_queries(full, home, owner, address):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            text(owner.get(address))
        return len(seen)

    queries()
    few = queries()
    for number in range(6):
        send(home, f"more{number}", track(group=f"n{number}"), track(f"who{number}"), {"type": f"odd{number}"})
        World(home).account(f"M{number}", name=f"Muikku {'x' * number}y").save()
    queries()
    assert queries() <= few + 2, "a page asks for each row"


def test_a_new_program_gets_a_key_that_is_shown_once(home, owner):
    page = text(owner.post("/sources/live/", {"name": "shop"}))
    key = Key.objects.get()
    secret = page.split('id="secret" tabindex="0">')[1].split("<")[0]
    assert (key.source.name, key.hint) == ("shop", secret[-4:])
    assert page.count(secret) == 5, "in the box and in every snippet"
    assert "analytics.host = &quot;http://127.0.0.1:8000&quot;" in page
    again = text(owner.get(f"/sources/live/{key.source.public_id}/"))
    assert secret not in again and f"…{key.hint}" in again and "YOUR_WRITE_KEY" in again
    assert "already" in text(owner.post("/sources/live/", {"name": "shop"}, follow=True))
    assert owner.post(f"/sources/live/{key.source.public_id}/keys/", {"name": "shop"}).status_code == 400


def test_the_light_turns_green_when_something_comes(home, owner, full):
    text(owner.post("/sources/live/", {"name": "shop"}))
    address = f"/sources/live/{Source.objects.get(name='shop').public_id}/light/"
    assert "every 2s" in text(owner.get(address))
    send(home, "shop", track("u1", name="Basket Filled"), at=NOW + timedelta(minutes=3))
    page = text(owner.get(address))
    assert "Signals arrive." in page and "Basket Filled" in page and "every 2s" not in page


def test_keys_are_revoked_and_settings_kept_by_administrators_only(home, client, people):
    client.force_login(people["owner"])
    text(client.post("/sources/live/", {"name": "shop"}))
    key = Key.objects.get()
    for who, status in (("colleague", 403), ("read_only", 403), ("owner", 302)):
        client.force_login(people[who])
        address = f"/sources/live/{key.source.public_id}/settings/"
        assert client.post(address, {"create": "1", "attribute": "crm_id"}).status_code == status
        assert client.post(f"/sources/keys/{key.public_id}/revoke/").status_code == status
        assert client.post("/sources/live/", {"name": f"x-{who}"}).status_code == (200 if status == 302 else 403)
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert key.source.settings == {"create": True, "attribute": "crm_id", "group_type": ""}


def test_unmatched_references_come_with_proposals_and_match_with_one_press(full, owner):
    page = text(owner.get("/sources/unmatched/"))
    for part in ("g1", "Kuha Oy", "the same name", "p1", "the same e-mail domain, kuha.example"):
        assert part in page
    line = Unmatched.objects.get(ref="g1")
    kuha = Account.objects.get(ref="K1")
    words = {"to": "account", "id": kuha.public_id}
    page = text(owner.post(f"/sources/unmatched/{line.pk}/match/", words, follow=True))
    assert "g1 means Kuha Oy" in page
    assert Identity.objects.get(ref="g1").account == kuha
    assert "g1" in text(owner.get("/sources/matches/"))
    owner.post("/sources/matches/unmatch/", {"source": "web", "ref": "g1", "what": "account"})
    assert Unmatched.objects.filter(ref="g1").exists()


def test_unmatched_references_are_filtered_searched_and_made_new(full, owner):
    assert "p1" not in text(owner.get("/sources/unmatched/?what=account")).split("<table")[1]
    line = Unmatched.objects.get(ref="p1")
    page = text(owner.get(f"/sources/unmatched/{line.pk}/?q=kala"))
    assert "Aino Kala" in page and "Make a new contact" in page
    assert "Nothing found" in text(owner.get(f"/sources/unmatched/{line.pk}/?q=zzz"))
    owner.post(f"/sources/unmatched/{line.pk}/match/", {"to": "new"})
    assert Contact.objects.get(ref="p1").email == "b@kuha.example"


def test_pairs_are_proposed_merged_undone_and_dismissed(full, owner):
    page = text(owner.get("/sources/merges/"))
    assert "Kuha Oy" in page and "KUHA Ltd" in page and "the same name" in page
    kept, gone = (Account.objects.get(ref=ref) for ref in ("K1", "K2"))
    words = {"what": "account", "kept": kept.public_id, "gone": gone.public_id}
    page = text(owner.post("/sources/merges/merge/", words, follow=True))
    assert "They are one now" in page and "Undo" in page
    owner.post(f"/sources/merges/{Merge.objects.get().public_id}/undo/")
    assert Merge.objects.get().undone_at is not None
    owner.post("/sources/merges/dismiss/", {"proposal": f"merge/account/{kept.pk}/{gone.pk}"})
    assert "No two look like one" in text(owner.get("/sources/merges/"))


def test_a_refused_event_is_shown_as_text_and_never_as_html(full, owner):
    row = RefusedEvent.objects.get()
    page = text(owner.get(f"/sources/refused/{row.pk}/"))
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    assert "Nobody knows the type strange yet." in page
    assert "1 event was discarded." in text(owner.post("/sources/refused/discard/", {"event": row.pk}, follow=True))


def test_readers_press_nothing(full, client, people):
    client.force_login(people["read_only"])
    line = Unmatched.objects.get(ref="g1")
    for address in (f"/sources/unmatched/{line.pk}/", "/sources/merges/", "/sources/unmatched/"):
        assert text(client.get(address)).count('method="post"') == text(client.get("/metrics/")).count('method="post"')
    account = Account.objects.get(ref="K1").public_id
    assert client.post(f"/sources/unmatched/{line.pk}/match/", {"to": "account", "id": account}).status_code == 403
    assert client.post("/sources/refused/again/", {"code": "unknown_type"}).status_code == 403
    assert client.post("/sources/merges/dismiss/", {"proposal": "merge/account/1/2"}).status_code == 403


def test_any_two_are_found_to_be_merged(full, owner):
    kuha = Account.objects.get(ref="K1")
    first = text(owner.get("/sources/merges/by-hand/?q=123-4"))
    assert f"one={kuha.public_id}" in first
    assert "Ahven" not in first
    second = text(owner.get(f"/sources/merges/by-hand/?one={kuha.public_id}&q=ahv"))
    assert second.count("Merge, keep this") == 2
    people = text(owner.get("/sources/merges/by-hand/?what=contact&q=kala"))
    assert "Aino Kala" in people
    assert "Eino Kala" in people
    assert owner.get("/sources/merges/by-hand/?one=acc_nobody").status_code == 404


def test_a_reader_finds_two_but_merges_nothing(full, client, people):
    client.force_login(people["read_only"])
    page = text(client.get(f"/sources/merges/by-hand/?one={Account.objects.get(ref='K1').public_id}&q=ahv"))
    assert "Ahven" in page
    assert "Merge, keep this" not in page


@pytest.mark.parametrize(
    ("address", "name"), [(address, "Sources") for address in (*PAGES, "/imports/new/")] + [("/accounts/views/", "Accounts")]
)
def test_the_navigation_marks_what_a_page_stands_under(full, owner, address, name):
    page = text(owner.get(address))
    marked = page.partition('aria-current="page"')[2].partition("</a>")[0]
    assert f"<span>{name}</span>" in marked


def test_the_address_of_an_answer_with_a_key_can_be_asked_again(full, owner):
    source = Source.objects.get(name="web")
    for address, to in (
        ("/sources/live/", "/sources/"),
        (f"/sources/live/{source.public_id}/keys/", f"/sources/live/{source.public_id}/"),
    ):
        assert owner.get(address)["Location"] == to
