"""Notices: who hears of what, in the product, by mail at once or once a day; each once, and nothing out of reach."""

import logging
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Account, Audit, User
from loiste.judgement import flags, notice_mail, notice_spread
from loiste.judgement.alert_verbs import close_alert
from loiste.judgement.flags import Said
from loiste.judgement.models import Alert, AlertChange, Membership, Notice, NoticeChoice, NoticeMail
from loiste.judgement.notice_choice import Chosen, choose_notices
from loiste.judgement.notice_hours import digest_at, is_quiet
from loiste.judgement.notice_mail import mail_due
from loiste.judgement.notice_spread import spread
from loiste.organisation.config import Organisation
from tests.reading import text

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)  # ten in Helsinki
ZONE = ZoneInfo("Europe/Helsinki")
OURS = Organisation(name="Test", language="en")
REASON = {"metric": "ticket_volume", "test": "at_least", "bound": 8.0, "value": 9.0}


@pytest.fixture
def accounts(home, people):
    """One of the colleague, one of nobody's."""
    return [Account.objects.create(ref=ref, name=name, owner=owner) for ref, name, owner in (
        ("K1", "Omena Oy", "Colleague"), ("K2", "Vaahtera Oy", "Somebody"),
    )]  # fmt: skip


def turn(account, *, rule="ticket_flood", severity="high", on=DAY, at=NOW):
    """An alert that opens."""
    alert = Alert.objects.create(
        account=account, rule=rule, sort="worry", severity=severity, opened_on=on, at=at, evidence=[REASON]
    )
    return AlertChange.objects.create(alert=alert, what="opened", on=on, at=at, evidence=[REASON])


def choose(user, **said):
    return choose_notices(user, Chosen(**said), by=user, now=NOW)


def heard(user):
    return set(Notice.objects.filter(user=user).values_list("change", flat=True))


def test_people_hear_of_what_they_chose_once_and_never_of_what_is_out_of_reach(accounts, people):
    mine, other = (turn(account) for account in accounts)
    turn(Account.objects.create(ref="K3", owner="Colleague"), on=DAY - timedelta(days=30))
    owner, colleague, reader = people["owner"], people["colleague"], people["read_only"]
    choose(owner, whose="all", segment="")
    User.objects.filter(pk=reader.pk).update(team="north", reach="own")
    User.objects.filter(pk=colleague.pk).update(team="north")
    choose(User.objects.get(pk=reader.pk), whose="team")
    choose(people["colleague"], least="medium")
    for _again in range(2):  # as a worker that was cut off and runs again
        AlertChange.objects.update(told=False)
        spread(OURS, NOW)
    assert (heard(owner), heard(colleague)) == ({mine.pk, other.pk}, {mine.pk})  # of what is long past nobody
    assert heard(reader) == heard(people["stranger"]) == set()
    low = turn(accounts[0], rule="silence", severity="low")
    NoticeChoice.objects.filter(user=owner).update(segment="vip")
    Membership.objects.create(account=accounts[0], segment="vip", version=1, from_day=DAY)
    last = turn(Account.objects.create(ref="K4", owner="Colleague"))
    spread(OURS, NOW)
    assert heard(owner) == {mine.pk, other.pk, low.pk} and heard(colleague) == {mine.pk, last.pk}


