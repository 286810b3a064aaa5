"""The audit log: who may read it, how it is filtered and paged, what is in it, and what never is."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from loiste.accounts import audit_log, invitations, links, our_settings, team, verbs
from loiste.accounts.actors import COMMAND_LINE, Machine
from loiste.accounts.audit import line, write, write_all
from loiste.accounts.audit_log import Asked
from loiste.accounts.hand import add_note, set_attributes
from loiste.accounts.models import Account, Audit, User
from loiste.cli.main import main
from loiste.organisation import config
from loiste.pages.audit.changes import Change, changes
from loiste.sources.inbox import keys
from tests.integration.entering import audit, enter
from tests.integration.importing import take
from tests.reading import text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def owner(client, home, people):
    client.force_login(people["owner"])
    return client


@pytest.fixture
def log(people):
    """A hundred and twenty lines, one each minute, the first 25 of them of the same moment."""
    actions, subjects = ("account.change", "view.save", "brew.tea"), ("acc_one", "acc_two")
    by = (people["owner"], COMMAND_LINE, keys.Holder(None, ("read",), "till", origin="api 10.0.0.9"))
    people["owner"].origin = "page 10.0.0.1"
    write_all(
        line(by[n % 3], actions[n % 3], subjects[n % 2], NOW + timedelta(minutes=max(n - 24, 0)),
             before={"tier": None}, after={"tier": f"level-{n}"})
        for n in range(120)
    )  # fmt: skip
    return list(Audit.objects.order_by("-at", "-id").values_list("pk", flat=True))


def test_administrators_read_it_and_nobody_else(client, home, people, log, monkeypatch):
    monkeypatch.setenv("LOISTE_HOME", str(home))
    for who, status in (("owner", 200), ("colleague", 403), ("read_only", 403), ("stranger", 302)):
        client.force_login(people[who])
        assert {client.get(where).status_code for where in ("/audit/", "/audit/export/")} == {status}, who
        if status != 200:
            with pytest.raises(PermissionDenied):
                audit_log.lines(people[who], Asked())
            with pytest.raises(PermissionDenied):
                audit_log.export_log(Asked(), by=people[who], now=NOW)
        shown = "Audit log" in client.get("/team/").content.decode()
        assert shown == (status == 200)
        client.logout()
    assert client.get("/audit/").status_code == 302
    assert isinstance(CliRunner().invoke(main, ["--as", "reader@example.org", "audit"]).exception, PermissionDenied)


def test_pages_lead_from_the_newest_line_to_the_oldest_and_back(people, log):
    found = audit_log.lines(people["owner"], Asked())
    pages = [audit_log.page(found, "", "", 40)]
    while pages[-1].older:
        pages.append(audit_log.page(found, "older", pages[-1].older, 40))
    assert [row.pk for one in pages for row in one.rows] == log
    assert not pages[0].newer
    back = audit_log.page(found, "newer", pages[2].newer, 40)
    assert [row.pk for row in back.rows] == [row.pk for row in pages[1].rows]


@pytest.mark.parametrize("asked, lines", [
    ("", 120), ("who=OWNER", 40), ("who=owner%40example", 40), ("who=till", 40), ("who=nobody", 0),
    ("action=brew.tea", 40), ("action=none", 0), ("subject=acc_one", 60), ("subject=acc_", 0),
    ("origin=page", 40), ("origin=api", 40), ("origin=cli", 40), ("origin=worker", 0),
    ("since=2026-11-20", 120), ("since=2026-11-21", 0), ("until=2026-11-20", 120), ("until=2026-11-19", 0),
    ("action=brew.tea&subject=acc_one&origin=api&who=TILL&since=2026-11-20", 20),
])  # fmt: skip
@pytest.mark.parametrize("few", [1_000, 5])
def test_filters_keep_what_they_say_whether_few_lines_meet_them_or_many(owner, log, monkeypatch, asked, lines, few):
    monkeypatch.setattr(audit_log, "FEW", few)
    shown = text(owner.get(f"/audit/?{asked}"))
    assert ("No line matches" in shown) == (lines == 0)
    rows = list(csv.reader(io.StringIO(owner.get(f"/audit/export/?{asked}").getvalue().decode("utf-8-sig"))))
    assert len([row for row in rows[1:] if row[3] != "audit.export"]) == lines


def test_so_many_different_people_are_found_by_what_is_written(people, log, monkeypatch):
    monkeypatch.setattr(audit_log, "MOST", 2)
    assert audit_log.lines(people["owner"], Asked(who="TILL")).count() == 40
    assert audit_log.lines(people["owner"], Asked(origin="api")).count() == 40


def test_days_are_those_of_the_organisation(owner, people):
    for hour in (21, 22):  # 23:00 on the 19th and midnight of the 20th in Helsinki
        write(people["owner"], f"at.{hour}", "", datetime(2026, 11, 19, hour, tzinfo=UTC))
    shown = text(owner.get("/audit/?since=2026-11-20"))
    assert "at.22<" in shown.split("<ol")[1] and "at.21<" not in shown.split("<ol")[1]
    assert "at.21<" in text(owner.get("/audit/?until=2026-11-19")).split("<ol")[1]


@pytest.mark.parametrize("asked", ["since=yesterday", "until=9999-12-31", "older=x", "newer=2026-11-20_1", "older=_"])
def test_an_address_that_cannot_be_read_is_refused_in_words(owner, asked):
    assert owner.get(f"/audit/?{asked}").status_code == 400


def test_a_page_of_any_lines_asks_a_bounded_number_of_questions(owner, log, people):
    def asked():
        with CaptureQueriesContext(connection) as found:
            assert owner.get("/audit/").status_code == 200
        return len(found)

    few = asked()
    accounts = Account.objects.bulk_create(Account(ref=f"A{n}", name=f"Asiakas {n}") for n in range(40))
    write_all(line(people["owner"], "account.change", one.public_id, NOW + timedelta(days=1)) for one in accounts)
    assert asked() <= few + 1


def test_a_line_says_what_was_done_in_words_with_the_way_to_it(owner, home, people):
    take(home, "accounts", "account_id,name\nA1,Ahven Oy\n")
    account = Account.objects.get()
    set_attributes(home, {account: {"tier": "gold"}}, day=NOW.date(), by=people["owner"], now=NOW)
    shown = text(owner.get(f"/audit/?subject={account.public_id}"))
    assert "Changed facts of an account" in shown and f'<a href="/accounts/{account.public_id}/">Ahven Oy</a>' in shown
    assert "<del>empty</del>" in shown and "<ins>gold</ins>" in shown
    assert f"/audit/?subject={account.public_id}" in text(owner.get(f"/accounts/{account.public_id}/"))
    run = text(owner.get("/audit/?action=import.done"))
    assert "Imported a file" in run and "file.csv" in run and "Accepted:</span> 1" in run
    people["owner"].language = "fi"
    people["owner"].save()
    assert "Muutti asiakkuuden tietoja" in text(owner.get("/audit/"))


def test_an_action_without_words_and_a_thing_that_is_gone_show_their_names(owner, log):
    shown = text(owner.get("/audit/"))
    assert "brew.tea" in shown and "acc_one" in shown


def test_what_a_line_holds_cannot_become_part_of_the_page(owner, people):
    write(Machine("<b>x</b>"), "<i>y", "<u>z", NOW, before={"<s>k": "<q>v"}, after=["<p>", 1])
    shown = text(owner.get("/audit/")).split("<ol")[1]
    assert not re.search(r"<(b|i|u|s|q|p)>", shown) and "&lt;q&gt;v" in shown


def test_differences_say_old_and_new(home):
    zone = config.load(home).zone
    assert changes({"a": 1, "b": 2}, {"a": 1, "b": 3}, zone) == [Change("b", "2", "3")]
    assert changes(None, {"role": "admin", "tags": []}, zone) == [
        Change("Role", None, "Admin"), Change("Tags", None, "empty")
    ]  # fmt: skip
    assert changes({"x": {"y": True}}, None, zone) == [Change("x.y", "yes", None)]
    assert len(changes(None, "z" * 500, zone)[0].new) == 201


def test_an_export_runs_nothing_in_a_spreadsheet_and_is_a_line_itself(owner, people):
    write(Machine("=1+1", origin="@SUM(A1)"), "+cmd|' /C calc'!A0", "-2+3", NOW, after="\t=x")
    answer = owner.get("/audit/export/?who=%3D1")
    assert answer.streaming and "attachment" in answer["Content-Disposition"]
    head, row = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert tuple(head) == audit_log.COLUMNS
    assert row[1:5] == ["'=1+1", "'@SUM(A1)", "'+cmd|' /C calc'!A0", "'-2+3"] and json.loads(row[6]) == "\t=x"
    last = audit()[-1]
    assert (last.action, last.by, last.after) == ("audit.export", "owner@example.org", {"who": "=1"})
    assert last.origin.startswith("page")


def test_the_command_prints_the_same_lines(home, people, log, monkeypatch):
    monkeypatch.setenv("LOISTE_HOME", str(home))

    def said(*words):
        return CliRunner().invoke(main, ["audit", "--action", "brew.tea", *words], catch_exceptions=False).output

    assert len(said("--by", "TILL").splitlines()) == 40
    rows = json.loads(said("--json", "--since", "2026-11-20", "--until", "2026-11-20", "--subject", "acc_one"))
    assert len(rows) == 20 and set(rows[0]) == set(audit_log.COLUMNS)
    assert rows[0]["at"] > rows[-1]["at"]
    assert len(said("--csv", "--origin", "api").splitlines()) == 41
    assert [one.action for one in audit()[-2:]] == ["audit.export"] * 2
    assert json.loads(said("--json", "--by", "nobody")) == []
    assert CliRunner().invoke(main, ["audit", "--json", "--csv"]).exit_code == 2
    assert CliRunner().invoke(main, ["audit", "--since", "x"]).exit_code == 2


def test_changed_settings_are_kept_with_what_they_were(home, people):
    wanted = config.parse("name: Uusi\nlanguage: en\nsign_in: {two_factor: required}\nmetrics: {nps: {target: 40}}", "x")
    with pytest.raises(PermissionDenied):
        our_settings.apply_settings(home, wanted, by=people["colleague"], now=NOW)
    assert config.load(home).name == "Test" and not audit()
    for _twice in range(2):
        our_settings.apply_settings(home, wanted, by=people["owner"], now=NOW)
    (one,) = audit()
    assert one.action == "settings.change" and config.load(home).name == "Uusi"
    assert one.before["name"] == "Test" and one.after["name"] == "Uusi" and one.after["metrics.nps.target"] == "40"
    assert (one.before["sign_in.two_factor"], one.after["sign_in.two_factor"]) == ("optional", "required")
    assert "currency" not in one.after


def test_no_secret_and_no_typed_password_comes_into_it(client, home, people):
    secret = "a typed secret 4711"  # noqa: S105
    user = team.add_user("new@example.org", name="New", role="leader", password=secret, by=people["owner"], now=NOW)
    key = keys.add_key("till", scopes=["ingest"], source=None, by=people["owner"], now=NOW)
    _made, token = invitations.invite(
        "in@example.org", name="", role="leader", language="", by=people["owner"], now=NOW
    )
    _uid, link = links.new_password_key(user, by=people["owner"], now=NOW)
    take(home, "accounts", "account_id,name\nA1,Ahven Oy\n")
    account = Account.objects.get()
    add_note(home, account, secret, kind="note", at=NOW, day=NOW.date(), by=people["owner"], now=NOW)
    verbs.archive_account(account, by=people["owner"], now=NOW)
    enter(client, secret, secret)
    enter(client, "owner@example.org", secret)
    enter(client, "new@example.org", secret)
    told = json.dumps([[row.by, row.origin, row.action, row.subject, row.before, row.after] for row in audit()])
    hashes = [one.password for one in User.objects.all()] + [keys.hashed(key), keys.hashed(token)]
    assert {"user.add", "key.add", "invitation.make", "sign_in", "sign_in.failed"} <= {row.action for row in audit()}
    assert [one for one in (secret, key, token, link, *hashes) if one and one in told] == []
