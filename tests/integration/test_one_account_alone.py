"""Counted from its own signals alone, an account's numbers are what they are among all."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from loiste.accounts.models import Account
from loiste.judgement.facts import Needs, gather
from loiste.metrics import by_account
from loiste.metrics.by_account import Ask, askable
from loiste.metrics.narrow import narrow
from loiste.organisation.config import Organisation
from tests.integration.twins import Story, told_by_files, told_by_program
from tests.world import World

pytestmark = pytest.mark.django_db
ASKS = [Ask(one.key) for one in askable()] + [Ask("days_of_use", 7), Ask("feature_adoption", 7)]
DAYS = [date(2026, 10, 10), date(2026, 11, 20)]
OURS = Organisation(name="Test")


@pytest.fixture
def told(home, people):
    """Files, a program, matches and a merge; a subscription and a ticket that change hands, and use that names little."""
    told_by_files(home)
    told_by_program(home)
    story = Story(home, people["colleague"])
    for step in (("match", "g1", "A"), ("person", "p1", "PB"), ("person_of", "p2", "C"), ("match", "g2", "B")):
        story.do(*step)
    world = World(home)
    world.subscription("SA", "B", None, mrr=250, valid_from="2026-10-20", quantity=5)
    world.subscription("SX", "A", "2026-04-01", mrr=9, currency="SEK", quantity=2)
    world.ticket("TA", "solved", "2026-11-06", "C", value=3).ticket("TB", "opened", "2026-11-07", "B", channel="chat")
    world.ticket("TB", "rated", "2026-11-08", "B", value=4, scale=5)
    world.usage(None, "2026-10-30", who="PA", ref="SA", quantity=3).usage(None, "2026-11-04", who="PC", ref="SX")
    world.usage("C", "2026-11-20", who="someone", feature="growth").usage("C", "2025-11-20", value=2)
    world.tell("churn", account_ref="B", day=date(2026, 11, 9), name="churned")
    world.save(known_at=datetime(2026, 11, 10, tzinfo=UTC))
    Story(home, people["colleague"]).do("merge", "B", "C")
    return home


def counted(home, accounts, known_by, share=None):
    return by_account.values(home, OURS, ASKS, DAYS, np.array(accounts), known_by=known_by, narrow=share)


@pytest.mark.parametrize("known_by", [None, datetime(2026, 10, 12)])
def test_alone_and_among_all_are_the_same(told, known_by):
    rows = list(Account.objects.filter(merged_into=None).order_by("id"))
    ids = [one.pk for one in rows]
    every = counted(told, ids, known_by)
    known = 0
    for place, account in enumerate(rows):
        alone = counted(told, [account.pk], known_by, narrow(told, account))
        wrong = {key: (v[0], every[key][place]) for key, v in alone.items() if not same(v[0], every[key][place])}
        assert not wrong, account.ref
        known += sum(not np.isnan(value[0]) for value in alone.values())
    assert known > (80 if known_by is None else -1)


def same(one, other):
    return np.array_equal(one, other, equal_nan=True)


def test_what_was_said_of_one_alone_is_what_was_said_among_all(told):
    rows = list(Account.objects.filter(merged_into=None).order_by("id"))
    needs = Needs(attributes=frozenset({("tier", 0), ("country", 0), ("owner", 400)}))
    every = gather(told, OURS, needs, date(2026, 11, 20), np.array([one.pk for one in rows]))
    for place, account in enumerate(rows):
        alone = gather(told, OURS, needs, date(2026, 11, 20), np.array([account.pk]), narrow=narrow(told, account))
        assert {k: v[0] for k, v in alone.texts.items()} == {k: v[place] for k, v in every.texts.items()}
