"""A person is erased: found nowhere afterwards, no number changed, and neither old files nor backups bring them back."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from loiste.accounts import audit, hand
from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Account, Audit, Contact, Suppression
from loiste.accounts.projection import project
from loiste.accounts.suppression import ErasedMeanwhile, hold, suppressed
from loiste.metrics.registry import metrics
from loiste.metrics.run import measure
from loiste.organisation.config import Organisation
from loiste.privacy import signals
from loiste.privacy.disclosing import disclose
from loiste.privacy.erasing import erase
from loiste.privacy.person import find
from loiste.privacy.receipts import receipt
from loiste.privacy.work import next_erasure, step
from loiste.sources.files.importing import import_file
from loiste.sources.files.request import ImportRequest
from loiste.sources.models import RejectedRow, Upload
from loiste.sources.wizard import store
from loiste.timeline import engine, merging
from tests.integration.sending import deliver, drain

NOW, DAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
DAYS = [date(2026, 1, 31), date(2026, 2, 28), DAY]
NAME, EMAIL, PHONE = "Kaisa Mäkelä-Kala", "kaisa.makela@kuha.example", "+358 40 765 4321"
TELLING = ("kaisa", "mäkelä", "m\\u00e4kel\\u00e4", "7654321", "765 4321", "P-kaisa-77")
FILES = {
    "accounts": f"account_id,name,attr.main_contact\nK1,Kuha Oy,{EMAIL}\nK2,Hauki Oy,\n",
    "contacts": f"contact_id,account_id,name,email,phone,role\nP-kaisa-77,K1,{NAME},{EMAIL},{PHONE},champion\nP2,K1,Matti Meikäläinen,matti@kuha.example,,user\n",
    "subscriptions": "subscription_id,account_id,started_on,mrr\nS1,K1,2025-01-01,100\nS2,K2,2025-01-01,50\n",
    "usage": "account_id,contact_id,occurred_at,feature\nK1,P-kaisa-77,2026-02-20T10:00:00Z,orders\nK1,P2,2026-02-21T10:00:00Z,orders\nK1,P-kaisa-77,2026-02-25T10:00:00Z,lists\n",
    "tickets": f"ticket_id,account_id,contact_id,opened_at,subject\nT1,K1,P-kaisa-77,2026-02-01T10:00:00Z,{NAME} cannot sign in\n",
    "surveys": f"response_id,account_id,contact_id,answered_on,nps,comment\nR1,K1,P-kaisa-77,2026-02-02,9,Ask me at {EMAIL}\nR2,K2,,2026-02-03,nine,{NAME} said so\n",
    "notes": f"id,account_id,occurred_at,author,text\nN1,K1,2026-02-04T10:00:00Z,Aino,Called {NAME} ({PHONE}) about orders\n",
}  # fmt: skip


def take_in(home, folder: Path) -> None:
    for kind, text in FILES.items():
        path = folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        import_file(ImportRequest(kind=kind, path=path), home=home, organisation=Organisation(), now=NOW, by="cli")


def events() -> list[dict]:
    who = {"userId": "P-kaisa-77", "timestamp": "2026-02-26T10:00:00Z"}
    return [
        {"type": "identify", "messageId": "m1", "traits": {"name": NAME, "email": EMAIL}, **who},
        {"type": "track", "messageId": "m2", "event": "orders", "properties": {"by": EMAIL}, **who},
    ]


@pytest.fixture
def story(home, db, tmp_path):
    """A person whom every store knows: files, live events, notes, the audit log, rejected rows, an upload under way."""
    take_in(home, tmp_path)
    deliver("web", *events())
    drain(home)
    account = Account.objects.get(ref="K1")
    hand.set_attributes(home, {account: {"attr.buyer": NAME}}, day=DAY, by=COMMAND_LINE, now=NOW)
    audit.write(COMMAND_LINE, "person.spoken_of", account.public_id, NOW, after={"said": f"{NAME} <{EMAIL}>"})
    upload = Upload.objects.create(kind="notes", file_name="n.csv", size=1, by="x", at=NOW, report={"sample": [EMAIL]})
    store.file_of(home, upload).write_text(FILES["notes"], encoding="utf-8")
    return home


def numbers(home) -> dict:
    found = measure(home, Organisation(), metrics(), DAYS)
    return {(key, day): found.at(key, day).value for key in metrics() for day in DAYS}


def everywhere(home) -> list[str]:
    """Where the person can still be found: columns of tables, and files under the home."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'select * from "{table}"')
            found += [f"{table}: {row}" for row in cursor.fetchall() if telling(str(row))]
    for path in home.rglob("*"):
        if path.is_file() and path.suffix != ".parquet" and telling(path.read_bytes().decode("utf-8", "replace")):
            found.append(str(path))
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            found += [f"{path}: {row}" for row in pq.read_table(path).to_pylist() if telling(str(row))]
    return found


def telling(text: str) -> bool:
    return any(one.lower() in text.lower() for one in TELLING)


def asked(home):
    return erase(find(home, EMAIL), by=COMMAND_LINE, now=NOW)


def steps(home, most=1_000) -> int:
    """Takes steps as the worker does, from what is written down only; how many there were."""
    for taken in range(most):
        erasure = next_erasure()
        if erasure is None or not step(home, erasure, day=DAY, now=NOW, grace=timedelta()):
            return taken
    return most


def erased(home):
    erasure = asked(home)
    steps(home)
    return receipt(erasure.public_id, by=COMMAND_LINE)


