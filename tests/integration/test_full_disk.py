"""A disk without room: whoever asks is told, nothing that was acknowledged is lost, and all goes on when there is room."""

import subprocess

import pytest

from tests.command import as_json, loiste
from tests.serving import Serving, key, post, tracks, until

ROWS = 20_000


class Disk:
    """A disk of its own, so small that it can be filled."""

    def __init__(self, where):
        self.where, self.filler = where, where / "filler"

    def fill(self):
        with self.filler.open("wb", buffering=0) as out:
            try:
                while True:
                    out.write(b"0" * 4096)
            except OSError:
                pass  # that is what it was for

    def make_room(self):
        self.filler.unlink()


@pytest.fixture
def disk(tmp_path):
    where = tmp_path / "disk"
    where.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", where], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("only root may mount a small disk")
    loiste(where, "init")
    yield Disk(where)
    subprocess.run(["umount", "-l", where], check=True)


def test_a_sender_is_asked_to_come_back_and_loses_nothing(disk):
    serving = Serving(disk.where, LOISTE_LEAST_FREE_MB="1").start()
    try:
        secret = key(disk.where)
        assert post(serving.address, tracks(range(100)), secret=secret)[0] == 200
        serving.drained()
        disk.fill()
        status, said = post(serving.address, tracks(range(100, 200)), secret=secret)
        assert (status, said["code"]) == (503, "disk_full")
        disk.make_room()
        until(lambda: post(serving.address, tracks(range(100, 200)), secret=secret)[0] == 200)
        found = serving.drained()
        assert (found["signals"], found["rejected"]) == (200, 0)
    finally:
        serving.end()


def test_what_was_acknowledged_waits_until_there_is_room_to_drain_it(disk):
    serving = Serving(disk.where, "--no-worker", LOISTE_LEAST_FREE_MB="1").start()
    try:
        secret = key(disk.where)
        for number in range(20):
            assert post(serving.address, tracks(range(100 * number, 100 * number + 100)), secret=secret)[0] == 200
        disk.fill()
        assert "is full" in loiste(disk.where, "ingest", exit_code=1)
        disk.make_room()
        loiste(disk.where, "ingest")
        found = serving.doctor()
        assert (found["signals"], found["inbox"]) == (2000, 0)
    finally:
        serving.end()


def test_an_import_without_room_is_told_and_can_be_given_again(disk, tmp_path):
    file = tmp_path / "usage.csv"
    lines = (f"u{n},a{n % 50},2026-10-{n % 28 + 1:02d},open{n % 9}" for n in range(ROWS))
    file.write_text("\n".join(["usage_id,account_id,occurred_at,feature", *lines]), encoding="utf-8")
    disk.fill()
    assert "is full" in loiste(disk.where, "import", "usage", file, exit_code=1)
    disk.make_room()
    first, again = (as_json(disk.where, "import", "usage", file) for _ in range(2))
    assert (first["accepted"], first["duplicate"]) == (ROWS, 0)
    assert (again["accepted"], again["duplicate"]) == (0, ROWS)
