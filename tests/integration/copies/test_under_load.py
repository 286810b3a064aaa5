"""A real server with senders at work: a backup holds all that was acknowledged before it began, once."""

import os

import pytest

from tests.command import as_json, loiste
from tests.integration.test_kills import Sender
from tests.serving import Serving, key, post, tracks, until

ROUNDS = int(os.environ.get("LOISTE_KILLS", "0")) // 10

pytestmark = pytest.mark.skipif(not ROUNDS, reason="takes half a minute; make endure does it")


def test_a_backup_under_load_holds_every_event_that_was_acknowledged_before_it(serving, tmp_path):
    secret, copy = key(serving.home), tmp_path / "copy"
    sender = Sender(serving, secret)
    sender.start()
    for number in range(ROUNDS):
        until(lambda least=100 * (number + 1): sender.acknowledged >= least)
        before = sender.acknowledged
        made = as_json(serving.home, "backup", copy)
        assert sender.acknowledged > before  # nobody was held up
    sender.stop()
    there = tmp_path / "there"
    loiste(there, "restore", copy)
    held = as_json(there, "doctor")
    assert held["signals"] + held["inbox"] >= before and made["blocks"] > 0
    elsewhere = Serving(there).start()
    try:
        for start in range(0, sender.acknowledged, 1000):
            batch = tracks(range(start, min(start + 1000, sender.acknowledged)))
            assert post(elsewhere.address, batch, secret=secret)[0] == 200
        assert elsewhere.drained()["signals"] == sender.acknowledged
        assert "Loiste is running" in loiste(there, "restore", copy, "--replace", "--yes", exit_code=1)
    finally:
        elsewhere.end()
