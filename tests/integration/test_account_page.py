"""The page of one account: what it shows, as of which day, to whom, and that it shows no other account's signals."""

import json
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from loiste.accounts.hand import add_note, set_attributes
from loiste.accounts.identities import people_of, refs_of
from loiste.accounts.models import Account, Audit, Contact, ContactIdentity, Identity, Rule
from loiste.accounts.one import lists, moments, weeks
from loiste.accounts.one.own import own
from loiste.accounts.projection import project
from loiste.metrics.one_mrr import mrr
from loiste.organisation.config import load
from loiste.timeline.append import append
from loiste.timeline.signal import FACTS
from loiste.timeline.within import reading
from tests.shop import TODAY, account, shop
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still(monkeypatch, settings):
    """The pages' clock at noon of the shop's day."""
    from loiste.accounts import identities
    from loiste.pages import here, kept
    from loiste.pages.account import views

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None
    kept._kept.clear()
    identities._kept.clear()  # row ids begin anew in each test
    for module in (here, views):
        monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.fixture
def world(home, db):
    return shop(home)


@pytest.fixture
def owner(client, people):
    client.force_login(people["owner"])
    return client


@pytest.fixture
def see(owner, world):
    """The text of a part of Kuha's page: `see("?part=people")`."""
    return lambda rest="": shown(owner.get(f"/accounts/{account('Kuha').public_id}/{rest}"))


def shown(response, status=200):
    assert response.status_code == status, response.content[-300:]
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def live(home, source, received, *facts):
    """Signals of a live source, received at a moment."""
    rows = [{"key": f"{received.isoformat()}/{n}", **fact} for n, fact in enumerate(facts)]
    table = pa.Table.from_pylist(rows, pa.schema([*FACTS, ("key", pa.string())]))
    append(home, table, source=source, batch="", now=received, known_now=True)


def at(day, hour=9):
    return datetime(2026, 11, day, hour)


# what the parts show


def test_the_header_tells_what_matters(see):
    page = see()
    for part in ("€120", "First value reached", "9 Mar 2024", "Aino", "bronze", "fish, lake", "1 Mar 2024"):
        assert part in page
    assert "Asked for help" in page and "97 days ago" in page


def test_unknown_is_never_zero(home, owner):
    World(home).account("x", name="Bare Oy").save()
    project(home, as_of=TODAY)
    page = shown(owner.get(f"/accounts/{Account.objects.get().public_id}/"))
    facts = page[page.index('<dl class="facts">') : page.index("</dl>")]
    assert facts.count('class="unknown"') == 8 and "€0" not in facts


def test_renewal_and_notice_count_the_days_to_go(home, owner):
    world = World(home).account("x", name="X Oy")
    details = json.dumps({"renews_on": "2027-01-19", "notice_on": "2026-12-20", "auto_renew": True})
    world.subscription("s", "x", "2026-01-19", properties=details).save()
    address = f"/accounts/{Account.objects.get().public_id}/"
    page = shown(owner.get(address))
    assert "Notice by" in page and "20 Dec 2026" in page and "in 30 days" in page
    assert "19 Jan 2027" in shown(owner.get(f"{address}?part=subscriptions"))


@pytest.mark.parametrize(
    ("part", "texts"),
    [
        ("usage", ["Show as table", "A year before"]),
        ("people", ["Kaisa Kala", "champion", "never seen"]),
        ("subscriptions", ["Basic", "€120", "1 Mar 2024"]),
        ("tickets", ["Help", "open", "E-mail"]),
        ("answers", ["NPS: 10 of 10", "after service"]),
        ("notes", ["No notes"]),
        ("attributes", ["books", "Holds from", "1 value"]),
    ],
)
def test_each_part_has_its_own_address(see, part, texts):
    page = see(f"?part={part}")
    assert [text for text in texts if text not in page] == []


def test_a_part_nobody_knows_is_the_timeline(see):
    assert 'id="timeline"' in see("?part=nonsense")


