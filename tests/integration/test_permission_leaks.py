"""What one may not see is answered like what does not exist: same status, same words, same number of queries."""

from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from loiste.accounts.models import Account, BulkEdit, Reach, Role, User, View
from loiste.cli.main import main
from loiste.judgement.models import Alert, RenewalCall
from tests.integration import test_permission_table as table
from tests.integration.test_permission_table import DAY, NOW, RIGHTS, person
from tests.reading import TOKEN, text

installation, things = table.installation, table.things
PART = {"hx-request": "true"}
WAYS: list[tuple[str, dict[str, str]]] = [("get", {}), ("get", PART), ("post", {}), ("post", PART)]
FORM = {"name": "tier", "value": "gold", "kind": "note", "text": "x"}
OPEN = {"metric", "metric_rows"}  # named by the key of a metric, which everyone may know


def named_pages() -> list[tuple[str, str]]:
    """Right and name of the pages whose address names a thing."""
    every = [(right, name) for right, (pages, _commands) in RIGHTS.items() for name in pages]
    found = get_resolver().reverse_dict
    return [(right, name) for right, name in every if found.getlist(name)[0][0][0][1] and name not in OPEN]


@pytest.fixture
def others(things):
    """Things of another person's, by the beginning of the names of pages; one's own are made for comparison."""
    other = User.objects.create_user("other@example.org", None, name="other")
    account = Account.objects.get(name="Vaahtera Oy")
    fields = {"what": "tier", "at": NOW, "accounts": 0, "before": {}, "after": {}}
    alert = {"sort": "worry", "severity": "high"}
    session = other.usersession_set.create(ip="192.0.2.1", session_key="s" * 32, user_agent="x")
    Session.objects.create(session_key="s" * 32, session_data="", expire_date=NOW)
    return {
        "account": account.public_id, "session": session.pk,
        "alert": Alert.objects.create(account=account, opened_on=DAY, at=NOW, rule="turned_red", **alert).public_id,
        "flag": Alert.objects.create(account=account, opened_on=DAY, at=NOW, raised_by=other, **alert).public_id,
        "renewal_call": account.public_id,
        "renewal_take_back": RenewalCall.objects.create(account=account, about=DAY, at=NOW, day=DAY).public_id,
        "view": View.objects.create(name="theirs", owner=other).public_id,
        "bulk": BulkEdit.objects.create(by=other, **fields).public_id,
    }  # fmt: skip


def addresses(name: str, user: User, things: dict[str, Any], others: dict[str, Any]) -> tuple[str, str]:
    """Of the thing that is there, and of one that is not."""
    theirs = None if name.startswith("alert_rule") else others.get(name, others.get(name.partition("_")[0]))
    words = [theirs] if theirs is not None else table.arguments(name, things, user)
    words += table.MORE.get(name, [])
    none = 999_999 if isinstance(words[0], int) else words[0][:-4] + "none"
    return reverse(name, args=words), reverse(name, args=[none, *words[1:]])


def asked(client, method: str, where: str, heads: dict[str, str]) -> tuple[int, str, int]:
    """Status, page without tokens and addresses, number of queries."""
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(where, FORM if method == "post" else None, headers=heads)
    return answer.status_code, text(answer, where), len(queries)


def of_account(name: str) -> bool:
    """Whether the page is about an account, which not everyone may see."""
    about = ("account", "alert", "flag", "renewal_call", "renewal_take_back")
    return name.startswith(about) and not name.startswith("alert_rule")


def hidden(name: str, user: User) -> bool:
    """Whether the thing of another is out of this person's sight."""
    if of_account(name):
        return not user.sight().everything
    return name.startswith(("view", "session")) or (name.startswith("bulk") and user.role != Role.ADMIN)


@pytest.mark.parametrize("role", Role)
def test_what_is_not_for_one_to_see_answers_as_what_does_not_exist(client, things, others, role):
    user = person(role, Reach.OWN)
    client.force_login(user)
    client.get("/you/")  # what the first request of a session does is done
    told = [*differing(client, user, named_pages(), things, others)]
    user.reach = Reach.TEAM
    user.save(update_fields=["reach"])
    accounts = [(right, name) for right, name in named_pages() if name.startswith("account")]
    told += differing(client, user, accounts, things, others)
    assert told == []


