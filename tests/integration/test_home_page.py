"""Home: what changed of one's accounts, their alerts, whose health moved, what is unmatched; and who lands there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts.models import Account, Reach, Unmatched, User
from loiste.judgement.models import Alert, Health, Judged, Membership, Override, Score
from loiste.metrics.models import Standing
from tests.reading import text

pytestmark = pytest.mark.django_db
TODAY, NOW = date(2026, 11, 20), datetime(2026, 11, 20, 10, tzinfo=UTC)
YESTERDAY, LONG_AGO = TODAY - timedelta(days=1), TODAY - timedelta(days=60)
MINE, THEIRS = "Colleague", "Somebody"


@pytest.fixture(autouse=True)
def still(monkeypatch):
    from loiste.pages.alerts import deeds
    from loiste.pages.home import views

    for module in (views, deeds):
        monkeypatch.setattr(module, "now", lambda: NOW)


def scored(account, *said):
    """Rows of scores, and where the account stands by the last of them."""
    rows = [Score(account=account, as_of=day, score=score, band=band, coverage=1) for day, score, band in said]
    Score.objects.bulk_create(rows)
    last, first = rows[-1], rows[0]
    Health.objects.create(
        account=account, score=last.score, band=last.band, coverage=1, since=last.as_of, before=first.score,
        change=last.score - first.score,
    )  # fmt: skip


def alert(account, stake, **more):
    said = {"sort": "worry", "severity": "high", "rule": "ticket_flood", "opened_on": LONG_AGO, "currency": "EUR"}
    evidence = [{"metric": "ticket_volume", "test": "at_least", "bound": 8.0, "value": 9.0}]
    return Alert.objects.create(
        account=account, at=NOW, stake=stake * 1_000_000, **{"evidence": evidence, **said, **more}
    )


@pytest.fixture
def accounts(home, people):
    """Omena turned red and Pihlaja green yesterday, Kuusi changed long ago; Vaahtera is somebody else's."""
    found = {}
    for name, owner, mrr in (
        ("Omena", MINE, 900),
        ("Pihlaja", MINE, 300),
        ("Kuusi", MINE, None),
        ("Vaahtera", THEIRS, 700),
    ):
        found[name] = Account.objects.create(ref=name, name=f"{name} Oy", owner=owner)
        Standing.objects.create(account=found[name], mrr=mrr and mrr * 1_000_000)
    for day in (LONG_AGO, TODAY - timedelta(days=30), YESTERDAY):
        Judged.objects.create(as_of=day, at=NOW, accounts=4)
    scored(found["Omena"], (LONG_AGO, 80, "green"), (YESTERDAY, 30, "red"))
    scored(found["Pihlaja"], (LONG_AGO, 50, "yellow"), (YESTERDAY, 90, "green"))
    scored(found["Kuusi"], (LONG_AGO, 50, "yellow"))
    scored(found["Vaahtera"], (LONG_AGO, 90, "green"), (YESTERDAY, 20, "red"))
    alert(found["Omena"], 900, opened_on=YESTERDAY)
    alert(found["Pihlaja"], 9000)
    alert(found["Kuusi"], 1, rule="turned_red", state="closed", closed_on=TODAY, closed_because="hand")
    alert(found["Vaahtera"], 50_000, opened_on=YESTERDAY)
    Membership.objects.create(
        account=found["Pihlaja"], segment="new_customers", version=0, from_day=LONG_AGO, to_day=YESTERDAY
    )
    Membership.objects.create(
        account=found["Kuusi"], segment="new_customers", version=0, from_day=TODAY, by_rule_in=True
    )
    Override.objects.create(
        account=found["Kuusi"], author=people["owner"], reason="They said so", score=70, at=NOW, day=TODAY,
        expires=TODAY + timedelta(days=9),
    )  # fmt: skip
    return found


def look(client, user, **query):
    client.force_login(user)
    answer = client.get("/home/", query)
    assert answer.status_code == 200
    return answer


def told(answer):
    """By account what changed, in the order of the page."""
    return {one.account.ref: [line.text for line in one.lines] for one in answer.context["changes"].entries}