@pytest.mark.parametrize("part", ["usage", "people", "subscriptions", "tickets", "answers", "notes", ""])
def test_an_account_of_which_nothing_is_known_says_so_in_each_part(home, owner, part):
    one = Account.objects.create(ref="empty", name="Empty Oy")
    assert 'class="empty"' in shown(owner.get(f"/accounts/{one.public_id}/?part={part}"))


# the timeline


def test_pages_of_the_timeline_hold_every_signal_once(home, world):
    seen = own(reading(home), account("Kuha"))
    asked = moments.Asked(date(1900, 1, 1), TODAY)
    everything = moments.page(seen, asked, size=1000).rows
    found, before = [], None
    while True:
        page = moments.page(seen, moments.Asked(asked.first, asked.last, before=before), size=7)
        found += page.rows
        before = page.following
        if before is None:
            break
    keys = [moments.key(row) for row in found]
    assert keys == [moments.key(row) for row in everything] == sorted(keys, reverse=True)
    assert len(set(keys)) == len(keys) > 40


def test_the_timeline_is_filtered_by_kind_channel_and_time(see):
    assert "Asked for help" not in see("?kind=answer").split('id="timeline"')[1]
    assert "Asked for help" in see("?channel=chat") and "NPS: " not in see("?channel=chat")
    page = see("?from=2025-01-01&to=2025-03-31").split('id="timeline"')[1]
    assert "15 Feb 2025" in page and "15 Aug 2026" not in page


def test_older_signals_come_as_a_part_of_the_same_address(see, owner):
    page = see()
    older = page.split('hx-get="/accounts/')[-1].split('"')[0].replace("&amp;", "&")
    assert "before=" in older
    part = shown(owner.get(f"/accounts/{older}", headers={"hx-request": "true"}))
    assert "<html" not in part and 'class="tl"' in part
    assert "<html" in shown(owner.get(f"/accounts/{older}"))


def test_usage_is_a_line_a_week_that_opens_to_its_rows(home, owner, world):
    for day in ("2026-11-02", "2026-11-03", "2026-11-08", "2026-11-09"):
        world.usage("K2", day, who="P2", feature="reports")
    world.save()
    address = f"/accounts/{account('Kuha').public_id}/"
    page = shown(owner.get(f"{address}?kind=usage&from=2026-11-01"))
    assert page.count("Used that week: reports") == 2 and "3 events, 1 person" in page
    part = shown(owner.get(f"{address}?week=2026-11-02", headers={"hx-request": "true"}))
    assert part.count('<span class="strong">reports</span>') == 3


def test_subscriptions_begin_change_and_end_on_their_days(home, owner):
    world = World(home).account("x", name="X Oy")
    world.subscription("s", "x", "2025-01-01", mrr=100, plan="Basic")
    world.subscription("s", "x", None, "2026-06-01", mrr=150, valid_from="2025-07-01", plan="Pro").save()
    page = shown(owner.get(f"/accounts/{Account.objects.get().public_id}/?kind=subscription"))
    order = [
        page.index(text)
        for text in ("1 Jun 2026", "ended: Pro", "1 Jul 2025", "changed: Pro", "1 Jan 2025", "began: Basic")
    ]
    assert order == sorted(order) and "€100 a month → €150 a month" in page


def test_late_and_corrected_signals_are_marked_and_history_from_files_is_not(home, owner, world):
    one = account("Kuha")
    Identity.objects.create(source="app", ref="g-1", account=one, rule=Rule.GROUP, by="app", since=NOW)
    note = {"kind": "note", "account_ref": "g-1", "name": "email", "day": date(2026, 11, 10)}
    live(
        home, "app", datetime(2026, 11, 13, 10, tzinfo=UTC),
        {**note, "text": "slow", "occurred_at": at(10)},
        {**note, "text": "ahead", "occurred_at": at(13), "day": date(2026, 11, 13), "said_at": at(14)},
    )  # fmt: skip
    page = shown(owner.get(f"/accounts/{one.public_id}/?from=2026-11-01"))
    assert page.count("came 3 days late") == 1 and page.count("clock corrected, said 14 Nov 2026 11:00") == 1
    assert "late" not in shown(owner.get(f"/accounts/{one.public_id}/?to=2026-10-31")).split('id="timeline"')[1]


