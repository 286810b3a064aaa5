"""Signing in by password: what is answered, what is written down, how often it may be tried, how long it lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache

from loiste.accounts import sessions
from loiste.accounts.client import client_address
from loiste.accounts.models import Audit
from loiste.pages.sign_in import middleware
from loiste.pages.you.device import device
from tests.integration.entering import PASSWORD, audit, enter, is_in
from tests.reading import text

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def fresh(home):
    cache.clear()


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed: that is nearly all the time that an attempt takes."""

    times = 0

    def encode(self, password, salt):
        Counting.times += 1
        return super().encode(password, salt)


def test_an_unknown_address_is_answered_like_a_wrong_password(client, people, settings):
    settings.PASSWORD_HASHERS = ["tests.integration.test_sign_in.Counting"]
    people["owner"].set_password(PASSWORD)
    people["owner"].save()
    people["stranger"].set_password(PASSWORD)
    people["stranger"].save()
    people["read_only"].set_unusable_password()
    people["read_only"].save()
    tries = {
        "known": ("owner@example.org", "not the password"), "unknown": ("nobody@example.org", "not the password"),
        "deactivated": ("stranger@example.org", PASSWORD), "without": ("reader@example.org", "not the password"),
    }  # fmt: skip
    found = {}
    for name, (email, password) in tries.items():
        Counting.times = 0
        answer = enter(client, email, password)
        found[name] = (answer.status_code, text(answer, email), Counting.times)
    assert found["unknown"] == found["known"] == found["deactivated"] == found["without"]
    assert found["known"][0] == 200 and "is not right" in found["known"][1]
    assert not is_in(client)


def test_sign_ins_and_failures_are_written_down_without_what_was_typed(client, people):
    enter(client, "owner@example.org", "my secret slip")
    enter(client, "nobody@example.org", "my secret slip")
    assert enter(client).status_code == 302
    client.post("/sign-out/")
    told = audit()
    assert [(line.action, line.by) for line in told] == [
        ("sign_in.failed", "owner@example.org"), ("sign_in.failed", "nobody@example.org"),
        ("sign_in", "owner@example.org"), ("sign_out", "owner@example.org"),
    ]  # fmt: skip
    assert [bool(line.subject) for line in told] == [True, False, True, True]
    assert all(line.origin == "page 127.0.0.1" for line in told)
    assert "slip" not in str([(line.before, line.after) for line in told])


def test_five_failures_shut_the_address_for_a_while_wherever_they_come_from(client, people):
    for number in range(5):
        enter(client, password="wrong", REMOTE_ADDR=f"192.0.2.{number}", HTTP_HOST=f"localhost:{8000 + number}")
    answer = enter(client, REMOTE_ADDR="192.0.2.99")
    assert "Too many attempts" in text(answer) and not is_in(client)
    assert enter(client, "colleague@example.org", REMOTE_ADDR="192.0.2.0").status_code == 302
    cache.clear()  # as if the five minutes were over
    client.logout()
    assert enter(client).status_code == 302


