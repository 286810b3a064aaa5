"""The second step: switched on and off, asked at sign-in, demanded by the organisation; its secrets are sealed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from loiste.accounts import two_factor
from loiste.organisation import config
from loiste.organisation.config import Organisation, SignIn
from tests.integration.entering import PASSWORD, audit, enter, is_in
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(home, people):
    cache.clear()


def code_of(secret):
    """The code that an authenticator shows now; it is good for the next half minute, too."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret.replace(" ", ""), now))


def again(client, address):
    """Shows once more that it is you, and gives the page that was wanted."""
    answer = client.get(address)
    assert answer["Location"].startswith("/you/again/")
    return client.post("/you/again/", {"password": PASSWORD, "next": address}, follow=True)


def switch_on(client):
    """(secret, recovery codes) of who is signed in."""
    page = text(again(client, "/you/two-factor/on/"))
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'<code id="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1]
    answer = client.post("/you/two-factor/on/", {"code": code_of(secret)})
    assert answer["Location"] == "/you/two-factor/codes/"
    shown = text(client.get(answer["Location"]))
    return secret, re.findall(r"<li><code>(\d{8})</code></li>", shown)


@pytest.fixture
def switched(client, django_capture_on_commit_callbacks):
    """The owner signed in with two-factor on."""
    enter(client)
    with django_capture_on_commit_callbacks(execute=True):
        return switch_on(client)


def test_a_code_is_asked_at_sign_in_and_works_once(people, switched, django_client):
    secret, codes = switched
    code = code_of(secret)
    assert len(codes) == 10 and [line.action for line in audit()] == ["sign_in", "two_factor.on"]
    other = django_client()
    assert enter(other)["Location"] == "/sign-in/code/" and not is_in(other)
    assert "not right" in text(other.post("/sign-in/code/", {"code": "000000"})) and not is_in(other)
    assert other.post("/sign-in/code/", {"code": code})["Location"] == "/" and is_in(other)
    assert audit()[-1].after["code"] is True
    assert [line.after["method"] for line in audit() if line.action == "sign_in.failed"] == ["code"]
    cache.delete(f"allauth.mfa.totp.used?user={people['owner'].pk}&code={code}")  # what the library forgets in 30 seconds
    third = django_client()
    enter(third)
    third.post("/sign-in/code/", {"code": code})
    assert not is_in(third)
    third.post("/sign-in/code/", {"code": codes[0]})
    assert is_in(third)
    enter(fourth := django_client())
    fourth.post("/sign-in/code/", {"code": codes[0]})
    assert not is_in(fourth)


def test_guessing_codes_is_limited(client, switched, django_client):
    enter(other := django_client())
    for _number in range(5):
        other.post("/sign-in/code/", {"code": "000000"})
    assert "Too many attempts" in text(other.post("/sign-in/code/", {"code": switched[1][0]})) and not is_in(other)


def test_recovery_codes_are_shown_once_and_made_anew(client, switched):
    shown = text(client.get("/you/two-factor/codes/"))
    assert not any(code in shown for code in switched[1]) and "10 codes are left" in shown
    answer = client.post("/you/two-factor/codes/new/")
    fresh = re.findall(r"<li><code>(\d{8})</code></li>", text(client.get(answer["Location"])))
    assert len(fresh) == 10 and not set(fresh) & set(switched[1])


def test_secrets_are_sealed_in_the_store_and_useless_under_another_key(client, switched, settings):
    secret = switched[0].replace(" ", "")
    stored = str([one.data for one in Authenticator.objects.all()])
    assert secret not in stored
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert two_factor.unseal(sealed) == secret
    settings.SECRET_KEY = "another key of this installation" * 2
    assert two_factor.unseal(sealed) != secret


def test_switching_off_asks_whether_it_is_you(people, switched, django_client):
    enter(other := django_client())
    other.post("/sign-in/code/", {"code": switched[1][0]})
    answer = other.get("/you/two-factor/off/")
    assert answer["Location"].startswith("/you/again/")
    assert other.post("/you/two-factor/off/")["Location"].startswith("/you/again/")
    assert other.post("/you/again/", {"password": "wrong", "next": "/you/two-factor/off/"}).status_code == 200
    assert two_factor.has(people["owner"])
    asked = {"code": switched[1][1], "next": "/you/two-factor/off/"}
    assert other.post("/you/again/code/", asked)["Location"] == "/you/two-factor/"  # what was held back is done now
    assert not Authenticator.objects.exists() and audit()[-1].action == "two_factor.off"


def test_an_administrator_takes_it_off_who_lost_the_phone(people, switched, now):
    for who in ("colleague", "read_only"):
        with pytest.raises(PermissionDenied):
            two_factor.take_off(people["owner"], by=people[who], now=now)
    two_factor.take_off(people["owner"], by=people["owner"], now=now)
    assert not two_factor.has(people["owner"]) and audit()[-1].action == "two_factor.take_off"


def test_where_it_is_demanded_nothing_else_can_be_done(client, home, django_capture_on_commit_callbacks):
    config.save(home, Organisation(name="Test", language="en", sign_in=SignIn(two_factor="required")))
    enter(client)
    for address in ("/", "/accounts/", "/you/", "/sources/", "/you/two-factor/off/", "/you/password/"):
        assert client.get(address)["Location"] == "/you/two-factor/on/", address
    assert client.post("/you/theme/", {"theme": "dark"}).status_code == 302
    assert client.get("/search/", headers={"HX-Request": "true"})["HX-Redirect"] == "/you/two-factor/on/"
    page = text(again(client, "/you/two-factor/on/"))
    assert "asks everybody for a second factor" in page and 'href="/accounts/"' not in page
    with django_capture_on_commit_callbacks(execute=True):
        switch_on_again(client, page)
    assert client.get("/you/").status_code == 200


def switch_on_again(client, page):
    secret = re.search(r'<code id="secret"[^>]*>([A-Z2-7 ]+)</code>', page)[1]
    assert client.post("/you/two-factor/on/", {"code": code_of(secret)}).status_code == 302
    assert "shown only now" in text(client.get("/you/two-factor/codes/"))
