import duckdb
import pytest

from loiste.demo.stories import STORIES, stories


@pytest.fixture(scope="module")
def told(period):
    """Rows of the story of a shop: `told(name, columns, condition)`."""
    connection = duckdb.connect()
    connection.register("f", stories(1, period))

    def ask(name, columns, where="true"):
        (ref,) = connection.execute("select account_ref from f where name = 'name' and text = ?", [name]).fetchone()
        return connection.execute(f"select {columns} from f where account_ref = '{ref}' and ({where})").fetchone()

    yield ask
    connection.close()


def test_the_sleeping_shop_never_opens_and_never_asks(told):
    assert told("Uinuva Puoti Oy", "count(*)", "name in ('shop_published', 'first_value') or kind = 'ticket'") == (0,)


def test_the_champion_stops_long_before_the_account_leaves(told):
    (left,) = told("Mestarin Työkalukauppa Oy", "max(day)", "kind = 'churn'")
    (used,) = told("Mestarin Työkalukauppa Oy", "max(day)", "kind = 'usage' and contact_ref like '%-1'")
    assert (left - used).days > 150


def test_the_giant_is_the_largest_and_nobody_talked_to_it_lately(told, period):
    assert told("Hiljainen Jätti Oy", "max(amount)", "kind = 'subscription'") == (4_800_000_000,)
    (talked,) = told("Hiljainen Jätti Oy", "max(day)", "kind in ('note', 'ticket', 'answer')")
    assert (period.until - talked).days > 300


def test_the_lost_one_comes_back_larger(told):
    assert told("Pyöräpajan Paluu Oy", "count(distinct ref), max_by(plan, day)", "kind = 'subscription'") == (2, "Pro")


def test_the_rocket_climbs_all_plans(told):
    assert told("Rakettikasvu Oy", "count(distinct plan)", "kind = 'subscription'") == (4,)


def test_there_are_five(told):
    assert len(STORIES) == 5