def test_a_signal_opens_to_all_that_it_says(home, owner, world):
    one = account("Kuha")
    Identity.objects.create(source="app", ref="g-1", account=one, rule=Rule.ATTRIBUTE, by="app", since=NOW)
    told = {"plan": {"name": "Pro", "seats": 5}, "path": "/cart"}
    live(home, "app", datetime(2026, 11, 13, 10, tzinfo=UTC), {
        "kind": "milestone", "account_ref": "g-1", "name": "first_sale", "day": date(2026, 11, 10),
        "occurred_at": at(10), "properties": json.dumps(told),
    })  # fmt: skip
    page = shown(owner.get(f"/accounts/{one.public_id}/?kind=milestone"))
    address = page.split('hx-get="')[1].split('"')[0]
    whole = shown(owner.get(address))
    wanted = (
        "First sale", "10 Nov 2026 11:00", "13 Nov 2026 12:00", "plan.name", "plan.seats", "/cart", "app",
        "an attribute of the account", "Europe/Helsinki", "Late: it reached us 3 days after it happened.",
    )  # fmt: skip
    assert [text for text in wanted if text not in whole] == []
    assert "<html" not in shown(owner.get(address, headers={"hx-request": "true"}))


def test_history_from_a_file_says_that_its_known_date_is_assumed(see, owner):
    address = see("?kind=answer").split('hx-get="')[1].split('"')[0]
    assert "Known date assumed" in shown(owner.get(address))


def test_what_lies_ahead_is_not_shown(home, owner, world):
    world.subscription("later", "K2", "2027-01-01", plan="Tomorrow").save()
    assert "Tomorrow" not in shown(owner.get(f"/accounts/{account('Kuha').public_id}/"))


# whose signals


def test_two_sources_may_use_one_reference_for_two_accounts(home, owner, world):
    Identity.objects.create(source="app", ref="K2", account=account("Hauki"), rule=Rule.GROUP, by="app", since=NOW)
    live(home, "app", NOW, {"kind": "note", "account_ref": "K2", "name": "call", "text": "for Hauki", "day": TODAY})
    assert "for Hauki" not in shown(owner.get(f"/accounts/{account('Kuha').public_id}/?kind=note"))
    assert "for Hauki" in shown(owner.get(f"/accounts/{account('Hauki').public_id}/?kind=note"))


def test_use_by_subscription_and_of_a_person_alone_belongs_to_the_account(home, owner, world):
    one, contact = account("Kuha"), Contact.objects.get(ref="P2")
    ContactIdentity.objects.create(source="app", ref="u-1", contact=contact, rule=Rule.EMAIL, by="app", since=NOW)
    world.tell("usage", ref="S2", day=date(2026, 11, 16), name="by contract").save()
    moment = at(17)
    live(
        home,
        "app",
        NOW,
        {"kind": "usage", "contact_ref": "u-1", "name": "alone", "day": moment.date(), "occurred_at": moment},
    )
    page = shown(owner.get(f"/accounts/{one.public_id}/?kind=usage&from=2026-11-16"))
    assert "Used that week: alone, by contract" in page
    assert "alone" not in shown(owner.get(f"/accounts/{account('Hauki').public_id}/?kind=usage&from=2026-11-16"))
    assert {("app", "u-1"), ("files", "P2")} <= set(people_of(one)) and ("files", "K2") in refs_of(one)
    assert "last seen 17 Nov 2026" in shown(owner.get(f"/accounts/{one.public_id}/?part=people"))


def test_a_signal_of_another_account_is_not_found(owner, see):
    address = see("?kind=answer").split('hx-get="')[1].split('"')[0]
    other = address.replace(account("Kuha").public_id, account("Hauki").public_id)
    assert owner.get(other).status_code == 404


