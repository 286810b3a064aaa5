"""The list of accounts: filters, order, pages, columns, saved views, bulk edits; who may do what."""

from datetime import date

import pytest

from loiste.accounts.models import Account, BulkEdit, View
from loiste.metrics import standing
from loiste.metrics.models import Standing
from loiste.metrics.rows import rows
from loiste.pages.accounts import keyset
from loiste.pages.accounts.columns import column
from tests.reading import text
from tests.shop import TODAY, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(home, world):
    standing.fill(home, world.organisation, today=TODAY)
    return world


def names(client, query=""):
    """First words of the names on the page, in order."""
    response = client.get(f"/accounts/?{query}")
    assert response.status_code == 200, response.content
    return [entry.account.name.split()[0] for entry in response.context["entries"]]


@pytest.mark.parametrize("query, expected", [
    ("owner=Eero", ["Ahven", "Lahna", "Siika"]),
    ("tier=gold&owner=Eero", ["Lahna"]),
    ("country=SE", []),
    ("plan=Pro", ["Hauki", "Lahna", "Muikku"]),  # Taimen's Pro has ended
    ("tag=fish&tier=gold", ["Hauki", "Lahna", "Muikku", "Taimen"]),
    ("tag=fis", []),
    ("attr.industry=books&owner=Eero", ["Ahven", "Lahna", "Siika"]),
    ("attr.industry=shoes", []),
    ("attribute=industry&is=books&tier=gold", ["Hauki", "Lahna", "Muikku", "Taimen"]),
    ("has_mrr=no", ["Taimen"]),
    ("has_mrr=yes&tier=gold", ["Hauki", "Lahna", "Muikku"]),
    ("mrr_min=120&mrr_max=140", ["Kuha", "Lahna", "Made"]),
    ("mrr_min=149,50&sort=mrr", ["Muikku", "Siika"]),
    ("signal_after=2026-08-15", ["Lahna", "Made"]),
    ("signal_before=2026-05-10", ["Ahven", "Taimen"]),
    ("renews_in=30", []),
    ("archived=only", []),
    ("q=kuha", ["Kuha"]), ("q=uha", ["Kuha"]), ("q=K3", ["Lahna"]), ("q=nobody", []),
])  # fmt: skip
def test_each_filter_keeps_what_it_names(owner, filled, query, expected):
    assert names(owner, query) == expected


def test_a_filter_that_many_meet_gives_the_same_as_one_that_few_meet(owner, filled, monkeypatch):
    queries = ["owner=Eero", "plan=Pro", "mrr_min=120", "has_mrr=yes", "q=oy", "tier=gold&sort=-mrr"]
    few = [names(owner, query) for query in queries]
    monkeypatch.setattr("loiste.pages.accounts.filters.FEW", 1)
    assert [names(owner, query) for query in queries] == few


def test_letters_beyond_ascii_are_found_in_any_case(owner, world):
    Account.objects.create(ref="x", name="Äkäslompolon ÖLJY Oy")
    for q in ("äkäs", "ÄKÄS", "öljy", "Äkäslompolon öljy"):
        assert names(owner, f"q={q}") == ["Äkäslompolon"], q


def test_renewals_ahead_are_found_and_the_nearest_counts(owner, home, world):
    world.subscription("R1", "K1", "2026-01-01", properties='{"renews_on": "2026-12-01", "notice_on": "2026-11-25"}')
    world.subscription("R2", "K1", "2026-01-01", properties='{"renews_on": "2026-11-30"}')
    world.subscription("R3", "K2", "2026-01-01", properties='{"renews_on": "2026-11-01"}').save()
    from loiste.accounts.projection import project

    project(home, as_of=TODAY)
    standing.fill(home, world.organisation, today=TODAY)
    assert names(owner, "renews_in=30") == ["Hauki"]
    found = Standing.objects.get(account=account("Hauki"))
    assert (found.renews_on, found.notice_on) == (date(2026, 11, 30), date(2026, 11, 25))
    assert Standing.objects.get(account=account("Kuha")).renews_on is None