def test_a_worker_cut_off_while_it_tells_has_told_nobody(accounts, people, monkeypatch):
    turn(accounts[0])

    def killed(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(notice_spread.AlertChange.objects, "filter", lambda **more: (
            killed() if "pk__in" in more else AlertChange._base_manager.filter(**more)
        ))  # fmt: skip
        with pytest.raises(SystemExit):
            spread(OURS, NOW)
    assert not Notice.objects.exists()
    assert (spread(OURS, NOW), spread(OURS, NOW), Notice.objects.count()) == (1, 0, 1)


def test_a_mail_comes_at_once_in_the_readers_language_again_after_a_failure_and_never_of_lost_accounts(
    accounts, people, box, settings, caplog
):
    colleague = people["colleague"]
    User.objects.filter(pk=colleague.pk).update(language="fi")
    choose(colleague, mail="once", quiet_from=22, quiet_until=7)
    turn(accounts[0])
    spread(OURS, NOW)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with caplog.at_level(logging.INFO):
        assert mail_due(OURS, NOW) == 0
    assert "colleague" not in caplog.text and "Omena" not in caplog.text
    settings.EMAIL_PORT = port
    assert mail_due(OURS, NOW) == 0  # it waits a minute first
    assert mail_due(OURS, NOW + timedelta(minutes=1)) == 1 and mail_due(OURS, NOW + timedelta(hours=9)) == 0
    came = box.mails.get(timeout=10)
    assert came["To"] == "colleague@example.org" and came["Subject"].startswith("Loiste: Omena Oy: ")
    said = came.get_body(("plain",)).get_content()
    assert f"{settings.LOISTE_URL}/accounts/{accounts[0].public_id}/#alerts" in said and "Kaikki ilmoitukset" in said
    assert "9" in said and not came.is_multipart()
    night = NOW.replace(hour=21)
    turn(Account.objects.create(ref="K5", name="Yö Oy", owner="Colleague"), at=night)
    spread(OURS, night)
    assert mail_due(OURS, night) == 0 and mail_due(OURS, night + timedelta(hours=7, minutes=59)) == 0
    Account.objects.filter(ref="K5").update(owner="Somebody")
    User.objects.filter(pk=colleague.pk).update(reach="own")
    assert mail_due(OURS, night + timedelta(hours=8)) == 0  # it is not theirs any more
    assert not NoticeMail.objects.exclude(next_at=None).exists()


def test_a_mail_that_went_before_its_sender_was_killed_bears_the_same_name_when_it_goes_again(
    accounts, people, box, monkeypatch
):
    choose(people["colleague"], mail="once")
    turn(accounts[0])
    spread(OURS, NOW)

    def killed(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(notice_mail, "finish", killed)
        with pytest.raises(SystemExit):
            mail_due(OURS, NOW)
    assert mail_due(OURS, NOW) == 1 and mail_due(OURS, NOW) == 0
    assert box.mails.get(timeout=10)["Message-ID"] == box.mails.get(timeout=10)["Message-ID"]


def test_a_digest_joins_the_day_and_comes_at_its_hour(accounts, people, box):
    choose(people["owner"], whose="all", mail="digest", digest_hour=8)
    first, _other = turn(accounts[0]), turn(accounts[1])
    spread(OURS, NOW)
    Alert.objects.filter(pk=first.alert_id).update(state="closed")
    tomorrow = datetime(2026, 3, 3, 6, tzinfo=UTC)
    assert mail_due(OURS, tomorrow - timedelta(minutes=1)) == 0
    assert mail_due(OURS, tomorrow) == 1 and mail_due(OURS, tomorrow + timedelta(days=1)) == 0
    came = box.mails.get(timeout=10)
    said = came.get_body(("plain",)).get_content()
    assert came["Subject"] == "Loiste: 2 notices" and "Omena Oy" in said and "Vaahtera Oy" in said
    assert said.count("has ended meanwhile") == 1
    turn(Account.objects.create(ref="K6"))
    spread(OURS, tomorrow)
    assert mail_due(OURS, tomorrow + timedelta(days=5)) == 0  # too old to be news


def test_hours_follow_the_organisations_clock_over_midnight_and_when_clocks_are_changed():
    quiet = NoticeChoice(quiet_from=22, quiet_until=7)
    hours = [datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (4, 5, 19, 20)]
    assert [is_quiet(quiet, one, ZONE) for one in hours] == [True, False, False, True]
    assert is_quiet(NoticeChoice(quiet_from=12, quiet_until=13), datetime(2026, 3, 2, 10, 59, tzinfo=UTC), ZONE)
    assert not is_quiet(NoticeChoice(), NOW, ZONE)
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)  # clocks go from three to four on the 29th
    assert digest_at(8, before, ZONE) == datetime(2026, 3, 29, 5, tzinfo=UTC)
    assert digest_at(3, before, ZONE) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert digest_at(8, datetime(2026, 3, 29, 5, tzinfo=UTC), ZONE) == datetime(2026, 3, 30, 5, tzinfo=UTC)


def test_everyone_chooses_for_themselves_and_what_cannot_be_is_refused(people):
    owner, reader = people["owner"], people["read_only"]
    choose(reader, mail="digest")
    choose(reader, mail="digest")
    lines = list(Audit.objects.filter(action="notices.choose"))
    assert [(line.by, line.after["mail"]) for line in lines] == [("reader@example.org", "digest")]
    for user, by in ((reader, owner), (people["colleague"], reader), (people["stranger"], people["stranger"])):
        with pytest.raises(PermissionDenied):
            choose_notices(user, Chosen(), by=by, now=NOW)
    wrong = ({"whose": "mine"}, {"segment": "none"}, {"least": "none"}, {"mail": "pigeon"}, {"digest_hour": 24},
             {"quiet_from": 3}, {"quiet_from": 3, "quiet_until": 3})  # fmt: skip
    for said in wrong:
        with pytest.raises(ValidationError):
            choose(owner, **said)


def test_the_bell_counts_what_is_unseen_and_the_raiser_reads_of_the_answer(accounts, people, client, home, now):
    owner, colleague = people["owner"], people["colleague"]
    today = OURS.today(now)
    flag = flags.raise_flag(home, OURS, accounts[0], Said("worry", "They ask how to leave"), by=owner, now=now)
    spread(OURS, now)
    client.force_login(colleague)
    page = text(client.get("/notices/"))
    assert "Flag: a worry" in page and "They ask how to leave" in page and "1<span" in page
    close_alert(flag, "They stay", by=colleague, now=now, today=today)
    spread(OURS, now)
    assert heard(owner) == {AlertChange.objects.get(what="closed").pk}  # not of their own flag
    client.post("/notices/seen/", {"newest": Notice.objects.get(user=colleague).pk, "query": "state=unseen"})
    assert "Nothing is unseen" in text(client.get("/notices/?state=unseen"))
    client.force_login(owner)
    assert "Your flag was handled" in text(client.get("/notices/?state=unseen"))
    client.post("/notices/seen/", {"one": "x"})
    client.post("/notices/seen/", {"one": str(Notice.objects.get(user=colleague).pk)})
    assert Notice.objects.filter(user=owner, seen_at=None).count() == 1
    asked = {"whose": "all", "least": "high", "shown": "1", "mail": "digest", "digest_hour": "9", "quiet_from": "x"}
    assert client.post("/you/notices/", asked)["Location"] == "/you/#notices"
    assert "Hours go from 0 to 23" in text(client.get("/you/"))
    client.post("/you/notices/", asked | {"quiet_from": "20", "quiet_until": "6"})
    row = NoticeChoice.objects.get(user=owner)
    assert (row.whose, row.least, row.mail, row.digest_hour, row.quiet_from) == ("all", "high", "digest", 9, 20)
    assert "No server for mail is set" in text(client.get("/you/"))