def test_a_merged_account_leads_to_the_one_that_stands_for_it(owner, world):
    gone, middle, kept = account("Ahven"), account("Hauki"), account("Kuha")
    Account.objects.filter(pk=gone.pk).update(merged_into=middle)
    Account.objects.filter(pk=middle.pk).update(merged_into=kept)
    answer = owner.get(f"/accounts/{gone.public_id}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/{kept.public_id}/")
    assert owner.get("/accounts/acc_nothing/").status_code == 404


def test_people_of_merged_accounts_are_people_of_the_one_that_stays(owner, world):
    gone, kept = account("Hauki"), account("Kuha")
    Contact.objects.filter(account=gone).update(name="Moved Mia")
    Account.objects.filter(pk=gone.pk).update(merged_into=kept)
    assert "Moved Mia" in shown(owner.get(f"/accounts/{kept.public_id}/?part=people"))


# as of a past day


def test_the_past_is_shown_as_it_was_and_marked(home, owner, people, world):
    one = account("Kuha")
    world.account("K2", "2026-06-01", tier="silver", owner="Eero")
    world.subscription("S2", "K2", None, mrr=500, valid_from="2026-07-01", plan="Pro")
    world.tell(
        "contact",
        ref="P9",
        contact_ref="P9",
        account_ref="K2",
        text="New Nina",
        category="buyer",
        valid_from=date(2026, 9, 1),
    )
    world.save()
    project(home, as_of=TODAY)
    address = f"/accounts/{one.public_id}/"
    before, after = shown(owner.get(f"{address}?as_of=2026-05-31")), shown(owner.get(address))
    assert 'id="past"' in before and 'id="past"' not in after
    assert "bronze" in before and "silver" not in before and "silver" in after
    assert "€120" in before and "€500" in after
    assert "New Nina" not in before and "New Nina" in after
    assert "15 Aug 2026" not in before.split('id="timeline"')[1]
    assert "<textarea" in after and "<textarea" not in before and "account_change" not in before
    assert "silver" not in shown(owner.get(f"{address}?part=attributes&as_of=2026-05-31"))


def test_the_day_moves_by_month_ends_and_never_ahead(see):
    page = see("?as_of=2026-10-15")
    assert "as_of=2026-09-30" in page and "as_of=2026-10-31" in page
    assert 'id="past"' not in see("?as_of=2030-01-01")
    assert "as_of=2026-10-31" in see()


@pytest.mark.parametrize("rest", ["?as_of=soon", "?from=x", "?before=x", "?week=monday"])
def test_an_address_that_cannot_be_read_is_refused(owner, world, rest):
    assert owner.get(f"/accounts/{account('Kuha').public_id}/{rest}").status_code == 400


@pytest.mark.parametrize("day", ["2025-12-31", "2026-02-10", "2026-05-31", "2026-11-20"])
def test_mrr_is_that_of_the_metric_on_every_day(home, day):
    world = World(home)
    world.rate("2025-12-31", "SEK", "0.0912345").rate("2026-04-30", "SEK", "0.0876543").rate("2026-11-15", "SEK", "0.5")
    world.subscription("a", "x", "2025-01-01", mrr="99.99").subscription(
        "b", "x", "2025-06-01", "2026-05-01", mrr="33.33"
    )
    world.subscription("c", "x", "2025-01-01", mrr="1029.77", currency="SEK", trial=True)
    world.subscription("c", "x", None, mrr=None, currency="SEK", trial=False, valid_from="2026-02-01")
    world.subscription("d", "x", "2025-01-01", mrr="12.345678", currency="SEK").save()
    one = mrr(own(reading(home), Account.objects.get()), load(home), date.fromisoformat(day))
    assert float(one) == world.value("mrr", day)


def test_mrr_is_unknown_where_the_rate_is(home):
    World(home).subscription("a", "x", "2025-01-01", mrr=100, currency="SEK").save()
    assert mrr(own(reading(home), Account.objects.get()), load(home), TODAY) is None