def test_a_person_is_found_everywhere_before_and_nowhere_after_and_no_number_changes(story):
    before = numbers(story)
    assert len(everywhere(story)) > 10
    assert before["active_users", DAY] == 2
    done = erased(story)
    assert everywhere(story) == []
    assert numbers(story) == before
    assert done.signals >= 7 and done.blocks >= 5
    assert Contact.objects.get(ref=done.pseudonym).account.ref == "K1"


def test_others_keep_all_that_is_theirs(story):
    erased(story)
    other = Contact.objects.get(ref="P2")
    assert (other.name, other.email) == ("Matti Meikäläinen", "matti@kuha.example")
    assert Account.objects.get(ref="K1").name == "Kuha Oy"


def test_the_old_files_and_events_do_not_bring_them_back(story, tmp_path):
    erased(story)
    before = numbers(story)
    take_in(story, tmp_path)
    deliver("web", *events())
    deliver("web", {**events()[0], "messageId": "m3"})
    drain(story)
    for path in tmp_path.glob("*.csv"):
        path.unlink()
    assert everywhere(story) == []
    assert numbers(story) == before
    assert set(RejectedRow.objects.order_by("-id").first().cells.values()) == {""}


def test_the_receipt_and_the_log_name_nobody(story):
    done = erased(story)
    line = Audit.objects.get(action="person.erase")
    assert (line.subject, line.after["erasure"]) == (done.pseudonym, done.public_id)
    assert not telling(json.dumps(done.as_dict()))
    assert Suppression.objects.count() >= 2


def test_what_is_held_is_disclosed_whole(story):
    told = disclose(story, find(story, EMAIL), by=COMMAND_LINE, now=NOW)
    text = json.dumps(told, ensure_ascii=False)
    assert {one["kind"] for one in told["signals"]} == {"contact", "usage", "ticket", "answer"}
    assert {one["kind"] for one in told["mentions"]} == {"attribute", "note"}
    assert all(one in text for one in (NAME, EMAIL, PHONE, "cannot sign in", "person.spoken_of"))
    assert "matti@kuha.example" not in text
    assert not telling(str(Audit.objects.get(action="person.disclose").after))


@pytest.mark.parametrize("who", ["colleague", "read_only", "stranger"])
def test_only_an_administrator_may(story, people, who):
    person = find(story, EMAIL)
    for deed in (lambda: erase(person, by=people[who], now=NOW),
                 lambda: disclose(story, person, by=people[who], now=NOW)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            deed()
    assert Contact.objects.filter(email=EMAIL).exists()


def test_nobody_is_found_under_a_name_that_nothing_is_held_under(story):
    with pytest.raises(ValidationError, match="Nothing is held"):
        find(story, "nobody@example.org")


def test_a_namesake_who_comes_later_keeps_their_name(story, tmp_path):
    erased(story)
    path = tmp_path / "namesake.csv"
    path.write_text(f"contact_id,account_id,name,email\nP9,K2,{NAME},kaisa@hauki.example\n", encoding="utf-8")
    import_file(ImportRequest(kind="contacts", path=path), home=story, organisation=Organisation(), now=NOW, by="cli")
    assert Contact.objects.get(ref="P9").name == NAME


def test_every_step_leaves_the_numbers_as_they_are_and_senders_are_heard_meanwhile(story, monkeypatch):
    """Each step begins from what is written down, as after a kill; blocks are written while nothing is locked."""
    before, moments = numbers(story), []
    written = merging.written

    def writing(*args):
        assert connection.savepoint_ids == [], "the store is locked while a block is written"
        deliver("web", {**events()[0], "messageId": f"late-{len(moments)}"})
        moments.append(drain(story))
        return written(*args)

    monkeypatch.setattr(signals, "TOGETHER", 3)
    monkeypatch.setattr(merging, "written", writing)
    erasure = asked(story)
    assert Contact.objects.filter(email=EMAIL).count() == 0
    while steps(story, most=1):
        project(story, as_of=DAY)
        assert not Contact.objects.filter(name=NAME).exists()
        assert numbers(story) == before
    assert len(moments) >= 5 and everywhere(story) == []
    assert receipt(erasure.public_id, by=COMMAND_LINE).done


def test_what_was_read_before_somebody_was_erased_is_read_again(story):
    deliver("web", {**events()[0], "messageId": "m9"})
    hidden = suppressed()
    asked(story)
    with pytest.raises(ErasedMeanwhile):
        hold(hidden)
    steps(story)
    drain(story)
    assert everywhere(story) == []


def test_names_numbers_ids_and_traits_are_found_in_free_text(story):
    """A telephone number however it is written, a user name, a reference of digits as a whole word; not a first name."""
    deliver("web", {"type": "identify", "messageId": "m7", "userId": "P-kaisa-77", "timestamp": "2026-02-26T10:00:00Z",
                    "traits": {"userName": "kmakela", "employeeId": "0071234", "title": "Director"}})  # fmt: skip
    drain(story)
    said = "Director kmakela (0071234) on 0407654321 or +358 (0)40-7654321, ask Kaisa; not 10071234"
    account = Account.objects.get(ref="K1")
    when = {"day": DAY, "by": COMMAND_LINE, "now": NOW}
    hand.add_note(story, account, said, kind="note", at=NOW, **when)
    audit.write(COMMAND_LINE, "person.spoken_of", "x", NOW, after={"said": said, "number": 407654321})
    erased(story)
    left = Audit.objects.get(action="person.spoken_of", subject="x").after
    assert left == {"said": "Director [erased] ([erased]) on [erased] or [erased], ask Kaisa; not 10071234", "number": "[erased]"}
    texts = [row["text"] for row in notes(story)]
    assert left["said"] in texts


def notes(home) -> list[dict]:
    rows = engine.reader(home).execute("select text from signals_note").fetchall()
    return [{"text": text} for (text,) in rows]
