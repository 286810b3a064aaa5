"""docs/permissions.md tried out: every page and command, for every role and every reach, whole pages and parts alike."""

from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from loiste.accounts import bulk, hand, verbs
from loiste.accounts.act import Act
from loiste.accounts.merging import merge_accounts
from loiste.accounts.models import Account, Audit, BulkEdit, Contact, Invitation, Reach, Role, Unmatched, User, View
from loiste.accounts.permissions import EVERYTHING, Extent, Right, extent_of
from loiste.accounts.projection import project
from loiste.cli.main import main
from loiste.judgement.models import Alert, RenewalCall
from loiste.judgement.overrides import override_score
from loiste.metrics import standing
from loiste.organisation.config import Organisation
from loiste.privacy.models import Erasure
from loiste.sources.models import Import, Key, RefusedEvent, SavedMapping, Source, Upload
from tests.repo.places import ROOT
from tests.repo.test_permissions import PLACES, named
from tests.world import World

NOW, DAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
OWNERS = {"Omena Oy": "own", "Pihlaja Oy": "mate", "Vaahtera Oy": "other"}
SEEN = {Reach.OWN: {"Omena Oy"}, Reach.TEAM: {"Omena Oy", "Pihlaja Oy"}, Reach.ALL: set(OWNERS)}
WHO = [(Role.ADMIN, Reach.OWN), *((role, reach) for role in list(Role)[1:] for reach in Reach)]
RIGHTS = {row[0]: (named(row[2]), named(row[3])) for row in PLACES}
READS = {"-", "`look`", "`sources`", "`audit`"}
FORMS = [{}, {"hx-request": "true"}]  # a whole page, and a part
WRITES = {  # of what is one's own
    "view_rename", "view_delete", "view_default", "language", "theme", "session_end", "sessions_end_others",
    "you_notices", "notices_seen",
}  # fmt: skip
MORE = {"account_signal": ["usage", "0" * 32], "account_override_end": ["ovr_none"]}  # what else stands in an address
LISTS = {
    "home", "alerts", "flags", "renewals", "renewals_export", "renewal_calls", "accounts", "accounts_export", "search",
    "metric", "metric_rows", "dashboard", "health_models", "health_model",
}  # fmt: skip


