"""Pages for each person, with a bounded number of queries however many accounts there are."""

import pytest
from django.test import Client

from loiste.accounts.models import Account, Audit
from tests.reading import text
from tests.shop import account, shop

PAGES = [
    "/",
    "/metrics/",
    "/metrics/mrr/",
    "/metrics/nrr/?by=tier",
    "/metrics/cac/",
    "/accounts/",
    "/sources/",
    "/you/",
]


@pytest.mark.parametrize("name", ["owner", "colleague", "read_only"])
def test_every_page_shows_to_members(client, people, world, name):
    client.force_login(people[name])
    assert {address: client.get(address).status_code for address in PAGES} == dict.fromkeys(PAGES, 200)


def test_no_page_shows_to_strangers(client, people, home):
    client.force_login(people["stranger"])
    for outside in (client, Client()):
        for address in PAGES:
            way = "/sign-in/" if address == "/" else "/sign-in/?next="  # who asks for no page lands where they work
            assert outside.get(address).headers["Location"].startswith(way)


def test_the_answer_carries_a_strict_policy_and_its_language(owner, world):
    response = owner.get("/", headers={"accept-language": "fi"})
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Language"] == "fi"


def test_an_empty_system_leads_to_the_first_numbers(owner, home):
    assert "loiste import accounts" in text(owner.get("/"))
    assert "loiste demo" in text(owner.get("/"))


def test_the_dashboard_has_nine_tiles_in_the_order_of_the_digest(owner, world):
    page = text(owner.get("/"))
    keys = ["nps", "onboarding_days", "ces", "nrr", "mrr", "customers", "cltv", "cac", "logo_churn"]
    places = [page.index(f'id="tile-{key}"') for key in keys]
    assert places == sorted(places)
    assert "Data until 28 Oct 2026" in page
    assert "€910" in page  # K0 to K6 pay 100, 110 ... 160 a month; K7 left in August


def test_a_number_leads_to_its_metric_with_the_same_day_and_filter(owner, world):
    page = text(owner.get("/?as_of=2026-06-30&tier=gold"))
    assert 'href="/metrics/mrr/?as_of=2026-06-30&amp;tier=gold"' in page


def test_an_unknown_number_gives_its_reason(owner, home):
    from tests.world import World

    World(home).account("a", name="A").subscription("s", "a", "2026-01-01").save()
    assert "no survey answers imported" in text(owner.get("/"))


def test_a_metric_opens_to_formula_query_source_and_rows(owner, world):
    page = text(owner.get("/metrics/logo_churn/?as_of=2026-08-31&by=tier"))
    for part in (
        "accounts lost in the month / accounts at the opening",
        "from movements",
        "1 / 8 = 12.5 %",
        "Hauki 1 Oy",
    ):
        assert part in page


def test_rows_come_as_a_file(owner, world):
    response = owner.get("/metrics/mrr/rows.csv?as_of=2026-10-31")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "account,account_id,name,value,numerator,denominator"
    assert lines[1].endswith(",K6,Siika 6 Oy,160.000000,,")
    assert owner.get("/metrics/mrr/?format=csv").headers["Location"] == "/metrics/mrr/rows.csv"


@pytest.mark.parametrize("address, code", [
    ("/metrics/nonsense/", 404), ("/accounts/acc_none/", 404), ("/sources/imports/imp_none/", 404), ("/nowhere/", 404),
    ("/?as_of=soon", 400), ("/?period=week", 400), ("/accounts/?after=x", 400),
])  # fmt: skip
def test_what_is_not_there_says_so(owner, world, address, code):
    response = owner.get(address)
    assert response.status_code == code
    assert "To the dashboard" in text(response)


def test_accounts_are_searched_filtered_and_sorted(owner, world):
    assert "Kuha 2 Oy" in text(owner.get("/accounts/?q=kuha"))
    assert "Hauki" not in text(owner.get("/accounts/?q=kuha"))
    gold = text(owner.get("/accounts/?tier=gold&sort=-name"))
    assert "Kuha" not in gold
    assert gold.index("Taimen 7 Oy") < gold.index("Hauki 1 Oy")


def test_archiving_takes_an_account_out_of_the_list_and_back(owner, people, world):
    one = account("Kuha")
    page = f"/accounts/{one.public_id}/"
    assert "is archived" in text(owner.post(f"{page}archive/", follow=True))
    assert "Kuha" not in text(owner.get("/accounts/"))
    assert "Kuha" in text(owner.get("/accounts/?archived=1"))
    owner.post(f"{page}restore/")
    assert "Kuha" in text(owner.get("/accounts/"))
    assert Audit.objects.count() == 2


def test_a_reader_cannot_archive(client, people, world):
    client.force_login(people["read_only"])
    one = account("Kuha")
    assert "Archive" not in text(client.get(f"/accounts/{one.public_id}/"))
    assert client.post(f"/accounts/{one.public_id}/archive/").status_code == 403
    assert Account.objects.get(pk=one.pk).archived_at is None


def test_an_account_shows_what_is_known_of_it(owner, world):
    page = text(owner.get(f"/accounts/{account('Kuha').public_id}/"))
    for part in ("Kaisa Kala", "champion", "Basic", "€120", "books", "Asked for help"):
        assert part in page
    assert "First value reached" in text(owner.get(f"/accounts/{account('Kuha').public_id}/?kind=milestone"))


@pytest.mark.parametrize("address", ["/", "/metrics/mrr/?by=tier", "/accounts/", "/sources/"])
def test_queries_do_not_grow_with_accounts(client, people, home, db, django_assert_max_num_queries, address):
    shop(home, customers=60)
    client.force_login(people["owner"])
    client.get(address)  # readings are counted once
    with django_assert_max_num_queries(100):
        client.get(address)


def test_language_and_look_are_saved_on_the_person(owner, people, world):
    owner.post("/you/language/", {"language": "fi", "next": "/accounts/"})
    owner.post("/you/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    people["owner"].refresh_from_db()
    assert (people["owner"].language, people["owner"].theme) == ("fi", "dark")
    page = text(owner.get("/", headers={"accept-language": "en"}))
    assert '<html lang="fi" data-bs-theme="dark">' in page
    assert owner.post("/you/theme/", {"theme": "dark", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_signing_up_is_closed_and_signing_out_is_a_post(client, owner, home):
    assert client.get("/sign-up/").status_code == 404
    assert owner.get("/sign-out/").status_code == 405
    assert owner.post("/sign-out/").headers["Location"] == "/sign-in/"
