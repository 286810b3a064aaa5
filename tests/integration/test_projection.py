"""Rows of accounts and contacts made from signals: as many looks into the store for many rows as for few."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts.models import Contact
from loiste.accounts.projection import project
from tests.integration.importing import take

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TODAY = date(2026, 11, 20)


def queries(home, contacts, name):
    """How many queries it takes to make so many new contacts."""
    rows = "\n".join(f"{name}{n},a{n % 3},Person {n}" for n in range(contacts))
    take(home, "contacts", f"contact_id,account_id,name\n{rows}\n")
    Contact.objects.all().delete()
    with CaptureQueriesContext(connection) as seen:
        project(home, as_of=TODAY)
    assert Contact.objects.filter(ref__startswith=name).count() == contacts
    return len(seen)


def test_many_new_contacts_take_no_more_queries_than_few(home):
    few = queries(home, 5, "p")
    assert queries(home, 300, "q") <= few + 20  # portions of rows, never one for each
