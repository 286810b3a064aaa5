"""The parts of an account's page, and that they cost no more however much is stored."""

import json
from datetime import date, timedelta

import pytest

from loiste.accounts.models import Account
from loiste.accounts.one import lists
from loiste.accounts.one.own import own
from loiste.accounts.projection import project
from loiste.timeline.within import reading
from tests.integration.account_page.asking import shown
from tests.shop import TODAY, account, shop
from tests.world import World

pytestmark = pytest.mark.django_db


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
    with django_assert_max_num_queries(32):  # alerts, corner and renewal among them
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
