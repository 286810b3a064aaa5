"""Mail by a real SMTP server: new passwords and invitations, and what is done without mail."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts import invitations, mail
from loiste.accounts.models import Invitation, User
from loiste.organisation.environment import BadSetting
from loiste.organisation.outside import mail as mail_setting
from loiste.organisation.outside import mail_from, oidc
from tests.integration.entering import PASSWORD, audit, enter, is_in
from tests.reading import text
from tests.serving import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(home, people):
    cache.clear()


def link_in(mail):
    """The path of the link in the text of a mail; the page of it holds the same."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.get_body(("plain",)).get_content())[1]
    assert found in mail.get_body(("html",)).get_content()
    return found


def test_a_new_password_comes_by_mail_and_is_told_alike_to_all(client, people, box, django_client):
    people["owner"].language = "fi"
    people["owner"].save()
    enter(other := django_client())
    pages = {}
    for address in ("owner@example.org", "nobody@example.org", "stranger@example.org"):
        answer = client.post("/sign-in/password/", {"email": address}, HTTP_HOST="localhost")
        pages[address] = (answer.status_code, answer["Location"], text(client.get(answer["Location"])))
    assert len(set(pages.values())) == 1
    came = box.mails.get(timeout=10)
    assert came["To"] == "owner@example.org" and came["Subject"] == "Uusi salasana Loisteeseen"
    way = client.get(link_in(came))["Location"]
    chosen = {"password1": "a new long phrase", "password2": "a new long phrase"}
    assert client.post(way, chosen)["Location"] == "/sign-in/password/chosen/"
    assert not is_in(other) and not is_in(client)
    assert "no longer holds" in text(client.get(link_in(came)))
    assert enter(client, password="a new long phrase").status_code == 302
    assert "password.reset" in [line.action for line in audit()]


def test_without_mail_nothing_is_promised(client):
    assert "Ask an administrator for a link" in text(client.get("/sign-in/"))
    assert client.get("/sign-in/password/").status_code == 404


def test_an_invitation_lets_in_once(client, people, now):
    made, token = invitations.invite(" New@Example.org ", name="Uusi", role="leader", by=people["owner"], now=now)
    page = text(client.get(f"/invitation/{token}/"))
    assert "new@example.org" in page and 'value="Uusi"' in page
    asked = {"name": "Uusi Nimi", "password": "short", "again": "short"}
    assert "too short" in text(client.post(f"/invitation/{token}/", asked))
    asked |= {"password": "a long new phrase"}
    assert "not the same" in text(client.post(f"/invitation/{token}/", asked))
    asked |= {"again": asked["password"]}
    assert client.post(f"/invitation/{token}/", asked)["Location"] == "/" and is_in(client)
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.role) == ("Uusi Nimi", "leader")
    client.logout()
    assert client.post(f"/invitation/{token}/", asked).status_code == 410
    with pytest.raises(ValidationError):
        invitations.accept(token, name="Second", password="a long new phrase", now=now)
    assert [line.action for line in audit()][:4] == ["invitation.make", "user.add", "invitation.accept", "sign_in"]
    assert "phrase" not in str([line.after for line in audit()]) and token not in str([line.after for line in audit()])


def test_an_invitation_ends_after_a_week_and_by_a_newer_one_and_by_withdrawal(client, people, now):
    def ask():
        return invitations.invite("new@example.org", name="", role="leader", by=people["owner"], now=now)

    first, second = ask(), ask()
    assert invitations.opened(first[1], now) is None
    assert invitations.opened(second[1], now + timedelta(days=6, hours=23)) == second[0]
    assert invitations.opened(second[1], now + timedelta(days=7)) is None
    assert invitations.opened(second[1][:-1] + "x", now) is None and invitations.opened(first[0].public_id, now) is None
    invitations.withdraw(second[0], by=people["owner"], now=now)
    assert client.get(f"/invitation/{second[1]}/").status_code == 410
    assert Invitation.objects.filter(accepted_at=None).count() == 2


def test_only_administrators_invite_and_only_whom_they_may(people, now):
    for who in ("colleague", "read_only"):
        with pytest.raises(PermissionDenied):
            invitations.invite("new@example.org", name="", role="leader", by=people[who], now=now)
    for address, role in (("owner@example.org", "leader"), ("no address", "leader"), ("new@example.org", "king")):
        with pytest.raises(ValidationError):
            invitations.invite(address, name="", role=role, by=people["owner"], now=now)


def test_a_mail_that_cannot_be_sent_is_told_without_its_password(settings, people):
    written = mail.written("new@example.org", "password", {"email": "new@example.org", "link": "x"}, "en")
    with pytest.raises(mail.NotSent):
        mail.send(written)
    settings.MAIL_SET, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", free_port()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST_PASSWORD = "django.core.mail.backends.smtp.EmailBackend", PASSWORD
    with pytest.raises(mail.NotSent, match=r"127\.0\.0\.1: ConnectionRefusedError"):
        mail.send(written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("smtp://u%40x:p%2Fw@mail.example.org", ("mail.example.org", 587, "u@x", "p/w", True, False)),
        ("smtp://mail:25?tls=none", ("mail", 25, "", "", False, False)),
        ("smtps://u:p@mail:1465", ("mail", 1465, "u", "p", False, True)),
    ],
)  # fmt: skip
def test_the_mail_server_is_read_from_an_address(text, found):
    assert tuple(mail_setting({"LOISTE_SMTP_URL": text}).values()) == found


@pytest.mark.parametrize("text", ["mail.example.org", "http://u:hush@x", "smtp://u:hush@x:port", "smtp://x?tls=maybe"])
def test_a_wrong_mail_server_is_refused_without_repeating_its_password(text):
    with pytest.raises(BadSetting, match="LOISTE_SMTP_URL cannot be read") as caught:
        mail_setting({"LOISTE_SMTP_URL": text})
    assert "hush" not in str(caught.value)


def test_halves_of_settings_are_refused():
    assert mail_setting({}) == {} and oidc({}) is None
    for wrong in ({"LOISTE_OIDC_URL": "login.example.org"}, {"LOISTE_OIDC_URL": "https://login.example.org"}):
        with pytest.raises(BadSetting, match="LOISTE_OIDC"):
            oidc(wrong)
    for wrong, needed in (({}, True), ({"LOISTE_MAIL_FROM": "nobody"}, False)):
        with pytest.raises(BadSetting, match="LOISTE_MAIL_FROM"):
            mail_from(wrong, "https://x.example", needed=needed)
