"""An administrator looks a person up, reads what will go, types the address, and comes to the receipt."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError

from loiste.accounts.models import Contact
from loiste.privacy.work import next_erasure, step
from tests.browser.checking import check

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_person_is_erased_by_an_administrator(at, home, page, people, width, look, language):
    people["owner"].language, people["owner"].theme = language, look
    people["owner"].save()
    finnish, shot = language == "fi", f"{width}-{look}-{language}"
    one = Contact.objects.exclude(name="").order_by("pk")[0]
    one.email = "kaisa@kuha.example"
    one.save()
    at("/privacy/")
    page.get_by_role("textbox").first.fill(one.email)
    page.get_by_role("button", name="Hae" if finnish else "Look up").click()
    page.get_by_role("heading", name=one.name).wait_for()
    check(page, f"privacy-found-{shot}")
    page.get_by_role("button", name="Poista …" if finnish else "Erase …").click()
    page.locator("#id_typed").fill("somebody")
    page.get_by_role("button", name="Poista lopullisesti" if finnish else "Erase for good").click()
    page.get_by_role("alert").wait_for()
    check(page, f"privacy-sure-{shot}")
    page.locator("#id_typed").fill(one.email)
    page.get_by_role("button", name="Poista lopullisesti" if finnish else "Erase for good").click()
    page.wait_for_url("**/privacy/erasures/**")
    check(page, f"privacy-under-way-{shot}")
    for _attempt in range(500):
        if (erasure := next_erasure()) is None:
            break
        with suppress(OperationalError):  # tables in memory are locked while the page asks how far it is
            step(home, erasure, day=date(2026, 11, 20), now=NOW, grace=timedelta())
    page.get_by_role("heading", name="Kuitti" if finnish else "Receipt").wait_for()
    check(page, f"privacy-receipt-{shot}")