def test_what_changed_of_my_accounts_is_told_account_by_account_those_that_pay_most_first(client, accounts, people):
    page = look(client, people["colleague"])
    assert told(page) == {
        "Omena": ["Health: Good → At risk", "Alert: Flood of tickets"],
        "Pihlaja": ["Health: Watch → Good", "Left the segment: New customers"],
        "Kuusi": ["Alert ended: Health turned red, closed by hand", "Override to 70 by Owner: They said so"],
    }
    assert list(told(page)) == ["Omena", "Pihlaja", "Kuusi"] and "Vaahtera" not in text(page)
    assert told(look(client, people["colleague"], as_of="2026-11-17")) == {}
    past = look(client, people["colleague"], as_of="2026-11-17")
    assert "Last judged as of" in text(past) and "Alerts stand here as of today only" in text(past)
    assert "entries" not in past.context
    longer = told(look(client, people["colleague"], as_of=LONG_AGO.isoformat(), days="28"))
    assert longer == {
        "Pihlaja": ["Alert: Flood of tickets", "Came into the segment: New customers"],
        "Kuusi": ["Alert: Health turned red"],
    }


def test_my_alerts_stand_with_stake_and_evidence_and_what_is_done_with_one_leads_back_home(client, accounts, people):
    page = look(client, people["colleague"], days="7")
    assert [one.alert.account.ref for one in page.context["entries"]] == ["Pihlaja", "Omena"]
    assert "Tickets: 9 (alert from 8)" in text(page) and "€9,000" in text(page)
    one = page.context["entries"][0].alert
    said = {"until": "2026-11-27", "reason": "on holiday", "from": "home", "query": "days=7&page=2&next=//evil"}
    done = client.post(f"/alerts/{one.public_id}/snooze/", said)
    assert done["Location"] == f"/home/?days=7&undo={one.public_id}#alerts"
    again = client.get(done["Location"])
    assert "put aside until" in text(again) and [e.alert.account.ref for e in again.context["entries"]] == ["Omena"]
    assert "snooze/" not in text(look(client, people["read_only"], scope="all"))


def test_whose_health_moved_is_the_same_from_where_accounts_stand_and_from_the_rows_of_a_past_day(
    client, accounts, people
):
    page = look(client, people["colleague"])
    fell, rose = ([(one.account.ref, float(one.change.value)) for one in page.context[way]] for way in ("fell", "rose"))
    assert (fell, rose) == ([("Omena", -50)], [("Pihlaja", 40)])
    assert f"/health/?from={YESTERDAY - timedelta(days=28)}&amp;to={YESTERDAY}" in page.content.decode()
    Judged.objects.create(as_of=TODAY, at=NOW, accounts=4)
    past = look(client, people["colleague"], as_of=YESTERDAY.isoformat())
    assert [one.account.ref for one in past.context["fell"]] == ["Omena"] and past.context["fell"][0].spark is not None


def test_one_looks_as_far_as_one_may_and_who_owns_nothing_is_told_how_accounts_become_theirs(client, accounts, people):
    colleague = people["colleague"]
    assert "Vaahtera Oy" in text(look(client, colleague, scope="all"))
    User.objects.filter(pk=colleague.pk).update(reach=Reach.OWN)
    narrow = look(client, User.objects.get(pk=colleague.pk), scope="all")
    assert "Vaahtera" not in text(narrow) and narrow.context["wish"].scopes == ("mine",)
    Unmatched.objects.create(source="web", what="account", ref="u1", signals=7, first_at=NOW, last_at=NOW)
    assert "Unmatched data" not in text(narrow)
    none = text(look(client, people["read_only"]))
    assert "No account is yours yet" in none and "with 7 signals that count for no account" in none
    client.force_login(people["stranger"])
    assert client.get("/home/").status_code == 302


def test_who_owns_accounts_lands_at_home_and_others_on_the_dashboard(client, accounts, people):
    assert client.get("/")["Location"] == "/sign-in/"
    for name, where in (("colleague", "/home/"), ("owner", "/")):
        said = {"login": people[name].email, "password": "correct horse battery"}
        assert client.post("/sign-in/", said)["Location"] == where
        client.logout()


def test_home_asks_as_often_for_many_accounts_as_for_few(client, accounts, people):
    few = asked(client, people["colleague"])
    many = [Account.objects.create(ref=f"M{n}", name=f"Monta {n} Oy", owner=MINE) for n in range(30)]
    for account in many:
        scored(account, (LONG_AGO, 80, "green"), (YESTERDAY, 20, "red"))
        alert(account, 5, opened_on=YESTERDAY)
    assert asked(client, people["colleague"]) == few
    assert look(client, people["colleague"]).context["changes"].total == 33


def asked(client, user):
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/home/").status_code == 200
    return len(queries)
