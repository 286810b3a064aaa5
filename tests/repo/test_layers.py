"""Imports point one way, and nothing goes round the check by naming a module in a string."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.repo.places import ROOT, name, python_files, tree

# Where modules may be named in strings: commands are loaded when called, metrics and wires are found by being there.
STRING_IMPORTS = {"loiste/cli/main.py", "loiste/metrics/registry.py", "loiste/sources/inbox/wires.py"}
IMPORTERS = {"import_module", "import_string", "__import__"}
# One place opens DuckDB, so that one place locks it down.
DUCKDB = {"loiste/timeline/engine.py"}


def test_the_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_imported_by_a_string():
    found = {name(path) for path in python_files("loiste") for call in calls(tree(path)) if call in IMPORTERS}
    assert found <= STRING_IMPORTS


def calls(module: ast.Module) -> list[str]:
    called = [node.func for node in ast.walk(module) if isinstance(node, ast.Call)]
    return [getattr(func, "attr", getattr(func, "id", "")) for func in called]


def test_duckdb_is_opened_in_one_place():
    assert {name(path) for path in python_files("loiste") if "duckdb" in imported(tree(path))} == DUCKDB


def imported(module: ast.Module) -> set[str]:
    """The top names of all that a module imports."""
    plain = [alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names]
    from_ = [node.module for node in ast.walk(module) if isinstance(node, ast.ImportFrom) and node.module]
    return {each.partition(".")[0] for each in plain + from_}
