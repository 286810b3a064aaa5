"""The wizard's verbs: uploads, what is seen in a file, dry runs and imports in the background, mending, mappings."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Audit
from loiste.organisation.config import load
from loiste.sources.models import Import, RejectedRow, SavedMapping, State, Upload
from loiste.sources.wizard import store, uploads, work
from loiste.sources.wizard.mended import import_again, mend
from loiste.sources.wizard.saved import alike, delete_mapping, rename_mapping, save_mapping
from tests.integration.importing import NOW, stored, take
from tests.integration.workbooks import workbook

FINNISH = (
    "Asiakasnumero;Tilausnumero;Alkanut;Päättynyt;Kuukausihinta;Paketti\n"
    "Ä1;T1;1.2.2025;;12,50;Pieni\n"
    "Ä2;T2;13.2.2025;31.12.2025;1 200,00;Iso\n"
    "Ä3;T3;31.2.2025;;5,00;Iso\n"
    "Ä4;T4;1.3.2025;;viisi;Iso\n"
).encode("cp1252")


@pytest.fixture
def owner(people):
    return people["owner"]


@pytest.fixture
def put(home, owner):
    """Uploads some bytes as a file of a kind."""

    def sent(content=FINNISH, *, kind="subscriptions", name="tilaukset.csv", mapping=None, by=owner):
        path = store.folder(home) / "coming.part"
        path.write_bytes(content)
        return uploads.keep_upload(home, load(home), path, name=name, kind=kind, mapping=mapping, by=by, now=NOW)

    return sent


@pytest.fixture
def ask(home, owner):
    def asked(upload, task, now=NOW):
        uploads.ask(home, load(home), upload, task, by=owner, now=now)
        assert work.run_next(home, load(home), now)
        upload.refresh_from_db()
        return upload

    return asked


@pytest.fixture
def imported(put, ask):
    return ask(put(), uploads.IMPORT)


def seen(home, upload):
    return uploads.looked(home, load(home), upload)


def test_headings_in_finnish_are_understood(put):
    assert put().settings["columns"] == {
        "Asiakasnumero": "account_id", "Tilausnumero": "subscription_id", "Alkanut": "started_on",
        "Päättynyt": "ended_on", "Kuukausihinta": "mrr", "Paketti": "plan",
    }  # fmt: skip


def test_encoding_delimiter_dates_and_decimal_mark_are_found(home, put):
    look = seen(home, put())
    assert (look.table.encoding.name, look.table.delimiter, look.mark) == ("cp1252", ";", ",")
    assert {one.column: one.layout for one in look.dates} == {"Alkanut": "%d.%m.%Y", "Päättynyt": "%d.%m.%Y"}
    assert look.settled


def test_dates_that_may_be_read_in_two_ways_are_asked_about(home, put, owner):
    upload = put(b"account_id,started_on,mrr\nA,03/04/2025,5\n")
    look = seen(home, upload)
    assert (look.settled, look.dates[0].choices) == (False, ("%d/%m/%Y", "%m/%d/%Y"))
    with pytest.raises(ValidationError, match="open questions"):
        uploads.ask(home, load(home), upload, uploads.CHECK, by=owner, now=NOW)
    answer = {**upload.settings, "date_format": {"started_on": "%m/%d/%Y"}}
    uploads.choose(home, load(home), upload, answer, by=owner, now=NOW)
    assert seen(home, upload).settled


def test_numbers_that_may_be_read_in_two_ways_are_asked_about(home, put):
    assert seen(home, put(b"account_id;started_on;mrr\nA;2025-01-01;1,234\n")).mark is None


def test_a_missing_column_is_asked_for_and_may_be_one_value_for_all_rows(home, put, owner):
    upload = put(b"asiakas;hinta;alkanut\nA;5;1.1.2025\n")
    assert seen(home, upload).missing == [("interval", "billing_interval", "mrr")]
    answer = {**upload.settings, "set": {"interval": "year"}}
    uploads.choose(home, load(home), upload, answer, by=owner, now=NOW)
    assert seen(home, upload).settled
    uploads.choose(home, load(home), upload, {**answer, "set": {"interval": "often"}}, by=owner, now=NOW)
    assert "interval" in seen(home, upload).bad_set


def test_a_dry_run_says_what_would_be_and_changes_nothing(put, ask):
    upload = ask(put(), uploads.CHECK)
    assert upload.state == State.CHECKED
    assert [upload.report[name] for name in ("read", "accepted", "rejected")] == [4, 2, 2]
    assert not Import.objects.exists()


def test_an_import_keeps_its_report_and_its_rejected_rows(home, imported):
    assert (imported.state, imported.import_run.report["accepted"]) == (State.DONE, 2)
    assert [row.code for row in RejectedRow.objects.order_by("line")] == ["bad_date", "bad_number"]
    assert stored(home, "subscription", "account_ref", "amount") == [("Ä1", 12_500_000), ("Ä2", 1_200_000_000)]


def test_mended_rows_are_imported_until_none_is_left(home, imported, owner):
    run = imported.import_run
    first, second = RejectedRow.objects.order_by("line")
    good = {"Alkanut": "28.2.2025"}
    assert mend(run, {first.pk: good, second.pk: {"Kuukausihinta": "5,00 e"}}, by=owner, now=NOW) == 2
    again(home, run, owner)
    left = RejectedRow.objects.get()
    assert (left.import_run, left.line, left.value, left.mended) == (run, 5, "5,00 e", None)
    mend(run, {left.pk: {"Kuukausihinta": "5,00"}}, by=owner, now=NOW)
    again(home, run, owner)
    assert not RejectedRow.objects.exists()
    assert len(stored(home, "subscription", "id")) == 4


def test_rows_that_nobody_mended_stay(home, imported, owner):
    run = imported.import_run
    first, second = RejectedRow.objects.order_by("line")
    mend(run, {first.pk: {"Alkanut": "28.2.2025"}, second.pk: second.cells}, by=owner, now=NOW)
    again(home, run, owner)
    assert list(RejectedRow.objects.all()) == [second]


def again(home, run, owner):
    upload = import_again(home, run, untouched=False, by=owner, now=NOW)
    assert work.run_next(home, load(home), NOW)
    upload.refresh_from_db()
    assert (upload.state, upload.error) == (State.DONE, "")


def test_a_mend_without_mended_rows_is_refused(home, imported, owner):
    with pytest.raises(ValidationError, match="No row has been mended"):
        import_again(home, imported.import_run, untouched=False, by=owner, now=NOW)


def test_rows_rejected_on_the_command_line_can_be_mended_too(home, db, owner):
    take(home, "subscriptions", "account_id,started_on,mrr\nK1,03-20-2026,7\nK2,02-02-2026,x\n")
    run = Import.objects.get()
    mend(run, {RejectedRow.objects.get().pk: {"mrr": "8"}}, by=owner, now=NOW)
    again(home, run, owner)
    assert {str(day) for (day,) in stored(home, "subscription", "day")} == {"2026-03-20", "2026-02-02"}


def test_a_saved_mapping_reads_next_months_file(home, put, ask, imported, owner):
    mapping = save_mapping(imported.import_run, " Laskutus ", by=owner, now=NOW)
    assert mapping.name == "Laskutus"
    text = FINNISH.decode("cp1252").replace(";T1;", ";U1;").replace("13.2.", "10.2.")
    upload = ask(put(text.encode(), mapping=mapping, name="maaliskuu.csv"), uploads.CHECK)
    assert (upload.state, upload.report["accepted"]) == (State.CHECKED, 2)
    assert alike("subscriptions", list(reversed(mapping.header))) == mapping
    assert alike("usage", mapping.header) is None


def test_saved_mappings_have_names_of_their_own(imported, owner):
    one = save_mapping(imported.import_run, "Laskutus", by=owner, now=NOW)
    with pytest.raises(ValidationError, match="already"):
        save_mapping(imported.import_run, "laskutus", by=owner, now=NOW)
    rename_mapping(one, "Tilaukset", by=owner, now=NOW)
    assert SavedMapping.objects.get().name == "Tilaukset"
    delete_mapping(one, by=owner, now=NOW)
    assert not SavedMapping.objects.exists()
    said = Audit.objects.values_list("action", flat=True)
    assert {"mapping.save", "mapping.rename", "mapping.delete", "import.upload", "import.import"} <= set(said)


@pytest.mark.parametrize("who", ["read_only"])
def test_who_may_only_look_changes_nothing(home, put, imported, people, who):
    by, run = people[who], imported.import_run
    with pytest.raises(PermissionDenied):
        put(by=by)
    assert not list(store.folder(home).glob("*.part"))
    upload, mapping = put(), save_mapping(run, "M", by=people["colleague"], now=NOW)
    refused = (
        lambda: uploads.choose(home, load(home), upload, {}, by=by, now=NOW),
        lambda: uploads.ask(home, load(home), upload, uploads.CHECK, by=by, now=NOW),
        lambda: uploads.withdraw(upload, by=by, now=NOW),
        lambda: uploads.discard(home, upload, by=by, now=NOW),
        lambda: mend(run, {}, by=by, now=NOW),
        lambda: import_again(home, run, untouched=True, by=by, now=NOW),
        lambda: save_mapping(run, "N", by=by, now=NOW),
        lambda: rename_mapping(mapping, "N", by=by, now=NOW),
        lambda: delete_mapping(mapping, by=by, now=NOW),
    )
    for verb in refused:
        with pytest.raises(PermissionDenied):
            verb()


def test_waiting_work_can_be_taken_back(home, put, owner):
    upload = put()
    uploads.ask(home, load(home), upload, uploads.IMPORT, by=owner, now=NOW)
    with pytest.raises(ValidationError, match="worked on"):
        uploads.ask(home, load(home), upload, uploads.IMPORT, by=owner, now=NOW)
    uploads.withdraw(upload, by=owner, now=NOW)
    assert not work.run_next(home, load(home), NOW)


def test_a_discarded_file_is_gone(home, put, owner):
    upload = put()
    uploads.discard(home, upload, by=owner, now=NOW)
    assert not Upload.objects.exists()
    assert list(store.folder(home).iterdir()) == []


def test_old_uploads_are_deleted_and_young_ones_stay(home, put):
    put(), put()
    Upload.objects.filter(pk=Upload.objects.first().pk).update(at=NOW - timedelta(days=31))
    work.run_next(home, load(home), NOW)
    assert Upload.objects.count() == 1
    assert len(list(store.folder(home).iterdir())) == 1


def test_a_file_that_is_no_table_leaves_nothing_behind(home, put):
    for content in (b"", b"%PDF-1.4 nonsense", b"PK\x03\x04 nonsense", b"only a heading\n"):
        with pytest.raises(ValidationError) as refused:
            put(content, kind="accounts")
        assert "upl_" not in refused.value.messages[0]
    assert list(store.folder(home).iterdir()) == []


def test_a_workbook_is_read_like_a_file_of_text(home, put, ask, tmp_path):
    upload = ask(put(workbook(tmp_path), name="tilaukset.xlsx"), uploads.IMPORT)
    assert (upload.sheets, upload.settings["sheet"]) == (["Tilaukset", "Muut"], "Tilaukset")
    assert [upload.report[name] for name in ("read", "accepted", "rejected")] == [3, 2, 1]
    row = RejectedRow.objects.get()
    assert (row.line, row.value, upload.report["detected"]["encoding"]) == (6, "huomenna", "xlsx")
    assert stored(home, "subscription", "day", "amount")[0][1] == 12_500_000


def test_another_sheet_can_be_chosen(home, put, owner, tmp_path):
    upload = put(workbook(tmp_path), name="tilaukset.xlsx")
    uploads.choose(home, load(home), upload, {**upload.settings, "sheet": "Muut"}, by=owner, now=NOW)
    assert upload.settings["columns"] == {"Asiakas": "account_id"}


def bomb(name="xl/worksheets/sheet1.xml", size=64 * 1024**2):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr(name, b"0" * size)
    return packed.getvalue()


def test_zip_bombs_are_refused_unopened(put):
    with pytest.raises(ValidationError, match="beyond all measure"):
        put(bomb(), name="bomb.xlsx")


def test_documents_that_name_entities_are_refused(put):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>')
    with pytest.raises(ValidationError, match="beyond all measure"):
        put(packed.getvalue(), name="entities.xlsx")


def test_a_damaged_workbook_says_what_to_do(put):
    with pytest.raises(ValidationError, match="cannot be opened as a workbook"):
        put(bomb(name="other.xml", size=10), name="broken.xlsx")
