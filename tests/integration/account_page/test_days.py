"""An account as of a past day, and its use against its own past."""

from datetime import date

import pytest

from loiste.accounts.models import Account
from loiste.accounts.one import weeks
from loiste.accounts.one.own import own
from loiste.accounts.projection import project
from loiste.metrics.one_mrr import mrr
from loiste.organisation.config import load
from loiste.timeline.within import reading
from tests.integration.account_page.asking import shown
from tests.shop import TODAY, account
from tests.world import World

pytestmark = pytest.mark.django_db


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
