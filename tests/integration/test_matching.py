"""References that nobody knew, matched by hand, and matches taken back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts import hand_matching
from loiste.accounts.act import Act
from loiste.accounts.identities import known
from loiste.accounts.models import Account, Audit, Contact, ContactIdentity, Identity, Rule, Unmatched
from loiste.accounts.projection import project
from tests.integration.sending import NOW, group, identify, send, track
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.store]
TODAY = date(2026, 11, 20)


@pytest.fixture
def act(home, people):
    return Act(home, people["colleague"], NOW, TODAY)


@pytest.fixture
def kuha(home):
    """An account that files told of."""
    World(home).account("K", name="Kuha", tier="gold").save()
    project(home, as_of=TODAY)
    return Account.objects.get()


def waiting():
    return {(line.what, line.ref): line.signals for line in Unmatched.objects.all()}


def test_a_reference_matched_by_hand_means_the_account_from_then_on(home, act, kuha):
    send(home, "web", track(group="g1"), track(group="g1"), track(group="g2"))
    assert waiting() == {("account", "g1"): 2, ("account", "g2"): 1}
    hand_matching.match_account(act, "web", "g1", kuha)
    assert known().accounts["web", "g1"] == kuha.pk
    row = Identity.objects.get(source="web", ref="g1")
    assert (row.rule, row.by, row.since) == (Rule.HAND, "colleague@example.org", NOW)
    assert waiting() == {("account", "g2"): 1}


def test_what_was_told_of_the_reference_shows_on_the_account(home, act, kuha):
    send(home, "web", group("g1", industry="fish"))
    hand_matching.match_account(act, "web", "g1", kuha)
    kuha.refresh_from_db()
    assert (kuha.attributes, kuha.tier, kuha.name) == ({"industry": "fish"}, "gold", "Kuha")


def test_a_match_taken_back_leaves_all_as_it_was(home, act, kuha):
    send(home, "web", group("g1", name="Kuha Ltd", industry="fish"), track(group="g1"))
    before = list(Unmatched.objects.values("source", "what", "ref", "signals", "said"))
    hand_matching.match_account(act, "web", "g1", kuha)
    hand_matching.unmatch_account(act, "web", "g1")
    assert list(Unmatched.objects.values("source", "what", "ref", "signals", "said")) == before
    kuha.refresh_from_db()
    assert (kuha.name, kuha.attributes) == ("Kuha", {})
    assert ("web", "g1") not in known().accounts


def test_signals_that_came_meanwhile_wait_too(home, act, kuha):
    send(home, "web", track(group="g1"))
    hand_matching.match_account(act, "web", "g1", kuha)
    send(home, "web", track(group="g1"), track("p", group="g1"))
    hand_matching.unmatch_account(act, "web", "g1")
    assert waiting() == {("account", "g1"): 3}


def test_a_match_can_be_corrected_by_another(home, act, kuha):
    other = Account.objects.create(ref="other", name="Other")
    send(home, "web", group("g1", industry="fish"))
    hand_matching.match_account(act, "web", "g1", other)
    hand_matching.match_account(act, "web", "g1", kuha)
    other.refresh_from_db()
    assert other.attributes == {}
    assert Audit.objects.order_by("-id").first().before == {"account": other.public_id, "rule": "hand"}


def test_a_person_is_matched_to_a_contact(home, act, kuha):
    contact = Contact.objects.create(ref="c", account=kuha)
    send(home, "web", identify("p1", name="Aino", email="aino@kuha.example"), track("p1"))
    hand_matching.match_person(act, "web", "p1", contact=contact)
    assert known().people["web", "p1"].contact == contact.pk
    contact.refresh_from_db()
    assert (contact.name, contact.email) == ("Aino", "aino@kuha.example")
    hand_matching.unmatch_person(act, "web", "p1")
    assert waiting() == {("contact", "p1"): 2}
    assert Unmatched.objects.get().said == {"name": "Aino", "email": "aino@kuha.example"}
    contact.refresh_from_db()
    assert contact.name == ""


def test_a_person_is_matched_to_an_account_alone(home, act, kuha):
    send(home, "web", track("p1"))
    hand_matching.match_person(act, "web", "p1", account=kuha)
    person = known().people["web", "p1"]
    assert (person.contact, person.account) == (None, kuha.pk)


def test_a_new_account_is_made_of_what_was_told(home, act):
    send(home, "web", group("g1", name="Lahna", country="FI"))
    account = hand_matching.make_account(act, "web", "g1")
    assert (account.name, account.country) == ("Lahna", "FI")
    hand_matching.unmatch_account(act, "web", "g1")
    assert not Account.objects.exists()
    assert waiting() == {("account", "g1"): 2}


def test_a_new_contact_is_made_of_what_was_told(home, act, kuha):
    send(home, "web", identify("p1", name="Aino", email="aino@kuha.example"))
    contact = hand_matching.make_contact(act, "web", "p1", account=kuha)
    assert (contact.name, contact.email, contact.account) == ("Aino", "aino@kuha.example", kuha)
    assert known().people["web", "p1"].account == kuha.pk
    hand_matching.unmatch_person(act, "web", "p1")
    assert not Contact.objects.exists()


def test_persons_come_along_when_their_account_is_matched(home, act, kuha):
    send(home, "web", identify("p1", group="g1", name="Aino"))
    Unmatched.objects.create(source="web", what="contact", ref="p1", first_at=NOW, last_at=NOW)
    ContactIdentity.objects.all().delete()
    contact = hand_matching.make_contact(act, "web", "p1")
    assert contact.account is None
    hand_matching.match_account(act, "web", "g1", kuha)
    contact.refresh_from_db()
    assert contact.account == kuha
    hand_matching.unmatch_account(act, "web", "g1")
    contact.refresh_from_db()
    assert contact.account is None


def test_the_count_of_a_person_holds_the_signals_of_those_who_are_the_same(home, act, kuha):
    send(home, "web", track("p1"), track("old"), {"type": "alias", "userId": "p1", "previousId": "old"})
    hand_matching.match_person(act, "web", "p1", account=kuha)
    hand_matching.unmatch_person(act, "web", "p1")
    assert waiting() == {("contact", "p1"): 3}


def test_matching_one_reference_of_a_person_matches_all(home, act, kuha):
    contact = Contact.objects.create(ref="c", account=kuha)
    send(home, "web", track("p1"), track("old"), {"type": "alias", "userId": "p1", "previousId": "old"})
    hand_matching.match_person(act, "web", "old", contact=contact)
    assert {known().people["web", ref].contact for ref in ("old", "p1")} == {contact.pk}


def test_a_person_taken_back_is_again_known_by_the_account_named_along(home, act, kuha):
    contact = Contact.objects.create(ref="c")
    send(home, "web", track("p1", group="g1"), track("p1"))
    hand_matching.match_account(act, "web", "g1", kuha)
    hand_matching.match_person(act, "web", "p1", contact=contact)
    hand_matching.unmatch_person(act, "web", "p1")
    assert (known().people["web", "p1"].contact, known().people["web", "p1"].account) == (None, kuha.pk)
    assert ContactIdentity.objects.get(ref="p1").rule == Rule.USERS_ACCOUNT


def test_what_cannot_be_matched_is_refused_with_a_reason(home, act, kuha):
    send(home, "web", track(group="g1"))
    merged = Account.objects.create(ref="m", name="M", merged_into=kuha)
    for words, reason in (
        (("files", "K", kuha), "What files"), (("web", "nobody", kuha), "Nothing waits"), (("web", "g1", merged), "merged"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=reason):
            hand_matching.match_account(act, *words)
    with pytest.raises(ValidationError, match="made by hand"):
        hand_matching.unmatch_account(act, "files", "K")
    with pytest.raises(ValidationError, match="Choose"):
        send(home, "web", track("p1"))
        hand_matching.match_person(act, "web", "p1")
    assert not Audit.objects.exclude(action="source.add").exists()


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_those_who_may_change_match_and_it_is_written_down(home, people, kuha, who):
    send(home, "web", track(group="g1"), track("p1"))
    act = Act(home, people[who], NOW, TODAY)
    hand_matching.match_account(act, "web", "g1", kuha)
    hand_matching.unmatch_account(act, "web", "g1")
    hand_matching.make_contact(act, "web", "p1")
    assert list(Audit.objects.exclude(action="source.add").order_by("id").values_list("action", "subject", "by")) == [
        ("reference.match", "web/g1", people[who].email), ("reference.unmatch", "web/g1", people[who].email),
        ("contact.make", Contact.objects.get().public_id, people[who].email),
        ("person.match", "web/p1", people[who].email),
    ]  # fmt: skip


def test_a_reader_matches_nothing(home, people, kuha):
    send(home, "web", track(group="g1"), track("p1"))
    act = Act(home, people["read_only"], NOW, TODAY)
    for verb in (
        lambda: hand_matching.match_account(act, "web", "g1", kuha),
        lambda: hand_matching.match_person(act, "web", "p1", account=kuha),
        lambda: hand_matching.make_account(act, "web", "g1"), lambda: hand_matching.make_contact(act, "web", "p1"),
        lambda: hand_matching.unmatch_account(act, "web", "g1"), lambda: hand_matching.unmatch_person(act, "web", "p1"),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            verb()
    assert len(waiting()) == 2
