"""Notes and changes on an account's page, by whom, and how they are undone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from loiste.accounts.hand import add_note, set_attributes
from loiste.accounts.models import Account, Audit
from tests.integration.account_page.asking import NOW, shown
from tests.shop import TODAY, account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_a_call_is_logged_and_stands_on_the_timeline_at_once(client, people, world, who):
    client.force_login(people[who])
    one = account("Kuha")
    answer = client.post(f"/accounts/{one.public_id}/notes/", {"kind": "call", "text": "Asked for a demo", "at": ""})
    assert answer.status_code == 302
    page = shown(client.get(f"/accounts/{one.public_id}/"))
    assert "Asked for a demo" in page and "Call, by" in page and "20 Nov 2026" in page
    assert "today · Asked for a demo" in page
    assert Audit.objects.get(action="account.note").by == people[who].email


def test_a_note_of_an_earlier_time_stands_on_its_day(owner, world):
    one = account("Kuha")
    said = {"kind": "meeting", "text": "Yearly review", "at": "2026-11-03T14:30"}
    owner.post(f"/accounts/{one.public_id}/notes/", said)
    page = shown(owner.get(f"/accounts/{one.public_id}/?part=notes"))
    assert "Yearly review" in page and "3 Nov 2026" in page and "14:30" in page


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "call", "text": "   "}, "Write what happened"),
        ({"kind": "call", "text": "kept words", "at": "2027-01-01T10:00"}, "The time lies ahead"),
        ({"kind": "call", "text": "kept words", "at": "soon"}, "The time cannot be read"),
        ({"kind": "call", "text": "kept words", "at": "0001-01-01T00:00"}, "The time lies too far back"),
        ({"kind": "call", "text": "kept words", "at": "0001-01-01T00:00+14:00"}, "The time lies too far back"),
        ({"kind": "shout", "text": "kept words"}, "is not a kind of note"),
    ],
)  # fmt: skip
def test_a_note_that_cannot_be_saved_keeps_its_text_and_says_why(owner, world, said, why):
    page = shown(owner.post(f"/accounts/{account('Kuha').public_id}/notes/", said), status=422)
    assert why in page and said["text"].strip() in page
    assert not Audit.objects.filter(action="account.note").exists()


def test_a_fact_is_changed_in_place_undone_and_both_are_written_down(owner, people, world):
    one = account("Kuha")
    place = f"/accounts/{one.public_id}/change/"
    assert owner.post(place, {"name": "owner", "value": "Satu"}).status_code == 302
    page = shown(owner.get(f"/accounts/{one.public_id}/"))
    assert "Satu" in page and "Changed: Owner." in page
    assert "Changed: Owner." not in shown(owner.get(f"/accounts/{one.public_id}/"))
    owner.post(place, {"name": "owner", "value": "Aino", "undo": "1"})
    assert Account.objects.get(pk=one.pk).owner == "Aino"
    assert list(Audit.objects.order_by("id").values_list("action", flat=True)) == ["account.change", "account.undo"]
    assert "3 values" in shown(owner.get(f"/accounts/{one.public_id}/?part=attributes"))


def test_attributes_are_added_and_business_ids_checked(owner, world):
    one = account("Kuha")
    place = f"/accounts/{one.public_id}/change/"
    owner.post(place, {"new": "Web shop", "value": "kuha.example", "part": "attributes"})
    assert Account.objects.get(pk=one.pk).attributes["web_shop"] == "kuha.example"
    wrong = shown(owner.post(place, {"name": "business_id", "value": "0112038-8", "part": "attributes"}), status=422)
    assert "check digit does not fit" in wrong
    owner.post(place, {"name": "business_id", "value": "112038-9"})
    assert Account.objects.get(pk=one.pk).business_id == "0112038-9"


def test_a_reader_sees_no_form_and_is_refused_by_the_verbs(client, home, people, world):
    client.force_login(people["read_only"])
    one = account("Kuha")
    page = shown(client.get(f"/accounts/{one.public_id}/"))
    assert "<textarea" not in page and "/change/" not in page and "data-log" not in page
    assert client.post(f"/accounts/{one.public_id}/notes/", {"kind": "note", "text": "x"}).status_code == 403
    assert client.post(f"/accounts/{one.public_id}/change/", {"name": "owner", "value": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        add_note(home, one, "x", kind="note", at=NOW, day=TODAY, by=people["read_only"], now=NOW)
    assert not Audit.objects.exists()


def test_a_stranger_sees_nothing_and_changes_nothing(client, people, world):
    client.force_login(people["stranger"])
    one = account("Kuha")
    for outside in (client, Client()):
        assert outside.get(f"/accounts/{one.public_id}/").headers["Location"].startswith("/sign-in/")
        answer = outside.post(f"/accounts/{one.public_id}/notes/", {"kind": "note", "text": "x"})
        assert answer.headers["Location"].startswith("/sign-in/")


def test_a_wrong_business_id_is_refused_by_the_verb(home, people, world):
    with pytest.raises(ValidationError):
        set_attributes(home, {account("Kuha"): {"business_id": "0112038-8"}}, day=TODAY, by=people["owner"], now=NOW)
