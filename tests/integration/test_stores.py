"""What must be the same whether rows are in SQLite or in PostgreSQL: odd texts, order, searches, writers side by side."""

import json
import random
import string
import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from loiste.accounts import finding, values
from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Account, Identity, Unmatched
from loiste.accounts.projection import project
from loiste.accounts.rematch import rematch
from loiste.accounts.verbs import ensure_accounts
from loiste.pages.accounts import keyset
from loiste.pages.accounts.columns import column
from loiste.sources.inbox import keys
from loiste.sources.inbox.keys import ensure_source
from loiste.sources.models import Delivery, RefusedEvent, Source
from loiste.timeline import lease
from loiste.timeline.models import Lease
from tests import cluster
from tests.integration.sending import NOW, deliver, drain, group, identify, track

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.store]
several_writers = pytest.mark.skipif(not cluster.wanted(), reason="the SQLite of tests is in memory, for one writer")
NAMES = [
    "Zeta",
    "alfa",
    "Älykoti",
    "äiti",
    "Ösmo",
    "_x",
    "Beta 2",
    "beta 10",
    "ZETA",
    "Ålands",
    "åbo",
    "50%",
    "a_b",
    "Ünal",
]
NUL = "\0"


@pytest.fixture
def named(db):
    for name in NAMES:
        Account.objects.create(ref=f"r-{name}", name=name, attributes={"word": name}, tags=[name])


def walked(key, *, descending, size):
    """The names of a list in order, page by page, there and back again."""
    order = keyset.Order(Account.objects.all(), column(key), descending=descending)
    page, found = order.page(("", ""), size), []
    while True:
        found += [row.name for row in page.rows]
        if not page.after:
            break
        page = order.page(("after", page.after), size)
    while page.before:
        page = order.page(("before", page.before), size)
    assert [row.name for row in page.rows] == found[:size]
    return found


@pytest.mark.parametrize("key", ["name", "ref", "attr.word"])
def test_lists_are_in_the_order_of_their_bytes_and_pages_miss_nothing(named, key):
    assert walked(key, descending=False, size=3) == sorted(NAMES)
    assert walked(key, descending=True, size=5) == sorted(NAMES, reverse=True)
    assert len(walked("tags", descending=False, size=4)) == len(NAMES)


def test_values_of_a_column_come_in_the_same_order(named):
    for account in Account.objects.all():
        Account.objects.filter(pk=account.pk).update(owner=account.name)
    assert values.distinct("owner", 100) == sorted(NAMES)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ä", {"Älykoti", "äiti"}), ("Ä", {"Älykoti", "äiti"}), ("ÅLA", {"Ålands"}), ("å", {"Ålands", "åbo"}),
        ("zeta", {"Zeta", "ZETA"}), ("beta", {"Beta 2", "beta 10"}), ("50%", {"50%"}), ("a_", {"a_b"}), ("%", set()),
        ("ös", {"Ösmo"}),
    ],
)  # fmt: skip
def test_a_beginning_is_found_in_large_and_small_letters(named, typed, expected):
    for how in (finding.begins, finding.starts):
        assert set(Account.objects.filter(how("name", typed)).values_list("name", flat=True)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [("LYK", {"Älykoti"}), ("ÄLY", {"Älykoti"}), ("SMO", {"Ösmo"}), ("0%", {"50%"})]
)
def test_an_inside_is_found_too(named, typed, expected):
    assert set(Account.objects.filter(finding.holds("name", typed)).values_list("name", flat=True)) == expected


def long_text(length):
    return "".join(random.Random(1).choices(string.ascii_letters + "åäö", k=length))


def odd_events():
    odd = f"o{NUL}d{NUL}"
    yield track("u1", f"gr{NUL}oup", name=f"Op{NUL}ened", properties={f"a{NUL}": NUL})
    yield track(long_text(200), long_text(200), name=long_text(9_000))
    yield identify("u2", f"gr{NUL}oup", name=odd, email=f"{NUL}a@b.fi", phone=odd, **{f"x{NUL}": odd})
    yield identify("u3", "group", name=long_text(9_000), language="finnish" * 20)
    yield group(
        "group",
        name=f"{NUL}",
        domain=f"b{NUL}.fi",
        **{f"at{NUL}tr": odd, "tier": long_text(9_000), "owner": "x\U0010ffff"},
    )
    yield {"type": f"unknown{NUL}" + long_text(300), "userId": odd}
    yield {"type": "track", "event": "x", "userId": {NUL: NUL}, "messageId": odd}
    yield '{"type":"track","event":"\\ud800","userId":"u"}'


def test_odd_texts_neither_stop_the_drain_nor_the_rows_made_from_it(home):
    ensure_source("web", now=NOW, by=COMMAND_LINE)
    deliver("web", *odd_events(), create=True)
    Delivery.objects.update(body=Delivery.objects.get().body[:-1] + b',"sentAt":"\\u00002026-11-20T08:00:00Z"}')
    drain(home)
    assert (Delivery.objects.count(), RefusedEvent.objects.count()) == (0, 3)
    rematch({one.name: one.settings for one in Source.objects.all()}, NOW)
    project(home, as_of=NOW.date())
    account = Account.objects.get(ref="group")
    assert (account.attributes["attr"], len(account.tier), account.owner) == ("od", 60, "x\U0010ffff")