@pytest.mark.parametrize("query", ["mrr_min=much", "signal_after=soon", "renews_in=-1", "after=e30", "after=WzEsICJ4Il0",
                                   "sort=mrr&after=WyJ4IiwgMV0"])  # fmt: skip
def test_what_cannot_be_read_says_so(owner, filled, query):
    assert owner.get(f"/accounts/?{query}").status_code == 400


def many(values):
    """Accounts in the order of making, each with this MRR (None = unknown)."""
    Account.objects.bulk_create(Account(ref=f"m{n}", name=f"Same {n % 3}") for n in range(len(values)))
    made = Account.objects.filter(ref__startswith="m").order_by("id")
    Standing.objects.bulk_create(
        Standing(account=one, mrr=value) for one, value in zip(made, values, strict=True) if value != "none"
    )
    return [one.pk for one in made]


@pytest.mark.parametrize("key", ["mrr", "-mrr", "name", "-name", "owner", "-tags", "attr.industry", "-last_signal_on"])
def test_pages_of_equal_and_unknown_values_hold_each_row_once_both_ways(home, key):
    many([5, None, 5, 7, None, 5, 5, 0, "none", 7, 5, None])
    order = keyset.Order(
        Account.objects.all(), column(key.removeprefix("-")), descending=key.startswith("-")
    )  # fmt: skip
    whole = [one.pk for one in order.every()]
    assert len(set(whole)) == len(whole) == 12
    forward, page = [], order.page(("", ""), 2)
    while True:
        forward.append([one.pk for one in page.rows])
        last = page
        if not page.after:
            break
        page = order.page(("after", page.after), 2)
    assert [pk for rows in forward for pk in rows] == whole
    backward, page = [[one.pk for one in last.rows]], last
    while page.before:
        page = order.page(("before", page.before), 2)
        backward.insert(0, [one.pk for one in page.rows])
    assert [pk for rows in backward for pk in rows] == whole


def test_unknown_figures_come_last_whichever_way_and_are_never_0(owner, home, db):
    ids = many([5, None, 0, 7])
    for way, expected in (("mrr", [2, 0, 3, 1]), ("-mrr", [3, 0, 2, 1])):
        response = owner.get(f"/accounts/?sort={way}&columns=mrr")
        assert [ids.index(entry.account.pk) for entry in response.context["entries"]] == expected
        assert text(response).count("unknown</span>") == 1


def test_figures_are_unknown_before_the_first_fill_and_then_of_a_day(owner, home, world):
    page = text(owner.get("/accounts/?columns=mrr"))
    assert "Figures have not been counted yet" in page and "€110" not in page
    assert standing.fill(home, world.organisation, today=TODAY) == 8
    assert standing.fill(home, world.organisation, today=TODAY) == 0
    page = text(owner.get("/accounts/?columns=mrr"))
    assert "Figures as of 20 Nov 2026" in page and "€110" in page


@pytest.mark.parametrize("name", ["mrr", "active_users", "active_days", "ticket_volume", "nps"])
def test_the_rows_of_standing_say_what_the_rows_of_the_metric_say(home, filled, name):
    items = rows(home, filled.organisation, name, TODAY).items
    said = {row.account.pk: float(row.value) for row in items if row.account and row.value is not None}
    for one in Standing.objects.all():
        value = getattr(one, name)
        value = value / 1_000_000 if name == "mrr" and value is not None else value
        assert (value or 0) == said.get(one.account_id, 0), one.account_id


def test_last_days_are_those_of_the_signals_and_none_of_the_future(home, world):
    world.tell("note", name="call", account_ref="K1", day=date(2026, 11, 3), text="x")
    world.tell("note", name="note", account_ref="K1", day=date(2026, 11, 5), text="x")
    world.tell("note", name="call", account_ref="K1", day=date(2026, 12, 24), text="x").save()
    standing.fill(home, world.organisation, today=TODAY)
    one = Standing.objects.get(account=account("Hauki"))
    assert (one.last_signal_on, one.last_contact_on) == (date(2026, 11, 5), date(2026, 11, 3))