@pytest.fixture
def installation(home, db, settings):
    """Three accounts of three owners, one thing of each kind, and the person who is asked about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = World(home)
    for number, (name, owner) in enumerate(OWNERS.items()):
        world.account(f"K{number}", "2025-01-01", name=name, owner=owner, industry=f"branch-{owner}")
        world.subscription(f"S{number}", f"K{number}", "2025-01-01", mrr=100 + number)
        world.usage(f"K{number}", "2026-03-01", who=f"P{number}")
        world.tell(
            "contact", ref=f"P{number}", contact_ref=f"P{number}", account_ref=f"K{number}", text=f"Person {name}"
        )
    world.account("K8", "2025-01-01", name="Kaksonen Yksi", owner="other").account(
        "K9", "2025-01-01", name="Kaksonen Kaksi"
    )
    world.save()
    project(home, as_of=DAY)
    standing.fill(home, Organisation(name="Test"), today=DAY, now=NOW)
    return home


def person(role: Role, reach: Reach) -> User:
    User.objects.create_user("mate@example.org", None, name="mate", team="north")
    return User.objects.create_user("me@example.org", None, name="own", role=role, reach=reach, team="north")


@pytest.fixture
def things(installation):
    """What addresses name, by the name of the page or the beginning of it."""
    admin = User.objects.create_user("admin@example.org", None, role=Role.ADMIN)
    source = Source.objects.create(name="web", made_at=NOW)
    run = Import.objects.create(kind="usage", file_name="usage.csv", by="x", at=NOW, report={"read": 0}, header=["a"])
    refused = RefusedEvent.objects.create(source=source, wire="segment", received_at=NOW, code="no_json", body=b"{}")
    lost = Unmatched.objects.create(source="web", what="account", ref="u1", signals=1, first_at=NOW, last_at=NOW)
    twins = [Account.objects.get(name__startswith=f"Kaksonen {number}") for number in ("Yksi", "Kaksi")]
    alert = {"sort": "worry", "severity": "high", "opened_on": DAY, "at": NOW, "rule": "turned_red"}
    return {
        "alert": Alert.objects.create(account=Account.objects.get(name="Omena Oy"), **alert).public_id,
        "renewal_call": Account.objects.get(name="Omena Oy").public_id,
        "renewal_take_back": RenewalCall.objects.create(account=Account.objects.get(name="Omena Oy"), about=DAY, at=NOW, day=DAY).public_id,
        "flag": Alert.objects.create(account=Account.objects.get(name="Omena Oy"), **alert | {"rule": ""}).public_id,
        "source": source.public_id, "key": Key.objects.create(name="k", hash="h", source=source, made_at=NOW).public_id,
        "import": run.public_id, "mapping": SavedMapping.objects.create(name="m", kind="usage", by="x", at=NOW).public_id,
        "upload": Upload.objects.create(kind="usage", file_name="u.csv", size=1, by="x", at=NOW).public_id,
        "erasure": Erasure.objects.create(pseudonym="erased-1", by="x", at=NOW, state="done").public_id,
        "refused_event": refused.pk, "unmatched": lost.pk, "match": lost.pk,
        "person": User.objects.create_user("one@example.org", None).public_id,
        "invitation": Invitation.objects.create(email="x@example.org", by="x", at=NOW, until=NOW).public_id,
        "merge": merge_accounts(Act(installation, admin, NOW, DAY), *twins).public_id,
    }  # fmt: skip


def address(name: str, things: dict, account: Account | None, user: User) -> str:
    if name.startswith("account_") and name != "accounts_export":
        extra = MORE.get(name, [])
        return reverse(name, args=[account.public_id, *extra])
    if name == "account":
        return reverse(name, args=[account.public_id])
    if name in ("metric", "metric_rows"):
        return reverse(name, args=["mrr"])
    return reverse(name, args=arguments(name, things, user))


def arguments(name: str, things: dict, user: User) -> list[object]:
    if name == "tier_text":
        return ["tier", "high"]
    if name.startswith("view_"):
        return [View.objects.get_or_create(name="mine", owner=user)[0].public_id]
    if name == "bulk_undo":
        fields = {"what": "tier", "by": user, "at": NOW, "accounts": 0, "before": {}, "after": {}}
        return [BulkEdit.objects.create(**fields).public_id]
    if name.startswith("alert_rule") and name != "alert_rules":
        return ["turned_red"]
    if name.startswith("alert_") and name != "alert_rules":
        return [things["alert"]]
    if name in ("renewal_call", "renewal_take_back") or name.startswith("flag_"):
        return [things[name if name in things else "flag"]]
    if name.startswith("person"):
        return [things["person"]]
    if name in ("health_model", "rehearsal_ask") or (name.startswith("model_") and name != "model_new"):
        return ["low_touch"]
    if name in ("segment", "segment_switch"):
        return ["new_customers"]
    kept = {
        "invitation_withdraw": "invitation", "session_end": "unmatched",
        "source_light": "source", "key_add": "source", "source_settings": "source", "key_revoke": "key",
        "import_rejected": "import", "mend": "import", "mapping_save": "import", "unmatched_one": "unmatched",
        "merge_undo": "merge",
    }  # fmt: skip
    for start in ("mapping_", "upload"):
        if name.startswith(start) and name != "mapping_save":
            return [things[start.strip("_")]]
    wanted = kept.get(name, name)
    plain = {"unmatched", "merge", "match"} & {name} - {"match"}
    return [things[wanted]] if wanted in things and not plain else []


def answers(client, read: bool, where: str, forms=FORMS) -> list[int]:
    """The status of the whole page and of the part."""
    ask = client.get if read else client.post
    return [ask(where, headers=headers).status_code for headers in forms]


def reads(right: str, name: str) -> bool:
    return name in ("person", "privacy", "erasure") or (right in READS and name not in WRITES)


def allowed(user: User, right: str) -> bool:
    if right == "-":
        return True
    extent = extent_of(user.role, Right(named(right)[0]))
    return extent in (Extent.YES, Extent.REACH) or (extent is Extent.ALL and user.sight() == EVERYTHING)


@pytest.mark.parametrize("role, reach", WHO)
def test_every_page_answers_as_the_table_says(client, things, role, reach):
    user = person(role, reach)
    client.force_login(user)
    seen, turn, wrong = SEEN[Reach.ALL if role == Role.ADMIN else reach], list(Reach).index(reach), []
    for right, (pages, _commands) in RIGHTS.items():
        for number, name in enumerate(pages):
            read = reads(right, name)
            of_account = name == "account" or name.startswith("account_")
            for one in Account.objects.filter(name__in=OWNERS) if of_account else [None]:
                expected = 403 if not allowed(user, right) else 404 if one and one.name not in seen else None
                by_turns = expected is None and role != Role.ADMIN  # from one reach to the next: pages take their time
                forms = [FORMS[(number + turn) % 2]] if by_turns else FORMS
                found = answers(client, read, address(name, things, one, user), forms)
                if name in MORE and expected is None:
                    expected = 404  # there is no such thing of it; what matters is that nothing else is told
                wrong += [
                    (name, one and one.name, expected, got) for got in found if not fits(got, expected, one, read)
                ]
    assert wrong == []


def fits(status: int, expected: int | None, one: Account | None, read: bool) -> bool:
    """Refused as expected; or answered in some other way. Out of reach and without the right, 404 will do, too.

    What an earlier request has changed, or an empty form names nothing of, is not found by those who may, either.
    """
    if expected is None:
        return status not in (403, 405, 500, *([404] if read else []))
    return status == expected or (expected == 403 and one is not None and status == 404)


@pytest.mark.parametrize("role, reach", WHO)
def test_nothing_shows_what_is_out_of_reach(client, things, role, reach):
    user = person(role, reach)
    client.force_login(user)
    hidden = set(OWNERS) - SEEN[Reach.ALL if role == Role.ADMIN else reach]
    told = {}
    for name in LISTS:
        where = address(name, things, None, user)
        answer = client.get(where, {"q": "a"} if name in ("accounts", "search") else {"where.owner": ""})
        text = answer.getvalue().decode()
        told[name] = sorted(one for one in hidden if one in text or f"Person {one}" in text)
        assert answer.status_code == 200
    assert {name: names for name, names in told.items() if names} == {}
    rows = client.get(reverse("metric_rows", args=["mrr"])).getvalue().decode()
    assert all(name in rows for name in OWNERS if name not in hidden)


def test_those_who_are_not_signed_in_or_sent_away_see_the_sign_in_page_only(client, things):
    user = person(Role.ADMIN, Reach.ALL)
    account = Account.objects.get(name="Omena Oy")
    every = [(name, right) for right, (pages, _commands) in RIGHTS.items() for name in pages if name != "language"]
    found = {
        status
        for name, right in every
        for status in answers(client, reads(right, name), address(name, things, account, user))
    }
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    found |= {
        status
        for name, right in every
        for status in answers(client, reads(right, name), address(name, things, account, user))
    }
    assert found == {302}


def test_who_may_not_changes_nothing(client, things):
    client.force_login(user := person(Role.READ_ONLY, Reach.ALL))
    before = Audit.objects.count(), Source.objects.count(), Key.objects.filter(revoked_at=None).count()
    for right, (pages, _commands) in RIGHTS.items():
        for name in pages if right not in READS else []:
            answers(client, False, address(name, things, Account.objects.get(name="Omena Oy"), user))
    assert (Audit.objects.count(), Source.objects.count(), Key.objects.filter(revoked_at=None).count()) == before


@pytest.mark.parametrize("role", list(Role)[1:])
@pytest.mark.parametrize("reach", [Reach.OWN, Reach.TEAM])
def test_no_verb_touches_an_account_out_of_reach(installation, role, reach):
    user, other = person(role, reach), Account.objects.get(name="Vaahtera Oy")
    when = {"day": DAY, "by": user, "now": NOW}
    deeds = [
        lambda: hand.set_attributes(installation, {other: {"tier": "gold"}}, **when),
        lambda: hand.add_note(installation, other, "x", kind="note", at=NOW, **when),
        lambda: verbs.archive_account(other, by=user, now=NOW),
        lambda: override_score(other, score=1, reason="x", expires=DAY, by=user, now=NOW, today=DAY),
        lambda: bulk.edit(installation, [other], "tier", "gold", **when),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    other.refresh_from_db()
    assert (other.tier, other.archived_at, Audit.objects.count()) == ("", None, 0)


def test_a_team_sees_what_belongs_to_those_who_left_it_under_any_of_their_names(installation):
    user = person(Role.SUCCESS_MANAGER, Reach.TEAM)
    User.objects.filter(name="mate").update(is_active=False, known_as=["other"])
    assert {user.sight().covers(one) for one in Account.objects.filter(name__in=OWNERS)} == {True}
    assert user.sight().covers(Account.objects.get(name="Kaksonen Kaksi")) is False
    assert Contact.objects.filter(user.sight().where("account__")).count() == 3


TEXTS = str(ROOT / "loiste" / "judgement" / "shipped")  # a folder of texts that change nothing
COMMANDS = {
    "kpis": [], "explain": ["mrr"], "health": ["K0"], "import": ["accounts", "none.csv"], "ingest": [], "fill": [],
    "key add": ["x", "--scope", "stats"], "key list": [], "key revoke": ["k"], "source": ["web"], "config": [], "audit": [], "user list": [],
    "backup": ["/proc/none"], "restore": ["/proc/none"], "export": ["/proc/none"], "move": ["none"],
    "user add": ["new@example.org"], "user change": ["me@example.org"], "user hand-over": ["me@example.org", "mate@example.org"],
    "person disclose": ["nobody"], "person erase": ["nobody", "--yes"], "person erasures": [],
    "quadrant": [], "segments": [], "blocks upgrade": [], "judge": ["--as-of", "2026-03-01"],
    "alerts": [], "renewals": [], "backtest alert": ["turned_red", "--from", "2026-01-01", "--to", "2026-01-01"],
    "backtest health": ["default", "--from", "2026-01-01", "--to", "2026-01-01"],
    "config export": ["/proc/none"], "config diff": [TEXTS], "config apply": [TEXTS],
    "user two-factor-off": ["mate@example.org"],
}  # fmt: skip


@pytest.mark.parametrize("role, reach", [(role, Reach.ALL) for role in Role] + [(Role.LEADER, Reach.OWN)])
def test_every_command_given_as_a_person_does_as_the_table_says(things, installation, monkeypatch, role, reach):
    user = person(role, reach)
    monkeypatch.setenv("LOISTE_HOME", str(installation))
    wrong = []
    for right, (_pages, commands) in RIGHTS.items():
        for name in commands:
            result = CliRunner().invoke(main, ["--as", "me@example.org", *name.split(), *COMMANDS[name]])
            refused = isinstance(result.exception, PermissionDenied)
            if refused == allowed(user, right):
                wrong.append((name, result.output, result.exception))
    assert wrong == []


def test_rows_behind_a_number_follow_reach_on_the_command_line_too(things, installation, monkeypatch):
    person(Role.LEADER, Reach.TEAM)
    monkeypatch.setenv("LOISTE_HOME", str(installation))
    every = CliRunner().invoke(main, ["explain", "mrr", "--as-of", "2026-03-01"]).output
    some = CliRunner().invoke(main, ["--as", "me@example.org", "explain", "mrr", "--as-of", "2026-03-01"]).output
    assert [name in every for name in OWNERS] == [True] * 3
    assert [name in some for name in OWNERS] == [True, True, False]
    assert CliRunner().invoke(main, ["--as", "me@example.org", "explain", "mrr", "--account", "K2"]).exit_code == 1
    assert CliRunner().invoke(main, ["--as", "nobody@example.org", "kpis"]).exit_code == 1
