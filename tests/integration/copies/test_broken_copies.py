"""A copy that is broken, cut, swollen or made to lead elsewhere is refused in one line, before anything is changed."""

import hashlib
import io
import json
import shutil
import tarfile

import pytest

from loiste.copies import checking, content
from loiste.copies.errors import CopyError
from loiste.copies.reading import opened
from tests.integration.copies.conftest import restored


def refused(path, home, words="not whole or was changed"):
    with pytest.raises(CopyError, match=words) as found:
        restored(path, home)
    said = str(found.value)
    assert said.endswith(".") and "\n" not in said
    assert not home.exists()


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made.folder, tmp_path / "copy")


def place(folder, name):
    found = json.loads((folder / content.FILE).read_text())
    return folder / (name if name.startswith("blocks/") else f"{found['folder']}/{name}")


def first_block(folder):
    return next(folder.glob("blocks/*/*.parquet"))


def flip(path):
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


def changed(where, **facts):
    """copy.json says something else."""
    path = where / content.FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


def rewritten(folder, table, change):
    """Rows are changed, and copy.json with them, as somebody would who means harm."""
    name = content.table_file(table)
    path = place(folder, name)
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(rows)
    path.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    said = json.loads((folder / content.FILE).read_text())
    said["files"][name] = {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (folder / content.FILE).write_text(json.dumps(said))


def test_one_bit_of_a_block_that_has_turned(folder, tmp_path):
    flip(first_block(folder))
    refused(folder, tmp_path / "home")


def test_one_bit_of_a_table_that_has_turned(folder, tmp_path):
    flip(place(folder, "tables/accounts_account.jsonl"))
    refused(folder, tmp_path / "home")


def test_a_file_that_is_missing(folder, tmp_path):
    first_block(folder).unlink()
    refused(folder, tmp_path / "home")


def test_a_file_that_is_a_link_to_elsewhere(folder, tmp_path):
    block = first_block(folder)
    shutil.move(block, tmp_path / "outside")
    block.symlink_to(tmp_path / "outside")
    refused(folder, tmp_path / "home")


def test_fewer_rows_than_were_said(folder, tmp_path):
    said = json.loads((folder / content.FILE).read_text())["tables"]
    changed(folder, tables=said | {"accounts_account": said["accounts_account"] + 1})
    refused(folder, tmp_path / "home")


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "blocks/../../x.parquet", "blocks/usage/x.sh"])
def test_names_that_lead_elsewhere(name, folder, tmp_path):
    said = json.loads((folder / content.FILE).read_text())["files"]
    changed(folder, files=said | {name: {"bytes": 0, "sha256": "0" * 64}})
    refused(folder, tmp_path / "home")


def test_a_folder_that_leads_elsewhere(folder, tmp_path):
    changed(folder, folder="../copy")
    refused(folder, tmp_path / "home")


def test_rows_that_name_files_elsewhere(folder, tmp_path):
    rewritten(folder, "timeline_block", lambda rows: rows[0].update(path="../../secret"))
    refused(folder, tmp_path / "home")


def test_uploads_that_are_named_elsewhere(folder, tmp_path):
    rewritten(folder, "sources_upload", lambda rows: rows[0].update(public_id="../../secret"))
    refused(folder, tmp_path / "home")


def test_a_tar_that_is_cut(made, tmp_path):
    for share in (2, 3):
        cut = tmp_path / f"cut{share}.tar"
        cut.write_bytes(made.tar.read_bytes()[: made.tar.stat().st_size // share])
        refused(cut, tmp_path / "home")


def member(name, kind=tarfile.REGTYPE, size=0, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info


@pytest.mark.parametrize(
    "odd",
    [
        member("../../x"), member("/etc/cron.d/x"), member("blocks/usage/x.parquet", tarfile.SYMTYPE, link="/etc/passwd"),
        member("secret.key", tarfile.LNKTYPE, link="/etc/passwd"), member("uploads/pipe", tarfile.FIFOTYPE),
        member("blocks/usage/y.parquet", tarfile.GNUTYPE_SPARSE, size=10), member("copy.json"),
    ],
    ids=lambda info: f"{info.name}-{info.type.decode()}",
)  # fmt: skip
def test_a_tar_with_an_entry_that_has_no_business_there(odd, made, tmp_path):
    path = tmp_path / "odd.tar"
    with tarfile.open(made.tar) as source, tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as target:
        target.addfile(odd, io.BytesIO(b"0" * 10) if odd.size else None)
        for one in source:
            target.addfile(one, source.extractfile(one))
    refused(path, tmp_path / "home")


def test_a_tar_whose_entry_claims_to_be_huge(made, tmp_path):
    path = tmp_path / "huge.tar"
    path.write_bytes(member("blocks/usage/z.parquet", size=2**40).tobuf(tarfile.GNU_FORMAT) + made.tar.read_bytes())
    refused(path, tmp_path / "home")


def test_a_tar_that_was_packed_is_no_copy(made, tmp_path):
    with tarfile.open(tmp_path / "packed.tar", "w:gz") as packed:
        packed.add(made.tar, "copy.json")
    refused(tmp_path / "packed.tar", tmp_path / "home")


def test_what_is_no_copy_at_all(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.tar").write_text("hello")
    refused(tmp_path / "empty", tmp_path / "home", "is not a copy")
    refused(tmp_path / "nothing.tar", tmp_path / "home", "is not a copy")
    refused(tmp_path / "text.tar", tmp_path / "home")


def test_a_copy_of_a_newer_loiste(folder, tmp_path):
    said = json.loads((folder / content.FILE).read_text())["migrations"]
    changed(folder, version="9.0", migrations=said | {"accounts": [*said["accounts"], "0999_tomorrow"]})
    refused(folder, tmp_path / "home", "9.0.*newer.*upgrade")
    changed(folder, format=content.FORMAT + 1)
    refused(folder, tmp_path / "home", "9.0.*newer.*upgrade")


def test_a_copy_for_which_there_is_no_room(made, tmp_path, monkeypatch):
    monkeypatch.setattr(checking, "free", lambda folder: 1000)
    with opened(made.tar) as copy, pytest.raises(CopyError, match="make room"):
        checking.check_room(tmp_path, copy.content)


def test_rows_that_do_not_fit_together_change_nothing(folder, elsewhere):
    rewritten(folder, "accounts_identity", lambda rows: rows[0].update(account_id=999_999))
    with pytest.raises(CopyError, match="do not fit together"):
        restored(folder, elsewhere)
    rewritten(folder, "accounts_identity", lambda rows: rows[0].update(account_id="many"))
    with pytest.raises(CopyError, match="does not fit its table"):
        restored(folder, elsewhere)
    assert not list(elsewhere.rglob("*.parquet")) and not (elsewhere / "secret.key").exists()
