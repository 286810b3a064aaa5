"""The README cannot lie: its metric is the real file, and its commands are run and print what it shows."""

import os
import subprocess
import sys

import pytest

from tests import cluster
from tests.repo.places import ROOT, blocks, text

SHOWN = "loiste/metrics/catalogue/logo_churn.py"
YOURS = "/home/you"  # how the folder of the example is called in the README


def test_the_metric_shown_is_the_real_file():
    assert blocks(text("README.md"), "python") == [text(SHOWN)]


def steps() -> list[tuple[str, str]]:
    """(command, what it prints) of the console block."""
    (console,) = blocks(text("README.md"), "console")
    return [(command, printed) for command, _, printed in (step.partition("\n") for step in console.split("$ ")[1:])]


@pytest.fixture
def shell(tmp_path):
    """Runs a command line in a folder that holds the example's file."""
    (file,) = blocks(text("README.md"), "csv")
    (tmp_path / "subscriptions.csv").write_text(file, encoding="utf-8")
    program = tmp_path / "bin" / "loiste"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m loiste "$@"\n')
    program.chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LOISTE_", "DJANGO_"))}
    environ = {**kept, "PATH": f"{program.parent}:{kept['PATH']}", "PYTHONPATH": str(ROOT)}
    if cluster.wanted():
        environ["DATABASE_URL"] = cluster.url_of(tmp_path)

    def run(command: str) -> str:
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )  # fmt: skip
        return (done.stdout + done.stderr).replace(str(tmp_path), YOURS)

    return run


def test_the_commands_print_what_is_shown(shell):
    """After a wanted change of what is printed, UPDATE_README=1 writes the new text into the README."""
    assert len(steps()) > 3
    printed = [(command, shell(command)) for command, _shown in steps()]
    if os.environ.get("UPDATE_README"):
        fresh = "".join(f"$ {command}\n{said}" for command, said in printed)
        (console,) = blocks(text("README.md"), "console")
        (ROOT / "README.md").write_text(text("README.md").replace(console, fresh), encoding="utf-8")
    else:
        assert printed == steps()