def test_an_account_merged_away_leaves_the_standings(home, filled):
    Account.objects.filter(pk=account("Kuha").pk).update(merged_into=account("Hauki"))
    standing.fill(home, filled.organisation, today=TODAY)
    assert Standing.objects.count() == 7


def test_columns_stand_in_the_address_and_stay_while_sorting(owner, filled):
    response = owner.get("/accounts/?columns=country&columns=attr.industry&sort=-country")
    assert [head.name for head in response.context["heads"]] == ["Customer", "Country", "industry"]
    assert all("columns=country%2Cattr.industry" in head.address for head in response.context["heads"])
    assert "books" in text(response)


@pytest.mark.parametrize("key", ["name", "mrr", "last_signal_on", "attr.industry", "tags", "plan"])
def test_queries_do_not_grow_with_rows(client, people, home, filled, django_assert_max_num_queries, key):
    Account.objects.bulk_create(Account(ref=f"b{n}", name=f"B {n}", owner=f"o{n % 60}") for n in range(300))
    client.force_login(people["owner"])
    client.get("/accounts/")
    with django_assert_max_num_queries(20):
        assert len(client.get(f"/accounts/?sort={key}").context["entries"]) == 50


def test_a_view_is_kept_found_shown_first_renamed_and_forgotten(owner, people, filled):
    said = {"name": "Gold by MRR", "query": "tier=gold&sort=-mrr&columns=mrr&after=x", "default": "1"}
    answer = owner.post("/accounts/views/", said)
    view = View.objects.get()
    assert view.query == "tier=gold&sort=-mrr&columns=mrr"
    assert answer.headers["Location"] == f"/accounts/?{view.query}&view={view.public_id}"
    assert owner.get("/accounts/").headers["Location"] == answer.headers["Location"]
    assert names(owner, "view=all")[0] == "Ahven"
    assert names(owner, answer.headers["Location"].partition("?")[2]) == ["Muikku", "Lahna", "Hauki", "Taimen"]
    assert "There is a view Gold by MRR already" in text(owner.post("/accounts/views/", said, follow=True))
    owner.post(f"/accounts/views/{view.public_id}/default/")
    assert owner.get("/accounts/").status_code == 200
    owner.post(f"/accounts/views/{view.public_id}/rename/", {"name": "Golden"})
    assert "Golden" in text(owner.get("/accounts/views/"))
    owner.post(f"/accounts/views/{view.public_id}/delete/")
    assert not View.objects.exists()


def test_a_shared_view_is_seen_by_all_and_changed_by_its_owner_only(client, people, filled):
    client.force_login(people["colleague"])
    client.post("/accounts/views/", {"name": "Ours", "query": "tier=gold", "shared": "1"})
    client.post("/accounts/views/", {"name": "Mine", "query": "tier=gold"})
    ours, mine = View.objects.get(name="Ours"), View.objects.get(name="Mine")
    client.force_login(people["read_only"])
    client.get("/accounts/views/")  # what was said to the colleague is read
    page = text(client.get("/accounts/views/"))
    assert "Ours" in page and "Mine" not in page
    assert client.post(f"/accounts/views/{ours.public_id}/delete/").status_code == 403
    assert client.post(f"/accounts/views/{mine.public_id}/delete/").status_code == 404
    assert client.post("/accounts/views/", {"name": "X", "query": "", "shared": "1"}).status_code == 403
    assert client.post("/accounts/views/", {"name": "Own", "query": ""}).status_code == 302
    client.force_login(people["owner"])
    assert client.post(f"/accounts/views/{ours.public_id}/rename/", {"name": "All of us"}).status_code == 302
    assert View.objects.get(pk=ours.pk).name == "All of us"


