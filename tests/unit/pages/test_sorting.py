"""That lists of any length are walked along an index."""

import pytest
from django.db import connection

from loiste.accounts.models import Account
from loiste.metrics import standing
from loiste.metrics.models import COLUMNS
from loiste.pages.accounts import keyset
from loiste.pages.accounts.columns import column
from tests.shop import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SORTS = ("TEMP B-TREE", "Sort")


@pytest.fixture
def filled(home, world):
    standing.fill(home, world.organisation, today=TODAY)


@pytest.fixture
def planner():
    """PostgreSQL reads a table this small whole; what matters is that with a large one it need not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off; set local enable_sort = off")


def test_every_figure_can_be_sorted_by_an_index_of_its_own(filled, planner):
    for name in COLUMNS:
        order = keyset.Order(Account.objects.filter(archived_at=None), column(name), descending=False)
        plan = order.known(back=False)[:51].explain()
        assert f"standing_by_{name}" in plan and not any(word in plan for word in SORTS), plan
    for name in ("name", "owner", "tier", "country", "signed_up_on", "business_id"):
        order = keyset.Order(Account.objects.filter(archived_at=None), column(name), descending=True)
        plan = order.known(back=False)[:51].explain()
        assert f"accounts_by_{name}" in plan and not any(word in plan for word in SORTS), plan
