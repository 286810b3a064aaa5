"""Signing in through an OpenID Connect server: a real small one on loopback."""

import time

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from loiste.accounts.models import User
from loiste.organisation import config
from loiste.organisation.config import Organisation, SignIn
from tests.integration.entering import audit, enter, is_in
from tests.oidc import Server
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running():
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def server(running, settings, home, people):
    cache.clear()
    running.__dict__.update(
        claims={"sub": "p1", "email": "Owner@Example.org", "email_verified": True}, more={}, token_claims={},
        signing_key=running.key,
    )  # fmt: skip
    settings.OIDC = running.settings()
    return running


def through(client, query=""):
    """The answer after a way through the server and back."""
    away = client.get(f"/sign-in/oidc/{query}")
    back = requests.get(away["Location"], allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith("http://127.0.0.1:8000/sign-in/oidc/back/?")
    return client.get(back.removeprefix("http://127.0.0.1:8000"))


def test_a_person_of_the_team_gets_in_and_keeps_the_password(client, server, django_client):
    assert "Sign in with Kauppakylä ID" in text(client.get("/sign-in/"))
    assert through(client, "?next=/accounts/")["Location"] == "/accounts/" and is_in(client)
    assert audit()[-1].after == {"method": "oidc"}
    assert enter(other := django_client()).status_code == 302 and is_in(other)
    assert not SocialAccount.objects.exists()
    assert through(django_client(), "?next=https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.org"}, {"email": "stranger@example.org"}, {"email_verified": False},
        {"email_verified": "true"}, {"email_verified": None}, {"email": ""}, {"email": ["owner@example.org"]},
        {"email": "owner@example.org".replace("w", "\N{FULLWIDTH LATIN SMALL LETTER W}")},
    ],
)  # fmt: skip
def test_everybody_else_is_turned_away_and_nobody_is_signed_up(client, server, claims):
    server.claims |= claims
    people = User.objects.count()
    answer = through(client)
    assert answer.status_code == 403 and not is_in(client)
    assert User.objects.count() == people and audit()[-1].action == "sign_in.failed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "somebody else"}, {"iss": "https://evil.example"}, {"exp": int(time.time()) - 60},
    ],
)  # fmt: skip
def test_a_token_made_for_other_ends_is_not_believed(client, server, wrong):
    server.token_claims = wrong
    assert through(client).status_code in (401, 502) and not is_in(client)


def test_a_token_signed_by_somebody_else_is_not_believed(client, server):
    server.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert through(client).status_code == 401 and not is_in(client)


def test_an_address_that_only_the_userinfo_tells_is_taken_from_there(client, server):
    server.claims = {"sub": "p1"}
    server.more = {"email": "owner@example.org", "email_verified": True}
    assert through(client).status_code == 302 and is_in(client)
    client.logout()
    server.more["sub"] = "p2"
    assert through(client).status_code == 401 and not is_in(client)


def test_a_way_back_that_was_not_asked_for_leads_nowhere(client, server, django_client):
    away = django_client().get("/sign-in/oidc/")
    back = requests.get(away["Location"], allow_redirects=False, timeout=5).headers["Location"]
    assert client.get(back.removeprefix("http://127.0.0.1:8000")).status_code == 401 and not is_in(client)
    assert client.get("/sign-in/oidc/back/?error=access_denied&state=x").status_code in (302, 401)


def test_an_account_of_the_server_is_never_tied_to_a_person(client, server):
    enter(client, "colleague@example.org")
    through(client, "?process=connect")
    assert not SocialAccount.objects.exists()


def test_a_server_that_is_down_or_calls_itself_otherwise_is_told_plainly(client, server, settings):
    settings.OIDC = server.settings() | {"settings": {"server_url": server.url, "issuer": "https://other.example"}}
    answer = client.get("/sign-in/oidc/")
    assert answer.status_code in (401, 502) and "did not answer as it should" in text(answer)
    settings.OIDC = server.settings() | {"settings": {"server_url": "http://127.0.0.1:1", "issuer": "http://127.0.0.1:1"}}
    assert client.get("/sign-in/oidc/").status_code == 502


def test_passwords_can_be_switched_off_where_there_is_another_way_in(client, server, home, settings):
    config.save(home, Organisation(name="Test", language="en", sign_in=SignIn(password=False)))
    page = text(client.get("/sign-in/"))
    assert 'type="password"' not in page and "Sign in with" in page
    assert "switched off" in text(enter(client)) and not is_in(client)
    assert through(client).status_code == 302 and is_in(client)
    settings.OIDC = None
    client.logout()
    assert client.get("/sign-in/oidc/").status_code == 404
    assert enter(client).status_code == 302, "without OpenID Connect nobody is shut out"
