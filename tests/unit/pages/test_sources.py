"""Imports and their reports: counts, what was detected, rejected rows and their file."""

import pytest

from loiste.sources.models import Import
from tests.integration.importing import take
from tests.reading import text

ROWS = "account_id,started_on,mrr\nK1,2026-01-01,100\nK2,2026-01-01,=2+5\nK3,32.13.2026,7\n"


@pytest.fixture
def imported(home, db):
    take(home, "subscriptions", ROWS, name="shop.csv")
    return Import.objects.get()


def test_the_list_and_the_report(owner, imported):
    assert "shop.csv" in text(owner.get("/sources/"))
    page = text(owner.get(f"/sources/imports/{imported.public_id}/"))
    for part in ("Rejected rows", "=2+5 is not a number.", "utf-8", "comma"):
        assert part in page


def test_rejected_rows_come_in_the_files_own_columns(owner, imported):
    response = owner.get(f"/sources/imports/{imported.public_id}/rejected.csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ["account_id,started_on,mrr", "K2,2026-01-01,'=2+5", "K3,32.13.2026,7"]
