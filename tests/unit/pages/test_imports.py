"""Pages of the import wizard: who may do what, limits, every kind, answers for htmx and without it."""

import re
from contextlib import nullcontext

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client

from loiste.organisation.config import load
from loiste.pages.imports import receive
from loiste.sources.files.kinds.catalogue import KINDS
from loiste.sources.models import Import, SavedMapping, State, Upload
from loiste.sources.wizard import store, work
from tests.integration.importing import NOW, take
from tests.reading import text

ROWS = b"account_id;started_on;mrr\nK1;1.2.2026;10,50\nK2;2.2.2026;x\n"


def send(client, content=ROWS, *, kind="subscriptions", name="rows.csv", **more):
    file = SimpleUploadedFile(name, content)
    return client.post("/imports/new/", {"kind": kind, "file": file, **more})


@pytest.fixture
def upload(owner, home):
    assert send(owner).status_code == 302
    return Upload.objects.get()


def worked(home):
    assert work.run_next(home, load(home), NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_columns_page(owner, home, kind):
    headings = ";".join(field.name for field in KINDS[kind].fields)
    answer = send(owner, f"{headings}\n{';' * (len(KINDS[kind].fields) - 1)}x\n".encode(), kind=kind)
    page = text(owner.get(answer["Location"]))
    assert page.count(" selected>") >= len(KINDS[kind].fields)
    assert "What each column gives" in page


def test_a_file_walks_to_its_report(owner, home, upload):
    address = f"/imports/uploads/{upload.public_id}/"
    assert "The first rows as they will be read" in text(owner.get(address))
    owner.post(f"{address}check/")
    assert "Import 1 row" in text(owner.get(address))
    owner.post(f"{address}start/")
    assert "Waiting for the worker" in text(owner.get(address))
    worked(home)
    assert owner.get(address)["Location"] == f"/sources/imports/{Import.objects.get().public_id}/"
    answer = owner.get(address, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/sources/imports/")


def test_choices_answer_with_the_part_that_changes(owner, upload):
    sent = {"name-0": "account_id", "column-0": "account_id", "name-1": "started_on", "column-1": ""}
    page = text(owner.post(f"/imports/uploads/{upload.public_id}/", sent, headers={"HX-Request": "true"}))
    assert page.lstrip().startswith('<form id="how"')
    assert "To be answered before the file can be checked" in page
    upload.refresh_from_db()
    assert upload.settings["columns"] == {"account_id": "account_id"}


def test_one_field_from_two_columns_is_pointed_out(owner, upload):
    sent = {"name-0": "account_id", "column-0": "account_id", "name-1": "started_on", "column-1": "account_id"}
    assert "Two columns are to give" in text(
        owner.post(f"/imports/uploads/{upload.public_id}/", sent, headers={"HX-Request": "true"})
    )


def test_an_attribute_of_its_own_is_offered_for_accounts(owner, home):
    answer = send(owner, b"asiakasnumero,nimi,Toimiala X\nA,B,C\n", kind="accounts")
    assert 'value="attr.toimiala_x"' in text(owner.get(answer["Location"]))


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(owner, home, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 1024**2)
    answer = send(owner, b"x" * (1024**2 + 1))
    assert (answer.status_code, "larger than 1 MB" in text(answer)) == (422, True)
    assert list(store.folder(home).iterdir()) == []
    assert not Upload.objects.exists()


def test_no_file_an_empty_file_and_no_kind_are_said(owner, home):
    assert "Choose a file first." in text(owner.post("/imports/new/", {"kind": "usage"}))
    assert "The file is empty" in text(send(owner, b""))
    assert "Choose what the rows" in text(send(owner, kind=""))
    assert list(store.folder(home).iterdir()) == []


def test_sending_needs_the_token_of_the_form(people, home, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["owner"])
    assert send(client).status_code == 403
    assert not Upload.objects.exists()


def test_who_may_only_look_sees_pages_and_is_refused_changes(client, owner, home, people, upload):
    take(home, "subscriptions", "account_id,started_on,mrr\nK1,2026-01-01,x\n")
    run = Import.objects.get()
    mapping = SavedMapping.objects.create(name="M", kind="usage", by="x", at=NOW)
    client.force_login(people["read_only"])
    address = f"/imports/uploads/{upload.public_id}/"
    for page in ("/imports/new/", address, f"/imports/mend/{run.public_id}/", "/imports/mappings/"):
        shown = client.get(page)
        assert shown.status_code == 200
        assert not re.search(r'<main.*<button class="btn btn-primary" type="submit">(?!Upload)', text(shown), re.DOTALL)
    posts = (address, f"{address}check/", f"{address}start/", f"{address}discard/", f"{address}withdraw/")
    posts += (f"/imports/mend/{run.public_id}/", f"/imports/mappings/save/{run.public_id}/")
    posts += (f"/imports/mappings/{mapping.public_id}/rename/", f"/imports/mappings/{mapping.public_id}/delete/")
    for page in posts:
        assert client.post(page, {"name": "N"}).status_code == 403, page
    assert send(client).status_code == 403


def test_strangers_see_the_sign_in_page(client, home, people, upload):
    client.force_login(people["stranger"])
    for page in ("/imports/new/", f"/imports/uploads/{upload.public_id}/", "/imports/mappings/"):
        assert "/sign-in/" in client.get(page)["Location"]


def test_what_is_not_there_is_not_found(owner, home):
    for page in ("/imports/uploads/upl_x/", "/imports/mend/imp_x/"):
        assert owner.get(page).status_code == 404
    assert owner.post("/imports/mappings/map_x/delete/").status_code == 404


def test_failed_work_says_why_and_can_be_mended(owner, home, upload):
    Upload.objects.update(state=State.FAILED, error="The sky fell; choose another one.")
    assert "The sky fell" in text(owner.get(f"/imports/uploads/{upload.public_id}/"))


def test_a_file_that_has_gone_is_said_to_be_unreadable(owner, home, upload):
    store.file_of(home, upload).unlink()
    assert "The file cannot be read" in text(owner.get(f"/imports/uploads/{upload.public_id}/"))


def test_a_discarded_file_is_gone(owner, home, upload):
    owner.post(f"/imports/uploads/{upload.public_id}/discard/")
    assert not Upload.objects.exists()


def test_the_table_to_mend_takes_no_more_queries_for_more_rows(owner, home, django_assert_max_num_queries):
    rows = "".join(f"K{n},2026-01-01,x\n" for n in range(120))
    take(home, "subscriptions", f"account_id,started_on,mrr\n{rows}")
    address = f"/imports/mend/{Import.objects.get().public_id}/"
    with django_assert_max_num_queries(14):
        page = text(owner.get(f"{address}?page=2"))
    assert page.count("aria-invalid") == 50
    assert "51–100 of 120" in page


def test_only_saved_rows_wait_with_their_new_cells(owner, home):
    take(home, "subscriptions", "account_id,started_on,mrr\nK1,2026-01-01,x\n")
    run = Import.objects.get()
    row = run.rejected_rows.get()
    owner.post(f"/imports/mend/{run.public_id}/", {f"cell-{row.pk}-2": "17", "cell-9999-1": "?", "cell-a-b": "?"})
    page = text(owner.get(f"/imports/mend/{run.public_id}/"))
    assert 'value="17"' in page
    assert "1 mended row waits" in page


def test_names_of_files_cannot_lead_out_of_the_folder(owner, home):
    send(owner, name="../../../etc/passwd.csv")
    assert Upload.objects.get().file_name == "passwd.csv"
    assert {file.name for file in store.folder(home).iterdir()} == {Upload.objects.get().public_id}


@pytest.mark.parametrize(("length", "cut"), [(20, False), (4 * 10 + 1, True)])
def test_a_body_far_beyond_the_limit_is_cut_off_and_others_are_read_to_their_end(tmp_path, length, cut):
    handler = receive.ToDisk(tmp_path, 10)
    handler.handle_raw_input(None, {}, length, b"")
    handler.new_file("file", "name.csv", "text/csv", length)
    with pytest.raises(StopUpload) if cut else nullcontext():
        handler.receive_data_chunk(b"x" * 11, 0)
        handler.receive_data_chunk(b"x" * 9, 11)
        assert handler.file_complete(20) is None
    assert handler.too_large
    assert list(tmp_path.iterdir()) == []