def test_odd_texts_that_wait_are_listed(home):
    deliver("web", *odd_events())
    drain(home)
    assert Unmatched.objects.filter(ref="group").exists()


@pytest.mark.parametrize(
    "address", ["/accounts/?q=%00", "/accounts/?owner=a%00b", "/accounts/acc_%00/", "/search/?q=%00"]
)
def test_nul_in_an_address_is_refused(client, people, home, address):
    client.force_login(people["owner"])
    assert client.get(address).status_code == 400


def test_nul_in_a_form_or_cookie_is_refused(client, people, home):
    client.force_login(people["owner"])
    encoded = {"content_type": "application/x-www-form-urlencoded"}
    assert client.post("/accounts/views/", "name=a%00b", **encoded).status_code == 400
    assert client.get("/sign-in/", headers={"cookie": 'sessionid="\\000aaaaaaaaaaaaaaaa"'}).status_code == 400


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, -(10**30)])
def test_numbers_beyond_all_are_nobodys(client, people, home, named, number):
    client.force_login(people["owner"])
    cursor = keyset.written(keyset.Cursor("Zeta", number))
    assert client.get(f"/accounts/?after={cursor}").status_code in (200, 400)
    assert client.get(f"/accounts/?sort=mrr&after={keyset.written(keyset.Cursor(number, 1))}").status_code in (200, 400)
    assert client.get(f"/accounts/?mrr_min={number}").status_code in (200, 400)


@several_writers
def test_insides_of_names_have_an_index_and_are_found_without_it_too(named):
    from loiste.organisation.postgresql.searching import quicken

    assert quicken() and quicken()
    with connection.cursor() as cursor:
        # Of a few rows any other way is as good.
        cursor.execute("set enable_seqscan = off; set enable_indexscan = off; set enable_indexonlyscan = off")
        plan = Account.objects.filter(finding.holds("name", "lyko")).values("id").explain()
        cursor.execute("reset enable_seqscan; reset enable_indexscan; reset enable_indexonlyscan")
    assert "accounts_account_inside_name" in plan
    assert set(Account.objects.filter(finding.holds("name", "LYKO")).values_list("name", flat=True)) == {"Älykoti"}


def together(work, count=8):
    """Does the same in so many threads at one moment; what each gave back or raised."""
    found, at_once = [], threading.Barrier(count)

    def one(number):
        try:
            at_once.wait(20)
            found.append(work(number))
        except Exception as error:  # noqa: BLE001  (looked at by the test)
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


@pytest.mark.skipif(not cluster.wanted(), reason="SQLite has neither")
def test_short_queries_are_neither_compiled_nor_shared_out(db):
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('jit'), current_setting('max_parallel_workers_per_gather')")
        assert cursor.fetchone() == ("off", "0")


@several_writers
def test_accounts_named_in_several_places_at_once_are_made_once(home):
    refs = [f"a{number}" for number in range(300)]
    made = together(lambda _: ensure_accounts(refs, source="web", by="test", now=NOW, made_by_row=True))
    assert sorted(map(len, made)) == [0] * 7 + [300]
    assert (Account.objects.count(), Identity.objects.count()) == (300, 300)


@several_writers
def test_a_job_has_one_holder_however_many_ask(home):
    for turn in range(5):
        now = NOW + turn * timedelta(hours=1)
        assert sorted(together(lambda number, now=now: lease.hold("drain", f"h{number}", now))) == [False] * 7 + [True]
    assert Lease.objects.get().until == now + lease.HELD


@several_writers
def test_a_key_and_its_source_are_made_once(home):
    found = together(lambda _: keys.add_key("same", scopes=["ingest"], source="one", by=COMMAND_LINE, now=NOW))
    assert sum(isinstance(one, str) for one in found) == 1
    assert Source.objects.count() == 1


@several_writers
def test_what_a_transaction_has_read_holds_until_it_has_written(home):
    """Eight count up from what they read; without turns some would count from the same number."""
    from django.db import transaction

    source = ensure_source("web", now=NOW, by=COMMAND_LINE)

    def count_up(_number):
        for _ in range(10):
            with transaction.atomic():
                row = Source.objects.get(pk=source.pk)
                row.signals += 1
                row.save()

    assert together(count_up) == [None] * 8
    assert Source.objects.get().signals == 80


@several_writers
def test_whoever_waits_too_long_is_told_and_can_go_on(home, monkeypatch):
    from django.db import OperationalError, transaction

    from loiste.organisation.postgresql import base

    monkeypatch.setattr(base, "TURN", base.TURN.replace("20s", "50ms"))
    with transaction.atomic():
        ensure_source("web", now=NOW, by=COMMAND_LINE)
        (found,) = together(lambda _: ensure_source("other", now=NOW, by=COMMAND_LINE), count=1)
    assert isinstance(found, OperationalError)
    assert together(lambda _: ensure_source("other", now=NOW, by=COMMAND_LINE).name, count=1) == ["other"]


@several_writers
def test_a_delivery_is_stored_though_the_connection_was_cut(home):
    from loiste.sources.inbox.store import store

    source = ensure_source("web", now=NOW, by=COMMAND_LINE)
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    cluster.told(f"select pg_terminate_backend({pid}, 5000)")
    store(source.pk, "segment", 1, NOW, json.dumps({"batch": []}).encode())
    assert Delivery.objects.get().received_at == NOW
