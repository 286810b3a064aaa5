"""An account's timeline: its pages, filters, marks, and whose signals stand on it."""

import json
from datetime import UTC, date, datetime

import pytest

from loiste.accounts.identities import people_of, refs_of
from loiste.accounts.models import Account, Contact, ContactIdentity, Identity, Rule
from loiste.accounts.one import moments
from loiste.accounts.one.own import own
from loiste.timeline.within import reading
from tests.integration.account_page.asking import NOW, at, live, shown
from tests.shop import TODAY, account
from tests.world import World

pytestmark = pytest.mark.django_db


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
    page = see("?from=2025-01-01&to=2025-03-31").split('id="timeline"')[1].split("</section>")[0]
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


def test_a_week_at_the_end_of_time_is_empty(home, owner, world):
    address = f"/accounts/{account('Kuha').public_id}/"
    assert owner.get(f"{address}?week=9999-12-31").status_code == 200