def differing(
    client, user: User, pages: list[tuple[str, str]], things: dict[str, Any], others: dict[str, Any]
) -> Iterator[tuple[object, ...]]:
    """Pages that tell apart what is there and what is not: by what they answer, or by how much they ask."""
    for right, name in pages:
        out = hidden(name, user)
        if not out and (right == "-" or of_account(name) or table.allowed(user, right)):
            continue
        there, nowhere = addresses(name, user, things, others)
        for method, heads in WAYS if out else WAYS[::3]:  # a right is asked for before anything is looked for
            found, missing = (asked(client, method, where, heads) for where in (there, nowhere))
            refusals = {405, 404 if out else 403, 404 if table.allowed(user, right) else 403}
            if found != missing or found[0] not in refusals:
                yield name, user.reach, method, heads, found[0], missing[0], found[2], missing[2]


def test_an_account_merged_away_out_of_reach_is_not_there_either(client, things):
    client.force_login(person(Role.LEADER, Reach.OWN))
    client.get("/you/")
    gone = Account.objects.exclude(merged_into=None).get()
    found, missing = (asked(client, "get", f"/accounts/{one}/", {}) for one in (gone.public_id, "acc_none"))
    assert found[:2] == missing[:2] and found[0] == 404
    assert found[2] - missing[2] <= 2  # it is looked whether it was merged into one that may be seen


# Where a thing is named in a form or in the query: {} stands for what is out of reach, or for what is not there.
ASKS = [
    ("get", "accounts", {"view": "{view}"}), ("get", "accounts", {"q": "{account}"}), ("get", "accounts", {"q": "{name}"}),
    ("get", "accounts_export", {"q": "{name}"}), ("get", "search", {"q": "{name}"}), ("get", "search", {"q": "{account}"}),
    ("get", "accounts", {"owner": "{owner}"}), ("post", "bulk", {"row": "{account}", "what": "tier", "value": "x"}),
    ("post", "bulk", {"all": "1", "query": "q={name}", "what": "tier", "value": "x"}),
    ("get", "metric_rows", {"account": "{account}"}), ("get", "account", {"day": "2026-01-01", "part": "{account}"}),
]  # fmt: skip


@pytest.mark.parametrize("role", [Role.LEADER, Role.READ_ONLY])
def test_what_is_named_in_a_form_or_query_is_told_no_more_of(client, things, others, role):
    client.force_login(user := person(role, Reach.OWN))
    client.get("/you/")
    there = {"name": "Vaahtera", "owner": "other", **others}
    nowhere = {"name": "Nobodys", "owner": "nobdy", "view": "viw_none", "account": "acc_none"}
    own, different = Account.objects.get(name="Omena Oy"), []
    for method, page, words in ASKS:
        where = table.address(page, things, own, user)
        told = []
        for names in (there, nowhere):
            said = {key: value.format(**names) for key, value in words.items()}
            getattr(client, method)(where, said)  # so that what is kept in memory is kept for both
            with CaptureQueriesContext(connection) as queries:
                answer = getattr(client, method)(where, said)
            content = answer.getvalue().decode()
            for value in words.values():
                content = content.replace(value.format(**names), "")
            back = answer.headers.get("Location", "")
            for value in names.values():
                back = back.replace(str(value), "")
            told.append((answer.status_code, back, TOKEN.sub("", content), len(queries)))
        if told[0] != told[1]:
            different.append((page, words, [(one[0], one[1], one[3]) for one in told], told[0][2] == told[1][2]))
    assert different == [], different


def test_the_command_line_tells_as_little_of_what_is_out_of_reach(things, others, installation, monkeypatch):
    person(Role.LEADER, Reach.OWN)
    monkeypatch.setenv("LOISTE_HOME", str(installation))
    told = []
    for name in ("K2", others["account"], "nobody"):
        with CaptureQueriesContext(connection) as queries:
            result = CliRunner().invoke(main, ["--as", "me@example.org", "explain", "mrr", "--account", name])
        told.append((result.exit_code, result.output.replace(name, ""), len(queries)))
    assert told[0] == told[1] == told[2] and told[0][0] == 1


def test_a_parent_out_of_reach_is_not_named_with_its_account(client, things):
    own, parent = Account.objects.get(name="Omena Oy"), Account.objects.get(name="Vaahtera Oy")
    Account.objects.filter(pk=own.pk).update(parent=parent)
    client.force_login(user := person(Role.LEADER, Reach.OWN))
    assert "Vaahtera" not in text(page := client.get(f"/accounts/{own.public_id}/")) and page.status_code == 200
    User.objects.filter(pk=user.pk).update(reach=Reach.ALL)
    assert "Vaahtera" in text(client.get(f"/accounts/{own.public_id}/"))
