"""Search over everything: what is found, in which order, for whom, with how many queries."""

import pytest

from loiste.accounts.models import Account, Contact, View
from tests.shop import account

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def hits(client, q):
    """{group: names} of a search."""
    response = client.get("/search/", {"q": q})
    assert response.status_code == 200
    return {group.name: [hit.name for hit in group.hits] for group in response.context["groups"]}


@pytest.mark.parametrize("q, group, name", [
    ("kuha", "Accounts", "Kuha 2 Oy"), ("UHA", "Accounts", "Kuha 2 Oy"), ("k2", "Accounts", "Kuha 2 Oy"),
    ("123456", "Accounts", "Kuha 2 Oy"), ("kaisa", "Contacts", "Kaisa Kala"), ("kala", "Contacts", "Kaisa Kala"),
    ("kk@", "Contacts", "Kaisa Kala"), ("p3", "Contacts", "Kaisa Kala"), ("recurring", "Metrics", "Monthly recurring revenue (MRR)"),
    ("nrr", "Metrics", "Net revenue retention"), ("sour", "Pages", "Sources"), ("golden", "Saved views", "Golden ones"),
])  # fmt: skip
def test_each_kind_is_found_by_its_names(owner, people, world, q, group, name):
    Account.objects.filter(pk=account("Kuha").pk).update(business_id="1234567-8")
    Contact.objects.filter(ref="P3").update(email="kk@kala.example")
    View.objects.create(name="Golden ones", query="tier=gold", owner=people["owner"])
    assert name in hits(owner, q)[group]


def test_beginnings_come_before_insides_and_archived_ones_not_at_all(owner, world):
    for ref, name in (("x1", "Suuri Kuhala"), ("x2", "Kuhala")):
        Account.objects.create(ref=ref, name=name)
    Account.objects.create(ref="x3", name="Kuhan haamu", archived_at="2026-01-01T00:00Z")
    assert hits(owner, "kuha")["Accounts"] == ["Kuha 2 Oy", "Kuhala", "Suuri Kuhala"]


def test_people_lead_to_their_account(owner, world):
    found = owner.get("/search/?q=kaisa").context["groups"][0].hits
    assert {hit.address for hit in found} <= {f"/accounts/{one.public_id}/" for one in Account.objects.all()}


def test_a_view_of_someone_else_is_not_found(owner, people, world):
    View.objects.create(name="Hidden list", owner=people["colleague"])
    View.objects.create(name="Shared list", owner=people["colleague"], shared=True)
    assert hits(owner, "list")["Saved views"] == ["Shared list"]


def test_merged_accounts_and_their_people_are_not_found_twice(owner, world):
    Account.objects.filter(pk=account("Kuha").pk).update(merged_into=account("Hauki"))
    assert "Accounts" not in hits(owner, "kuha")
    assert len(hits(owner, "kaisa")["Contacts"]) == 6


def test_nothing_typed_finds_nothing_and_a_part_is_asked_for_by_the_dialog(owner, world):
    assert hits(owner, "") == {} and hits(owner, "  ") == {}
    part = owner.get("/search/?q=zzz", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "zzz" in part


@pytest.mark.parametrize("q", ["oy", "kuha", "äö", "%", "'", "\\", "_"])
def test_queries_are_few_whatever_is_there(owner, world, q, django_assert_max_num_queries):
    Account.objects.bulk_create(Account(ref=f"b{n}", name=f"Oy Yritys {n}") for n in range(300))
    owner.get("/search/?q=a")
    with django_assert_max_num_queries(16):
        groups = hits(owner, q)
    assert all(len(names) <= 6 for names in groups.values())
    assert q not in ("%", "_", "'", "\\") or "Accounts" not in groups