# use against the own past


def test_weeks_before_the_first_use_are_unknown_and_later_ones_without_use_are_zero(home, db):
    world = (
        World(home).usage("x", "2026-09-07").usage("x", "2026-09-08").usage("x", "2026-10-20").usage("y", "2026-11-19")
    )
    world.save()
    found = {week.monday: week.events for week in weeks.weeks(own(reading(home), Account.objects.get(ref="x")), TODAY)}
    assert found[date(2026, 8, 31)] is None and found[date(2026, 9, 7)] == 2
    assert found[date(2026, 9, 14)] == 0 and found[date(2026, 10, 19)] == 1 and max(found) == date(2026, 11, 9)


def test_a_change_of_use_leads_to_the_rows_that_it_counts(home, owner):
    world = World(home)
    for day in ("2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-10", "2026-09-21", "2026-09-28"):
        world.usage("x", day)
    world.save()
    page = shown(owner.get(f"/accounts/{Account.objects.get().public_id}/?part=usage"))
    assert "uses, 150 % more than in the four weeks before (2)" in page
    assert "kind=usage&amp;from=2026-10-19&amp;to=2026-11-15" in page


# notes and changes, by whom


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_a_call_is_logged_and_stands_on_the_timeline_at_once(client, people, world, who):
    client.force_login(people[who])
    one = account("Kuha")
    answer = client.post(f"/accounts/{one.public_id}/notes/", {"kind": "call", "text": "Asked for a demo", "at": ""})
    assert answer.status_code == 302
    page = shown(client.get(f"/accounts/{one.public_id}/"))
    assert "Asked for a demo" in page and "Call, by" in page and "20 Nov 2026" in page
    assert "0 days ago" in page
    assert Audit.objects.get(action="account.note").by == people[who].email


def test_a_note_of_an_earlier_time_stands_on_its_day(owner, world):
    one = account("Kuha")
    said = {"kind": "meeting", "text": "Yearly review", "at": "2026-11-03T14:30"}
    owner.post(f"/accounts/{one.public_id}/notes/", said)
    page = shown(owner.get(f"/accounts/{one.public_id}/?part=notes"))
    assert "Yearly review" in page and "3 Nov 2026" in page and "14:30" in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "call", "text": "   "}, "Write what happened"),
        ({"kind": "call", "text": "kept words", "at": "2027-01-01T10:00"}, "The time lies ahead"),
        ({"kind": "call", "text": "kept words", "at": "soon"}, "The time cannot be read"),
        ({"kind": "shout", "text": "kept words"}, "is not a kind of note"),
    ],
)  # fmt: skip
def test_a_note_that_cannot_be_saved_keeps_its_text_and_says_why(owner, world, said, why):
    page = shown(owner.post(f"/accounts/{account('Kuha').public_id}/notes/", said), status=422)
    assert why in page and said["text"].strip() in page
    assert not Audit.objects.filter(action="account.note").exists()


def test_a_fact_is_changed_in_place_undone_and_both_are_written_down(owner, people, world):
    one = account("Kuha")
    place = f"/accounts/{one.public_id}/change/"
    assert owner.post(place, {"name": "owner", "value": "Satu"}).status_code == 302
    page = shown(owner.get(f"/accounts/{one.public_id}/"))
    assert "Satu" in page and "Changed: Owner." in page
    assert "Changed: Owner." not in shown(owner.get(f"/accounts/{one.public_id}/"))
    owner.post(place, {"name": "owner", "value": "Aino", "undo": "1"})
    assert Account.objects.get(pk=one.pk).owner == "Aino"
    assert list(Audit.objects.order_by("id").values_list("action", flat=True)) == ["account.change", "account.undo"]
    assert "3 values" in shown(owner.get(f"/accounts/{one.public_id}/?part=attributes"))


