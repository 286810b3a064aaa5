"""The team on its page: who sees what, inviting, changing, sending away, handing over."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts import two_factor
from loiste.accounts.models import Account, Invitation, User
from tests.integration.entering import audit, enter, is_in
from tests.integration.test_sign_in_mail import link_in
from tests.reading import text
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(home, people):
    cache.clear()


@pytest.fixture
def owner(client, people):
    enter(client)
    return client


def test_administrators_see_all_of_it_and_others_names_and_roles(owner, people, django_client):
    shown = text(owner.get("/team/"))
    assert "stranger@example.org" in shown and "not active" in shown and 'id="h-invite"' in shown
    for who in ("colleague", "read_only"):
        enter(other := django_client(), people[who].email)
        shown = text(other.get("/team/"))
        assert "Owner" in shown and "Stranger" not in shown and "@example.org" not in shown.replace(people[who].email, "")
        assert 'id="h-invite"' not in shown and "Two-factor" not in shown
    assert django_client().get("/team/").status_code == 302


def test_the_list_asks_as_much_for_many_people_as_for_few(owner, people):
    def asked():
        with CaptureQueriesContext(connection) as found:
            assert owner.get("/team/").status_code == 200
        return len(found)

    asked()
    few = asked()
    for number in range(30):
        User.objects.create_user(f"p{number}@example.org", None, name=f"P {number}")
    assert asked() == few


def test_only_administrators_do_anything(client, people):
    one = people["colleague"]
    deeds = ("", "change/", "deactivate/", "reactivate/", "hand-over/", "two-factor-off/", "password/")
    for who in ("colleague", "read_only"):
        enter(client, people[who].email)
        for deed in deeds:
            where = f"/team/{one.public_id}/{deed}"
            assert (client.post(where) if deed else client.get(where)).status_code == 403, deed
        assert client.post("/team/invite/", {"email": "x@example.org", "role": "leader"}).status_code == 403
        client.logout()
    assert client.post(f"/team/{one.public_id}/deactivate/").status_code == 302
    one.refresh_from_db()
    assert one.is_active and not Invitation.objects.exists()


def test_an_invitation_is_mailed_in_the_language_of_the_invited(owner, box):  # noqa: F811
    asked = {"email": "uusi@example.org", "name": "Uusi", "role": "leader", "language": "fi"}
    assert owner.post("/team/invite/", asked)["Location"] == "/team/"
    came = box.mails.get(timeout=10)
    assert came["To"] == "uusi@example.org" and came["Subject"] == "Kutsu Loisteeseen: Test"
    assert "Owner kutsuu sinut" in came.get_body(("plain",)).get_content()
    assert "uusi@example.org" in text(owner.get(link_in(came)))
    assert "uusi@example.org" in text(owner.get("/team/"))
    owner.post(f"/team/invitations/{Invitation.objects.get().public_id}/withdraw/")
    assert owner.get(link_in(came)).status_code == 410


def test_without_mail_the_link_is_shown_once_to_pass_on(owner, django_client):
    shown = text(owner.post("/team/invite/", {"email": "new@example.org", "role": "contributor"}))
    link = re.search(r"http://127\.0\.0\.1:8000(/invitation/[^<]+)", shown)[1]
    assert link not in text(owner.get("/team/"))
    asked = {"name": "New", "password": "a long new phrase", "again": "a long new phrase"}
    django_client().post(link, asked)
    assert User.objects.get(email="new@example.org").role == "contributor"
    assert "in the team already" in text(owner.post("/team/invite/", {"email": "new@example.org", "role": "leader"}))


def test_a_person_is_changed_sent_away_and_let_in_again(owner, people, django_client):
    one = people["colleague"]
    enter(other := django_client(), one.email)
    page = f"/team/{one.public_id}/"
    asked = {"role": "contributor", "reach": "team", "team": "North", "known_as": "C. League\nColly"}
    assert owner.post(f"{page}change/", asked)["Location"] == page
    one.refresh_from_db()
    assert (one.role, one.reach, one.team, one.known_as) == ("contributor", "team", "North", ["C. League", "Colly"])
    assert "is not a role" in text(owner.post(f"{page}change/", asked | {"role": "king"}))
    owner.post(f"{page}deactivate/")
    assert not is_in(other) and "not active" in text(owner.get(page))
    owner.post(f"{page}reactivate/")
    assert not is_in(other), "the old session stays ended"
    assert enter(other, one.email).status_code == 302
    assert "only administrator" in text(owner.post(f"/team/{people['owner'].public_id}/deactivate/"))
    assert {"user.change", "user.deactivate", "user.reactivate"} <= {line.action for line in audit()}


def test_all_accounts_are_handed_over_in_one_step(owner, home, people):
    world = World(home)
    for number in range(3):
        world.account(f"K{number}", name=f"Kuha {number}")
    world.save()
    Account.objects.all().delete()
    for number in range(3):
        Account.objects.create(ref=f"K{number}", name=f"Kuha {number}", owner="Colleague" if number else "Reader")
    page = f"/team/{people['colleague'].public_id}/"
    owner.post(f"{page}hand-over/", {"to": people["owner"].public_id})
    assert sorted(Account.objects.values_list("owner", flat=True)) == ["Owner", "Owner", "Reader"]
    assert "2 accounts are now Owner" in text(owner.get(page)).replace("&#x27;", "'")
    assert owner.post(f"{page}hand-over/", {"to": "nobody"}).status_code == 404


def test_an_administrator_passes_a_link_for_a_new_password_on(owner, people, django_client):
    one = people["colleague"]
    shown = text(owner.post(f"/team/{one.public_id}/password/"))
    link = re.search(r"http://127\.0\.0\.1:8000(/sign-in/password/[^<]+)", shown)[1]
    other = django_client()
    chosen = {"password1": "a new long phrase", "password2": "a new long phrase"}
    other.post(other.get(link)["Location"], chosen)
    assert enter(other, one.email, "a new long phrase").status_code == 302
    assert "no longer holds" in text(django_client().get(link))
    assert "password.link" in [line.action for line in audit()] and link.split("-", 1)[1] not in str([line.after for line in audit()])
    assert "not active" in text(owner.post(f"/team/{people['stranger'].public_id}/password/"))


def test_two_factor_is_taken_off_on_the_page(owner, people):
    from allauth.mfa.models import Authenticator

    one = people["colleague"]
    Authenticator.objects.create(user=one, type="totp", data={"secret": two_factor.seal("A" * 32)})
    assert "Switch it off" in text(owner.get(f"/team/{one.public_id}/"))
    owner.post(f"/team/{one.public_id}/two-factor-off/")
    assert not two_factor.has(one)
