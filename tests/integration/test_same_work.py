"""What is refused takes the same work whatever the reason: hashes and queries are counted, so that no clock is asked."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts import invitations, mail
from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Invitation
from loiste.api.v1 import rate
from loiste.sources.inbox import keys
from loiste.sources.models import Key
from tests.integration.test_sign_in import Counting
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(home, people, settings):
    cache.clear()
    settings.PASSWORD_HASHERS = ["tests.integration.test_sign_in.Counting"]


def work(ask, *without: str) -> tuple[object, ...]:
    """What was answered, how often something was hashed, and how many queries it took."""
    Counting.times = 0
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return answer.status_code, answer.headers.get("Location"), text(answer, *without), Counting.times, len(queries)


def test_a_new_password_asked_for_takes_the_same_work_whoever_it_is(client, people, settings, monkeypatch):
    settings.MAIL_SET = True
    sent = []
    monkeypatch.setattr(mail, "send_later", sent.append)
    people["read_only"].set_unusable_password()
    people["read_only"].save()
    emails = ["nobody@example.org", "owner@example.org", "stranger@example.org", "reader@example.org"]
    client.post("/sign-in/password/", {"email": "first@example.org"})  # the work of a first time is done
    found = [work(lambda one=one: client.post("/sign-in/password/", {"email": one}), one) for one in emails]
    assert len(set(found)) == 1 and found[0][0] == 302, [one[3:] for one in found]
    assert ["owner@example.org"] in [one.to for one in sent]


def test_an_invitation_that_does_not_hold_takes_the_same_work_whatever_the_reason(client, people, now):
    by = people["owner"]
    tokens = {name: invitations.invite(f"{name}@example.org", name="", role="leader", by=by, now=now)[1]
              for name in ("withdrawn", "accepted", "old", "gone")}  # fmt: skip
    kept = {one.email.partition("@")[0]: one for one in Invitation.objects.all()}
    invitations.withdraw(kept["withdrawn"], by=by, now=now)
    invitations.accept(tokens["accepted"], name="A", password="a long new phrase", now=now)
    Invitation.objects.filter(pk=kept["old"].pk).update(until=now - timedelta(days=1))
    kept["gone"].delete()
    tokens |= {"forged": tokens["old"][:-1] + "-", "nonsense": "zqzq", "unsigned": kept["old"].public_id}
    client.get("/invitation/zqzq/")
    for ask in (client.get, client.post):
        found = {name: work(lambda one=one, ask=ask: ask(f"/invitation/{one}/"), one) for name, one in tokens.items()}
        assert len(set(found.values())) == 1 and found["old"][0] == 410, {name: one[3:] for name, one in found.items()}


def test_a_key_that_is_unknown_or_revoked_takes_the_same_work(client, monkeypatch, now):
    keys._found.clear()
    rate._buckets.clear()
    secrets = {name: keys.add_key(name, scopes=["read"], source=None, by=COMMAND_LINE, now=now) for name in ("a", "b")}
    keys.revoke_key(Key.objects.get(name="a"), by=COMMAND_LINE, now=now)
    hashed, hash_ = [], keys.hashed
    monkeypatch.setattr(keys, "hashed", lambda secret: hashed.append(1) or hash_(secret))
    asked = {"revoked": secrets["a"], "unknown": "x" * 32, "nearly": secrets["b"][:-1] + "-", "short": "x"}
    found = {}
    for name, secret in asked.items():
        for time in ("first", "again"):
            hashed.clear()
            heads = {"authorization": f"Bearer {secret}"}
            found[name, time] = (*work(lambda heads=heads: client.get("/api/v1/accounts", headers=heads)), len(hashed))
    assert len(set(found.values())) == 1, found
    assert found["unknown", "first"][0] == 401 and found["unknown", "first"][-2:] == (1, 1)