def test_attributes_are_added_and_business_ids_checked(owner, world):
    one = account("Kuha")
    place = f"/accounts/{one.public_id}/change/"
    owner.post(place, {"new": "Web shop", "value": "kuha.example", "part": "attributes"})
    assert Account.objects.get(pk=one.pk).attributes["web_shop"] == "kuha.example"
    wrong = shown(owner.post(place, {"name": "business_id", "value": "0112038-8", "part": "attributes"}), status=422)
    assert "check digit does not fit" in wrong
    owner.post(place, {"name": "business_id", "value": "112038-9"})
    assert Account.objects.get(pk=one.pk).business_id == "0112038-9"


def test_a_reader_sees_no_form_and_is_refused_by_the_verbs(client, home, people, world):
    client.force_login(people["read_only"])
    one = account("Kuha")
    page = shown(client.get(f"/accounts/{one.public_id}/"))
    assert "<textarea" not in page and "/change/" not in page and "data-log" not in page
    assert client.post(f"/accounts/{one.public_id}/notes/", {"kind": "note", "text": "x"}).status_code == 403
    assert client.post(f"/accounts/{one.public_id}/change/", {"name": "owner", "value": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        add_note(home, one, "x", kind="note", at=NOW, day=TODAY, by=people["read_only"], now=NOW)
    assert not Audit.objects.exists()


def test_a_stranger_sees_nothing_and_changes_nothing(client, people, world):
    client.force_login(people["stranger"])
    one = account("Kuha")
    for outside in (client, Client()):
        assert outside.get(f"/accounts/{one.public_id}/").headers["Location"].startswith("/sign-in/")
        answer = outside.post(f"/accounts/{one.public_id}/notes/", {"kind": "note", "text": "x"})
        assert answer.headers["Location"].startswith("/sign-in/")


def test_a_wrong_business_id_is_refused_by_the_verb(home, people, world):
    with pytest.raises(ValidationError):
        set_attributes(home, {account("Kuha"): {"business_id": "0112038-8"}}, day=TODAY, by=people["owner"], now=NOW)


# bounded work


@pytest.mark.parametrize("part", ["", "usage", "people", "subscriptions", "tickets", "answers", "notes", "attributes"])
def test_queries_do_not_grow_with_what_is_stored(home, owner, django_assert_max_num_queries, part):
    world = shop(home)
    for number in range(40):
        ref, day = f"extra{number}", (TODAY - timedelta(days=number)).isoformat()
        world.subscription(ref, "K2", "2025-01-01", currency="SEK").ticket(ref, "opened", day, "K2", contact_ref=ref)
        world.tell("contact", ref=ref, contact_ref=ref, account_ref="K2", text=f"Person {number}")
        world.answer("nps", 9, day, "K2").account("K2", day, **{f"field{number}": "x"})
    world.rate("2025-01-01", "SEK", "0.1").save()
    project(home, as_of=TODAY)
    address = f"/accounts/{account('Kuha').public_id}/?part={part}"
    owner.get(address)
    with django_assert_max_num_queries(30):
        owner.get(address)


def test_only_blocks_of_the_days_asked_are_read(home, world):
    world.usage("K2", "2020-05-05", feature="long ago").save()
    look = reading(home)
    assert "long ago" not in str(look.connection.execute(look.relation("usage", date(2026, 1, 1), TODAY)).fetchall())
    assert len(look.chosen("usage", date(2026, 1, 1), TODAY, unowned=False)) == 1
    assert len(look.chosen("usage", None, None, unowned=False)) == 2


def test_tickets_are_as_they_were_on_the_day(home):
    world = World(home).ticket("t", "opened", "2026-01-10", "x").ticket("t", "solved", "2026-02-10", "x", value=5)
    world.ticket("u", "opened", "2026-03-01", "x").save()
    seen = own(reading(home), Account.objects.get())
    assert [(one.ref, one.open) for one in lists.tickets(seen, date(2026, 1, 31))] == [("t", True)]
    assert [(one.ref, one.open) for one in lists.tickets(seen, TODAY)] == [("u", True), ("t", False)]
