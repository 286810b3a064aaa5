"""The API, asked as programs ask: pages by cursor, items taken in, problems told, nothing done twice."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings

from loiste.accounts.models import Account, Audit, Contact, Subscription
from loiste.api.v1 import rate
from loiste.metrics.run import measure
from loiste.organisation.config import Organisation
from loiste.sources.models import Answered, Key
from tests.integration.api_client import Asking
from tests.world import NOW

NOTES = [{"id": f"n{n}", "account_id": "K1", "occurred_at": f"2026-01-{n + 1:02d}", "text": "x"} for n in range(9)]
KUHA = {"account_id": "K1", "name": "Kuha Oy", "owner": "Aino", "attributes": {"industry": "fish"}}


@pytest.fixture
def api(client, home, db):
    rate._buckets.clear()
    return Asking(client)


def test_accounts_are_made_changed_and_read_back(api):
    told = api.post("/accounts", KUHA, {"account_id": "K2", "parent_id": "K1"})
    assert (told["read"], told["accepted"], told["rejected"]) == (2, 2, 0)
    kuha = api.get("/accounts/K1")
    assert (kuha["name"], kuha["owner"], kuha["attributes"]) == ("Kuha Oy", "Aino", {"industry": "fish"})
    assert kuha["tier"] is None
    assert api.get("/accounts/K2")["parent"] == kuha["id"]
    api.post("/accounts", {"account_id": "K1", "tier": "gold"})
    changed = api.get(f"/accounts/{kuha['id']}")
    assert (changed["name"], changed["tier"]) == ("Kuha Oy", "gold")
    api.post("/accounts", {"account_id": "K1", "owner": None})
    assert api.get("/accounts/K1")["owner"] is None


def test_the_same_said_again_is_known_already(api):
    api.post("/accounts", KUHA)
    assert api.post("/accounts", KUHA)["duplicate"] == 1
    assert Account.objects.count() == 1


def test_what_changes_holds_from_today_and_was_otherwise_before(api):
    api.post("/accounts", KUHA | {"tier": "basic"})
    api.post("/accounts", KUHA | {"tier": "gold"})
    changes = api.get("/accounts/K1/timeline?kind=attribute")["items"]
    assert [(one["name"], one["text"], one["day"]) for one in changes] == [("tier", "gold", today())]


def today():
    return Organisation().today(datetime.now(UTC)).isoformat()


def test_contacts_and_subscriptions_follow_their_account(api):
    api.post("/accounts", KUHA)
    api.post("/contacts", {"contact_id": "P1", "account_id": "K1", "name": "Kaisa", "email": "kaisa@kuha.fi"})
    money = {"subscription_id": "S1", "account_id": "K1", "started_on": "2025-01-01", "mrr": "99.90", "plan": "Pro"}
    api.post("/subscriptions", money)
    account = api.get("/accounts/K1")["id"]
    assert [one["name"] for one in api.get(f"/contacts?account={account}")["items"]] == ["Kaisa"]
    assert api.get("/contacts?email=KAISA@kuha.fi")["items"][0]["account"] == account
    assert api.get("/subscriptions/S1")["mrr"] == "99.9"
    assert (Contact.objects.get().account.ref, Subscription.objects.get().mrr) == ("K1", 99_900_000)
    found = measure(settings.HOME, Organisation(), ["mrr"], [NOW.date()])
    assert str(found.at("mrr", NOW.date()).value) == "99.900000"


def test_signals_of_every_kind_are_appended_and_stand_on_the_timeline(api):
    api.post("/accounts", KUHA)
    now = datetime.now(UTC).date().isoformat()
    sent = {
        "usage": {"usage_id": "u1", "account_id": "K1", "occurred_at": now, "feature": "orders"},
        "tickets": {"ticket_id": "t1", "account_id": "K1", "opened_at": f"{now}T00:01:00Z"},
        "surveys": {"response_id": "a1", "account_id": "K1", "nps": 9, "answered_on": now},
        "notes": {"id": "n1", "account_id": "K1", "occurred_at": now, "text": "Hello"},
    }  # fmt: skip
    for kind, item in sent.items():
        told = api.post(f"/signals/{kind}", item)
        assert told["accepted"] == 1, (kind, told)
    timeline = api.get("/accounts/K1/timeline")["items"]
    assert {"usage", "ticket", "answer", "note"} <= {one["kind"] for one in timeline}
    assert [one["kind"] for one in api.get("/accounts/K1/timeline?kind=note")["items"]] == ["note"]


def test_pages_by_cursor_give_every_account_once(api):
    api.post("/accounts", *({"account_id": f"K{number}"} for number in range(25)))
    found, cursor = [], ""
    while cursor is not None:
        page = api.get(f"/accounts?limit=10&cursor={cursor}")
        found += [one["account_id"] for one in page["items"]]
        cursor = page["next"]
    assert sorted(found) == sorted(f"K{number}" for number in range(25))


def test_a_timeline_by_cursor_gives_every_signal_once_newest_first(api):
    api.post("/accounts", {"account_id": "K1"})
    api.post("/signals/notes", *NOTES)
    found, cursor = [], ""
    while cursor is not None:
        page = api.get(f"/accounts/K1/timeline?limit=4&kind=note&cursor={cursor}")
        found += [one["day"] for one in page["items"]]
        cursor = page["next"]
    assert found == [f"2026-01-{n + 1:02d}" for n in reversed(range(9))]


def test_a_bad_item_is_rejected_with_its_reason_and_the_others_stay(api):
    told = api.post("/accounts", KUHA, {"account_id": "K2", "business_id": "1234567-8"}, {"account_id": "K3"})
    assert (told["accepted"], told["rejected"]) == (2, 1)
    assert [(one["item"], one["field"]) for one in told["errors"]] == [(2, "business_id")]


@pytest.mark.parametrize(
    "path, body, status, code",
    [
        ("/accounts", {"items": []}, 422, "invalid"), ("/accounts", {"items": [{"nmae": "x"}]}, 422, "invalid"),
        ("/accounts", {"items": [{"name": "no id"}]}, 422, "invalid"), ("/accounts", "{", 400, "no_json"),
        ("/accounts", '{"items": [{"account_id": "\\ud800"}]}', 400, "no_text"), ("/accounts", "[" * 100_000, 400, "no_json"),
        ("/accounts?cursor=zz", None, 422, "no_cursor"), ("/accounts?owner=%00", None, 400, "no_text"),
        ("/accounts/none", None, 404, "not_found"), ("/metrics/none", None, 404, "not_found"), ("/nothing", None, 404, "not_found"),
        ("/signals/usage", None, 405, "no_method"), ("/reports/kpis?months=2025", None, 422, "no_months"),
        ("/accounts?limit=0", None, 422, "invalid"), ("/reports/kpis?by=nothing", None, 422, "no_dimension"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_as_a_problem(api, path, body, status, code):
    told = api.checked(api.answer(path, body), status)
    assert (told["status"], told["code"]) == (status, code)
    assert told["detail"].endswith(("errors.", ".")) or told["detail"]


def test_without_a_key_or_its_scope_nothing_is_told(client, home, db):
    reader = Asking(client, "read", name="reader")
    assert reader.checked(reader.answer("/accounts", {"items": [KUHA]}), 403)["code"] == "wrong_scope"
    sender = Asking(client, "ingest", name="sender")
    assert sender.get("/accounts", 403)["code"] == "wrong_scope"
    sender.key = "guess"
    assert sender.get("/accounts", 401)["code"] == "wrong_key"
    assert client.get("/api/v1/accounts").status_code == 401
    assert (Account.objects.count(), Audit.objects.filter(action="accounts.take_in").count()) == (0, 0)


def test_a_change_is_in_the_audit_log_under_the_name_of_the_key(api):
    api.post("/accounts", KUHA)
    line = Audit.objects.get(action="accounts.take_in")
    assert (line.by, line.origin, line.after) == ("key crm", "api 127.0.0.1", {"accepted": 1, "rejected": 0})


def test_a_request_that_names_itself_does_nothing_twice(api):
    first = api.post("/accounts", KUHA, idempotency_key="one")
    assert api.post("/accounts", KUHA, idempotency_key="one") == first
    assert Audit.objects.filter(action="accounts.take_in").count() == 1
    assert api.post("/accounts", {"account_id": "K2"}, idempotency_key="one", status=422)["code"] == "other_request"
    key = Key.objects.get()
    Answered.objects.create(key=key, name="two", asked=Answered.objects.get().asked, at=Answered.objects.get().at)
    assert api.post("/accounts", KUHA, idempotency_key="two", status=409)["code"] == "at_work"


def test_a_request_that_failed_may_be_tried_again_under_its_name(api):
    api.checked(api.answer("/accounts", {"items": [{"name": "x"}]}, idempotency_key="one"), 422)
    assert api.post("/accounts", KUHA, idempotency_key="one")["accepted"] == 1


def test_what_has_not_changed_is_not_sent_again(api):
    first = api.answer("/accounts")
    assert api.answer("/accounts", if_none_match=first.headers["ETag"]).status_code == 304
    api.post("/accounts", KUHA)
    assert api.answer("/accounts", if_none_match=first.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    "path", ["/accounts/K1", "/contacts/P1", "/subscriptions/S1", "/accounts/K1/timeline", "/reports/kpis?as_of=2025-02-01",
             "/metrics/mrr?as_of=2025-02-01", "/metrics/mrr/readings", "/metrics"],
)  # fmt: skip
def test_a_single_thing_that_has_not_changed_is_not_sent_again(api, path):
    api.post("/accounts", KUHA)
    api.post("/contacts", {"contact_id": "P1", "account_id": "K1", "name": "Kaisa"})
    api.post("/subscriptions", {"subscription_id": "S1", "account_id": "K1", "started_on": "2025-01-01", "mrr": 50})
    first = api.answer(path)
    assert first.status_code == 200
    assert api.answer(path, if_none_match=first.headers["ETag"]).status_code == 304
    assert api.answer(path, if_none_match='"another"').status_code == 200


def test_every_parameter_is_described_wherever_it_stands(client, db):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    takes = [one for methods in paths.values() for each in methods.values() for one in each["parameters"]]
    assert len(takes) > 30 and all(one["description"] for one in takes)


def test_who_asks_too_often_is_told_when_to_ask_again(api, monkeypatch):
    monkeypatch.setattr(settings, "API_RATE", 3)
    rate._buckets.clear()
    left = [api.answer("/metrics").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = api.answer("/metrics")
    assert (refused.status_code, int(refused.headers["Retry-After"]) >= 20) == (429, True)


def test_metrics_are_explained_as_of_a_day_with_their_rows(api):
    api.post("/accounts", KUHA)
    api.post("/subscriptions", {"subscription_id": "S1", "account_id": "K1", "started_on": "2025-01-01", "mrr": 50})
    told = api.get("/metrics/mrr?as_of=2025-02-01")
    assert (told["value"], told["rows"]["items"][0]["account_id"], told["next"]) == (50, "K1", None)
    assert api.get("/reports/kpis?as_of=2024-12-31")["items"][0]["metrics"]["mrr"]["value"] in (None, 0)
    report = api.get("/reports/kpis?months=2025-01..2025-03")["items"]
    assert [day["metrics"]["mrr"]["value"] for day in report] == [50, 50, 50]
    assert "mrr" in {one["key"] for one in api.get("/metrics")["items"]}
    assert api.get("/metrics/mrr/readings")["unit"] == "money"


def test_problems_are_told_in_the_language_of_whoever_asks(api):
    told = json.loads(api.answer("/accounts/none", accept_language="fi").content)
    assert told["detail"].startswith("Sellaista ei ole")


def test_a_list_does_the_same_number_of_queries_however_long_it_is(api, django_assert_max_num_queries):
    api.post("/accounts", *({"account_id": f"K{number}", "parent_id": "K0"} for number in range(30)))
    with django_assert_max_num_queries(8):
        assert len(api.get("/accounts")["items"]) == 30
