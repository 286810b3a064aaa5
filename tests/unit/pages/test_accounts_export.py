"""The list of accounts as a file: all pages, true days and numbers, nothing that runs."""

import csv
import io
from datetime import datetime

import openpyxl
import pytest

from loiste.accounts.models import Account
from loiste.metrics import standing
from loiste.metrics.models import Standing
from tests.shop import TODAY, account

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def filled(home, world):
    standing.fill(home, world.organisation, today=TODAY)
    return world


def whole(response):
    return b"".join(response.streaming_content)


def test_the_excel_file_holds_all_pages_with_true_days_and_numbers(owner, filled):
    Account.objects.create(ref="=cmd", name="=1+1", signed_up_on="2026-01-02")
    Account.objects.bulk_create(Account(ref=f"b{n}", name=f"B {n}") for n in range(60))
    response = owner.get("/accounts/export/?format=xlsx&columns=mrr,signed_up_on,last_signal_on,nps&sort=-mrr")
    assert "accounts-2026-11-20.xlsx" in response.headers["Content-Disposition"]
    rows = list(openpyxl.load_workbook(io.BytesIO(whole(response))).active.values)
    assert rows[0] == ("Id", "Customer", "MRR", "Signed up", "Last signal", "NPS")
    assert rows[1] == ("K6", "Siika 6 Oy", 160, datetime(2024, 1, 1), datetime(2026, 6, 15), 100)
    assert len(rows) == 70
    assert ("=cmd", "=1+1", None, datetime(2026, 1, 2), None, None) in rows


@pytest.mark.parametrize("form, delimiter, money", [
    ("delimiter=semicolon&decimal=comma&bom=1", ";", "110,5"), ("delimiter=tab&decimal=point&bom=0", "\t", "110.5"),
    ("delimiter=comma&decimal=comma&bom=0", ",", "110.5"),
])  # fmt: skip
def test_the_csv_file_is_written_as_chosen(owner, filled, form, delimiter, money):
    Account.objects.filter(pk=account("Hauki").pk).update(tier="=2+5", country="-3")
    Standing.objects.filter(account=account("Hauki")).update(mrr=110_500_000, nps=-100)
    raw = whole(owner.get(f"/accounts/export/?format=csv&{form}&q=hauki&columns=tier,country,mrr,nps,renews_on")).decode()
    assert raw.startswith("\N{BYTE ORDER MARK}") == form.endswith("1")
    rows = list(csv.reader(io.StringIO(raw.removeprefix("\N{BYTE ORDER MARK}")), delimiter=delimiter))
    point = "," if "," in money else "."
    assert rows[1] == ["K1", "Hauki 1 Oy", "'=2+5", "-3", money, f"-100{point}0", ""]
