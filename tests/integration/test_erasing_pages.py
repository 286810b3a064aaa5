"""The pages of people's data: who may, looking up, telling, erasing with what is typed, and receipts that name nobody."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from loiste.accounts.models import Audit, Contact
from loiste.accounts.projection import project
from loiste.privacy.models import Erasure
from loiste.privacy.work import next_erasure, step
from tests.world import World

NOW, DAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
EMAIL = "kaisa@kuha.example"


@pytest.fixture
def kaisa(home, people):
    world = World(home)
    world.account("K1", name="Kuha Oy")
    world.tell("contact", ref="P1", contact_ref="P1", account_ref="K1", text="Kaisa Kala", properties=json.dumps({"email": EMAIL}))
    world.usage("K1", "2026-02-20", who="P1")
    world.save()
    project(home, as_of=DAY)
    return Contact.objects.get(email=EMAIL)


@pytest.fixture
def owner(client, people):
    client.force_login(people["owner"])
    return client


def finish(home):
    while (one := next_erasure()) is not None:
        step(home, one, day=DAY, now=NOW, grace=timedelta())


def test_a_person_is_looked_up_told_about_and_erased(owner, kaisa, home):
    front = owner.get(reverse("privacy"), {"who": kaisa.public_id}).content.decode()
    assert EMAIL in front and "Nobody has been erased" in front
    assert "Kaisa Kala" in owner.post(reverse("privacy"), {"who": EMAIL}).content.decode()
    told = owner.post(reverse("privacy_disclose"), {"who": EMAIL})
    assert told["Content-Disposition"].startswith("attachment") and told["Cache-Control"] == "no-store"
    assert {one["kind"] for one in json.loads(told.content)["signals"]} == {"contact", "usage"}
    asked = owner.post(reverse("privacy_erase"), {"who": EMAIL}).content.decode()
    assert "This cannot be undone." in asked and f"Type {EMAIL} to confirm" in asked
    wrong = owner.post(reverse("privacy_erase"), {"who": EMAIL, "typed": "kaisa"})
    assert f"That is not what was asked for; type {EMAIL}." in wrong.content.decode()
    assert not Erasure.objects.exists()
    begun = owner.post(reverse("privacy_erase"), {"who": EMAIL, "typed": EMAIL.upper()})
    kaisa.refresh_from_db()
    assert (kaisa.name, kaisa.email) == ("", "")
    part = owner.get(begun.url, headers={"hx-request": "true"}).content.decode()
    assert "every 2s" in part and "<html" not in part
    finish(home)
    done = owner.get(begun.url).content.decode() + owner.get(reverse("privacy")).content.decode()
    assert "every 2s" not in done and "Receipt" in done and "done" in done
    assert not any(one in done for one in (EMAIL, "Kaisa", "P1"))
    assert set(Audit.objects.values_list("action", flat=True)) >= {"person.disclose", "person.erase"}


def test_who_is_held_nowhere_is_told_so_and_nothing_begins(owner, kaisa):
    for name in ("privacy", "privacy_disclose", "privacy_erase"):
        assert "Nothing is held" in owner.post(reverse(name), {"who": "nobody@example.org"}).content.decode()
    assert not Erasure.objects.exists()
    assert owner.get(reverse("erasure", args=["ers_none"])).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "read_only"])
def test_only_an_administrator_sees_the_pages(client, people, kaisa, who):
    client.force_login(people[who])
    assert client.get(reverse("privacy")).status_code == 403
    for name in ("privacy_disclose", "privacy_erase"):
        assert client.post(reverse(name), {"who": EMAIL, "typed": EMAIL}).status_code == 403
    assert reverse("privacy") not in client.get(reverse("dashboard")).content.decode()
