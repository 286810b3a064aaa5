"""The commands, each in a process of its own."""

import json
import os

from tests.command import loiste


def test_a_copy_is_restored_into_an_empty_home_only_and_counts_there_as_before(made, tmp_path):
    home = tmp_path / "home"
    told = json.loads(loiste(home, "restore", made.export, "--json"))
    assert told["kind"] == "export" and told["rows"]["accounts_subscription"] == 4
    printed = json.loads(loiste(home, "kpis", "--monthly", "2026-01..2026-11", "--json"))
    assert printed == json.loads(made.numbers)
    assert "--replace" in loiste(home, "restore", made.tar, exit_code=1)
    assert "is not a copy" in loiste(home, "restore", tmp_path, "--check", exit_code=1)


def test_the_receipt_of_a_copy_says_in_full_where_it_lies(tmp_path):
    home = tmp_path / "home"
    loiste(home, "init")
    for command in ("backup", "export"):
        where = tmp_path / f"{command}.tar"
        assert f" {where}: " in loiste(home, command, os.path.relpath(where))
        assert where.is_file()