def test_chosen_rows_change_and_come_back(owner, people, filled):
    rows = [account(name).public_id for name in ("Hauki", "Kuha")]
    page = text(owner.post("/accounts/bulk/", {"row": rows, "what": "owner", "value": "Satu"}, follow=True))
    assert "2 accounts changed: owner becomes Satu." in page
    assert {account("Hauki").owner, account("Kuha").owner} == {"Satu"}
    edit = BulkEdit.objects.get()
    answer = owner.post(f"/accounts/bulk/{edit.public_id}/undo/", {"query": "tier=gold"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/?tier=gold"
    assert "2 accounts are as before." in text(answer)
    assert (account("Hauki").owner, account("Kuha").owner) == ("Aino", "Aino")
    assert "undone already" in text(owner.post(f"/accounts/bulk/{edit.public_id}/undo/", follow=True))


def test_all_that_match_are_counted_and_confirmed_first(owner, filled):
    said = {"all": "1", "query": "owner=Eero", "what": "attribute", "attribute": "region", "value": "North"}
    page = owner.post("/accounts/bulk/", said)
    assert "This changes 3 accounts: region becomes North." in text(page)
    assert not BulkEdit.objects.exists()
    owner.post("/accounts/bulk/", {**said, "sure": "3"})
    assert names(owner, "attr.region=North") == ["Ahven", "Lahna", "Siika"]
    assert "This changes 3 accounts" in text(owner.post("/accounts/bulk/", {**said, "sure": "2"}))


def test_a_bulk_edit_that_cannot_be_made_says_why(owner, filled, monkeypatch):
    row = [account("Kuha").public_id]
    for said, reason in (
        ({"what": "owner", "value": "x"}, "Choose the accounts to change first."),
        ({"row": row, "what": "add_tags", "value": " , "}, "Write the tags"),
        ({"row": row, "what": "nonsense"}, "Choose what to change."),
        ({"row": row, "what": "attribute", "attribute": ""}, "Choose what to change."),
        ({"row": row, "what": "tier", "value": "x" * 100}, "too long"),
        ({"row": row, "what": "country", "value": "FI"}, "Nothing changed"),
    ):
        assert reason in text(owner.post("/accounts/bulk/", said, follow=True)), said
    monkeypatch.setattr("loiste.accounts.bulk.MOST", 2)
    assert "At most 2 accounts change at once" in text(owner.post("/accounts/bulk/", {"all": "1", "what": "archive"}, follow=True))
    assert BulkEdit.objects.filter(accounts__gt=0).count() == 0


def test_readers_and_strangers_change_nothing(client, people, filled):
    row = [account("Kuha").public_id]
    client.force_login(people["read_only"])
    assert 'name="row"' not in text(client.get("/accounts/"))
    assert client.post("/accounts/bulk/", {"row": row, "what": "archive"}).status_code == 403
    client.force_login(people["stranger"])
    for address in ("/accounts/export/", "/accounts/views/", "/search/?q=kuha"):
        assert client.get(address).headers["Location"].startswith("/sign-in/")


def test_a_change_of_another_person_is_not_undone_by_members(client, people, filled):
    client.force_login(people["owner"])
    client.post("/accounts/bulk/", {"row": [account("Kuha").public_id], "what": "archive"})
    edit = BulkEdit.objects.get()
    client.force_login(people["colleague"])
    assert client.post(f"/accounts/bulk/{edit.public_id}/undo/").status_code == 404
    assert account("Kuha").archived_at is not None


def test_of_an_account_of_which_nothing_was_said_nothing_is_known(home, world):
    new = Account.objects.create(ref="new", name="Uusi")
    standing.fill(home, world.organisation, today=TODAY)
    found = Standing.objects.get(account=new)
    assert (found.mrr, found.active_users, found.ticket_volume) == (None, None, None)