def test_many_failures_from_one_address_shut_it_for_every_person(client, people):
    for number in range(20):
        enter(client, f"p{number}@example.org", "wrong", REMOTE_ADDR="192.0.2.7")
    assert "Too many attempts" in text(enter(client, REMOTE_ADDR="192.0.2.7"))
    assert enter(client, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_a_forged_header_does_not_change_where_one_comes_from(client, people, settings):
    for number in range(20):
        enter(client, f"p{number}@example.org", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert "Too many attempts" in text(enter(client, HTTP_X_FORWARDED_FOR="198.51.100.200"))
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    enter(client, "one@example.org", "wrong", HTTP_X_FORWARDED_FOR="10.9.9.9, 203.0.113.5")
    assert audit()[-1].origin == "page 203.0.113.5"


@pytest.mark.parametrize(
    ("passed", "proxies", "found"),
    [
        ("", 0, "192.0.2.1"), ("198.51.100.1", 0, "192.0.2.1"), ("198.51.100.1", 1, "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1", 1, "198.51.100.1"), ("198.51.100.1, 10.0.0.2", 2, "198.51.100.1"),
        ("198.51.100.1", 2, "192.0.2.1"), ("nonsense", 1, "192.0.2.1"), ("[2001:db8::1]:443", 1, "2001:db8::1"),
        ("198.51.100.1:1234", 1, "198.51.100.1"), ("fe80::1%eth0", 1, "fe80::1"),
    ],
)  # fmt: skip
def test_the_address_is_what_the_last_own_proxy_saw(passed, proxies, found):
    environ = {"REMOTE_ADDR": "192.0.2.1"} | ({"HTTP_X_FORWARDED_FOR": passed} if passed else {})
    assert client_address(environ, proxies) == found


def test_sessions_are_listed_and_ended_one_by_one_or_all_others(client, people, django_client):
    enter(client, HTTP_USER_AGENT=FIREFOX)
    other, third = django_client(), django_client()
    enter(other)
    enter(third)
    enter(colleague := django_client(), "colleague@example.org")
    shown = text(client.get("/you/"))
    assert shown.count("last seen") == 3 and "Firefox, Windows" in shown and shown.count("this one") == 1
    foreign = UserSession.objects.get(user=people["colleague"])
    assert client.post(f"/you/sessions/{foreign.pk}/end/").status_code == 404
    mine = UserSession.objects.get(session_key=other.session.session_key)
    client.post(f"/you/sessions/{mine.pk}/end/")
    assert (is_in(other), is_in(third), is_in(client)) == (False, True, True)
    client.post("/you/sessions/end-others/")
    assert (is_in(third), is_in(client), is_in(colleague)) == (False, True, True)
    assert audit()[-1].action == "session.end"
    assert sessions.end_all(people["owner"]) == 1 and not is_in(client)


def test_a_changed_password_ends_the_other_sessions(client, people, django_client):
    enter(client)
    enter(other := django_client())
    asked = {"oldpassword": "wrong", "password1": "a new long phrase", "password2": "a new long phrase"}
    assert "not your password of today" in text(client.post("/you/password/", asked))
    asked["password2"] = "another long phrase"
    assert client.post("/you/password/", asked | {"oldpassword": PASSWORD}).status_code == 200
    asked["password2"] = asked["password1"]
    assert client.post("/you/password/", asked | {"oldpassword": PASSWORD})["Location"] == "/you/"
    assert is_in(client) and not is_in(other)
    assert UserSession.objects.filter(user=people["owner"]).count() == 1
    assert [line.action for line in audit()[-2:]] == ["password.change", "session.end"]
    assert "phrase" not in str([line.after for line in audit()])
    client.logout()
    assert enter(client, password="a new long phrase").status_code == 302


def test_a_session_ends_by_age_and_by_idleness_and_is_seen_seldom(client, people, settings, monkeypatch):
    settings.SESSION_LIFE, settings.SESSION_COOKIE_AGE = 10 * 3600, 2 * 3600
    enter(client)
    start = datetime.now(UTC)

    def later(**more):
        monkeypatch.setattr(middleware, "now", lambda: start + timedelta(**more))
        return is_in(client)

    seen = UserSession.objects.get().last_seen_at
    assert later(minutes=1) and UserSession.objects.get().last_seen_at == seen
    assert later(minutes=90) and UserSession.objects.get().last_seen_at == start + timedelta(minutes=90)
    assert later(hours=3) and not later(hours=6)
    enter(client)
    start = datetime.now(UTC)
    assert all(later(hours=hour) for hour in range(10)) and not later(hours=10, minutes=1)


def test_a_deactivated_person_is_out_at_once(client, people):
    enter(client)
    people["owner"].is_active = False
    people["owner"].save()
    assert not is_in(client)


def test_devices_are_told_in_words():
    assert device(FIREFOX) == "Firefox, Windows"
    assert device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604.1") == "Safari, iPhone"
    assert device("curl/8") == "Unknown device"


def test_nothing_is_written_for_pages_that_need_no_sign_in(client, people):
    client.get("/sign-in/")
    assert Audit.objects.count() == 0
