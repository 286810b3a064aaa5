"""Flags: raised by whoever may write, told on the timeline, ranked among alerts, answered and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Account, Audit, Role, User
from loiste.accounts.one.own import own
from loiste.judgement import alert_rows, alert_verbs, flags
from loiste.judgement.alert_list import Wanted, asked, ranked
from loiste.judgement.flags import Said
from loiste.judgement.models import Alert, AlertChange
from loiste.timeline.within import reading
from tests.reading import text
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
WHEN = {"now": NOW, "today": DAY}


@pytest.fixture
def world(home, people):
    world = World(home)
    world.account("K1", "2025-01-01", name="Omena Oy", owner="Colleague")
    world.subscription("S1", "K1", "2025-01-01", mrr=200)
    world.ticket("T1", "opened", "2026-02-20", "K1", channel="chat", text="Where is my order")
    world.save()
    Account.objects.update(owner="Colleague")
    support = User.objects.create_user("support@example.org", None, name="Support", role=Role.CONTRIBUTOR)
    people["support"] = support
    return world


def put_up(world, by, reason="They ask how to leave", sort="worry", **more):
    account = Account.objects.get()
    return flags.raise_flag(world.home, world.organisation, account, Said(sort, reason, **more), by=by, now=NOW)


def test_a_flag_stands_among_the_alerts_with_its_stake_and_on_the_timeline(world, people):
    one = put_up(world, people["support"], deadline=DAY + timedelta(days=3))
    assert put_up(world, people["support"], deadline=DAY).pk == one.pk  # pressed twice
    account = Account.objects.get()
    assert (one.rule, one.stake, one.raised_by) == ("", 12 * 200_000_000, people["support"])
    Alert.objects.create(
        account=account, rule="quiet", sort="worry", severity="medium", opened_on=DAY, at=NOW, stake=one.stake
    )
    order = [pk for pk, _rank in ranked(asked(people["colleague"], Wanted()), DAY)]
    assert order[0] == one.pk and len(order) == 2  # its deadline presses
    alert_rows.tidy(set(), DAY, NOW)
    one.refresh_from_db()
    assert one.state == "open"  # no rule has to be on for it
    ours = own(reading(world.home), account)
    told = ours.reading.fetch("select name, text, account_ref, day from (" + ours.reading.relation("judgement") + ")", [])
    assert [(row["name"], row["text"], row["day"]) for row in told] == [("flag_raised", one.reason, DAY)]
    assert told[0]["account_ref"] == account.public_id


def test_who_may_raise_answer_and_withdraw_and_all_of_it_is_kept(world, people):
    for who in ("read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            put_up(world, people[who])
    one, other = put_up(world, people["support"]), put_up(world, people["owner"], "They grow", "opportunity")
    for deed in (flags.take_up, alert_verbs.close_alert, alert_verbs.mark_not_useful):
        for who in ("support", "read_only", "stranger"):
            with pytest.raises(PermissionDenied):
                deed(one, "I call them", by=people[who], **WHEN)
    with pytest.raises(PermissionDenied):
        flags.put_back(one, by=people["support"], **WHEN)
    flags.take_up(one, "I call them", by=people["colleague"], **WHEN)
    flags.put_back(one, by=people["colleague"], **WHEN)
    flags.take_up(one, "I call them", by=people["colleague"], **WHEN)
    alert_verbs.close_alert(one, "They stay", by=people["colleague"], **WHEN)
    alert_verbs.reopen(one, by=people["colleague"], **WHEN)
    with pytest.raises(ValidationError, match="Only whoever raised"):
        flags.withdraw_flag(world.home, other, by=people["support"], **WHEN)
    with pytest.raises(PermissionDenied):
        flags.withdraw_flag(world.home, one, by=people["read_only"], **WHEN)
    flags.withdraw_flag(world.home, one, by=people["support"], **WHEN)
    turns = list(AlertChange.objects.filter(alert=one).order_by("id").values_list("what", flat=True))
    assert turns == ["opened", "taken_up", "put_back", "taken_up", "closed", "reopened", "withdrawn"]
    lines = Audit.objects.filter(action__startswith="flag.").order_by("id").values_list("action", "by")
    assert lines[0] == ("flag.raise", "support@example.org") and lines.last()[0] == "flag.withdraw"
    for wrong in (Said("gossip", "x"), Said("worry", " "), Said("worry", "x", deadline=DAY - timedelta(days=1))):
        with pytest.raises(ValidationError):
            flags.raise_flag(world.home, world.organisation, Account.objects.get(), wrong, by=people["owner"], now=NOW)


def test_a_flag_is_raised_from_a_ticket_by_form_and_the_raiser_reads_what_came_of_it(world, people, client, now):
    account = Account.objects.get()
    ticket = own(reading(world.home), account).reading
    row = ticket.fetch(f"select id, day from ({ticket.relation('ticket')})", [])[0]
    form = f"/accounts/{account.public_id}/flag/"
    said = {"kind": "ticket", "id": str(row["id"]), "day": row["day"].isoformat(), "sort": "opportunity"}
    client.force_login(people["support"])
    shown = text(client.get(form, said))
    assert "Where is my order" in shown and 'value="opportunity" checked' in shown
    assert client.get(form, {"kind": "ticket", "id": "nothing"}).status_code == 200
    wrong = client.post(form, said | {"reason": "Wants more", "deadline": "soon"})
    assert wrong.status_code == 422 and "Wants more</textarea>" in text(wrong)
    assert client.post(form, said | {"reason": "Wants more"}).status_code == 302
    one = Alert.objects.get()
    assert one.about == {name: said[name] for name in ("kind", "id", "day")} and one.sort == "opportunity"
    page = text(client.get("/flags/", {"whose": "raised"}))
    assert "Wants more" in page and "nobody has answered yet" in page and "Take up" not in page
    assert f"/signals/ticket/{row['id']}/" in page
    assert "No flag matches" in text(client.get("/flags/", {"state": "late"}))
    client.force_login(people["colleague"])
    assert "Wants more" in text(client.get("/flags/", {"whose": "mine"}))
    away = client.post(f"/flags/{one.public_id}/take-up/", {"reason": "I call", "from": "flags", "query": "whose=mine"})
    assert away["Location"] == f"/flags/?whose=mine&undo={one.public_id}"
    assert "taken up. Whoever raised the flag sees it." in text(client.get(away["Location"]))
    client.post(f"/alerts/{one.public_id}/close/", {"reason": "Sold them more", "from": "flags"})
    client.force_login(people["support"])
    page = text(client.get("/flags/", {"whose": "raised", "state": "handled"}))
    assert "Sold them more" in page and "Colleague" in page and "I call" in page
    assert "Flagged an opportunity" in text(client.get(f"/accounts/{account.public_id}/"))
