"""The demo's signals as a table: what must hold for every seed, and that they tell of a believable company."""

from datetime import timedelta

import duckdb
import pytest

from loiste.demo import stories
from loiste.demo.facts import SCHEMA
from loiste.demo.period import calendar_day
from loiste.demo.signals import signals
from loiste.timeline.signal import KINDS
from tests.unit.demo.conftest import UNTIL


@pytest.fixture(scope="module")
def ask(table):
    """The answer of a query over the table `f`: one row."""
    connection = duckdb.connect()
    connection.register("f", table)
    yield lambda sql: connection.execute(sql).fetchone()
    connection.close()


def test_the_columns_are_those_of_a_signal(table):
    assert table.schema == SCHEMA


def test_every_kind_is_told_but_those_of_live_sources(ask):
    assert set(ask("select list(distinct kind) from f")[0]) == {*KINDS} - {"alias", "judgement"}


def test_keys_are_unique(ask, table):
    assert ask("select count(distinct key) from f") == (table.num_rows,)


def test_the_same_options_give_the_same_numbers(period, table):
    assert signals(1, period, with_stories=True).equals(table)


def test_another_seed_gives_another_company(period, table):
    assert not signals(2, period, with_stories=True).equals(table)


def test_leaving_the_stories_out_changes_nothing_else(period, table):
    plain = signals(1, period, with_stories=False)
    assert table.slice(0, plain.num_rows).equals(plain)
    rest = table.slice(plain.num_rows)
    assert set(rest["account_ref"].to_pylist()) == {f"K{90001 + n}" for n in range(len(stories.STORIES))}
    assert not set(rest["account_ref"].to_pylist()) & set(plain["account_ref"].to_pylist())


def test_nothing_is_told_of_days_after_the_last(ask):
    last, until, valid, signed = ask(
        "select max(day), max(until) filter (until < date '9999-12-31'), max(valid_from), "
        "max(text) filter (name = 'signed_up_on') from f"
    )
    assert last == UNTIL and until <= UNTIL and valid <= UNTIL and signed <= UNTIL.isoformat()
    assert ask("select max(occurred_at) from f")[0].date() <= UNTIL


def test_three_years_of_use_are_told(ask, period):
    assert ask("select min(day) from f where kind = 'usage'")[0] == calendar_day(period.first)


def test_day_and_moment_agree_in_the_zone(ask):
    assert ask(
        "select count(*) from f where occurred_at is not null "
        "and (occurred_at at time zone 'UTC' at time zone 'Europe/Helsinki')::date <> day"
    ) == (0,)


def test_every_account_has_a_name_and_every_contact_is_known(ask):
    assert ask("""
        select count(*) from (select distinct account_ref from f where account_ref is not null) a
        where account_ref not in (select account_ref from f where kind = 'attribute' and name = 'name')""") == (0,)
    assert ask("""
        select count(*) from f where contact_ref is not null
        and contact_ref not in (select ref from f where kind = 'contact')""") == (0,)


def test_one_content_of_a_state_holds_on_a_day(ask):
    assert ask("""
        select count(*) from (select ref, valid_from from f where kind = 'subscription' group by all
        having count(*) > 1)""") == (0,)
    assert ask("""
        select count(*) from (select account_ref, name, valid_from from f where kind = 'attribute' group by all
        having count(*) > 1)""") == (0,)


def test_trials_carry_no_revenue_and_a_yearly_price_is_divided_once(ask):
    assert ask("select count(*) from f where trial and amount <> 0") == (0,)
    listed = "(39000000, 89000000, 199000000, 32500000, 74166667, 165833333)"
    assert ask(f"""
        select count(*) from f where kind = 'subscription' and not trial and plan <> 'Enterprise'
        and currency = 'EUR' and amount not in {listed}""") == (0,)


def test_about_1500_shops_pay_on_the_last_day(ask):
    sql = """
        select count(distinct account_ref), sum(amount) / 1e6 from (
            select *, row_number() over (partition by ref order by valid_from desc nulls last) as turn
            from f where kind = 'subscription' and coalesce(valid_from, day) <= date '{day}')
        where turn = 1 and until > date '{day}' and not trial and currency = 'EUR' """
    at_end, euros = ask(sql.format(day=UNTIL))
    assert 1430 <= at_end <= 1560 and 150_000 <= euros <= 210_000
    at_start, less = ask(sql.format(day=UNTIL - timedelta(days=3 * 365)))
    assert 830 <= at_start <= 970 and 70_000 <= less <= 105_000


def test_service_answers_are_as_many_and_as_happy_as_told(ask):
    count, nps = ask("""
        select count(*), 100 * avg(case when value >= 9 then 1 when value <= 6 then -1 else 0 end)
        from f where kind = 'answer' and name = 'nps' and category = 'service'""")
    assert count == 2190 and 72 <= nps <= 78


def test_chats_are_answered_faster_at_the_end(ask):
    sql = "select avg(value), median(value) from f where name = 'responded' and channel = 'chat' and day {} date '{}'"
    mean, _ = ask(sql.format("<", UNTIL - timedelta(days=1000)))
    _, median = ask(sql.format(">", UNTIL - timedelta(days=90)))
    assert 24 <= mean <= 34 and median < 10


def test_leavers_use_less_before_they_go(ask):
    before, after = ask("""
        with gone as (
            select account_ref, max(c.day) as day from f c join f u using (account_ref)
            where c.kind = 'churn' and u.contact_ref is not null
            group by account_ref having max(c.day) - min(u.day) > 210)
        select count(*) filter (u.day between g.day - 210 and g.day - 181),
               count(*) filter (u.day between g.day - 30 and g.day - 1)
        from f u join gone g using (account_ref) where u.kind = 'usage' and u.contact_ref is not null""")
    assert after < 0.6 * before
