"""Every verb writes its line in the audit log, and nothing in the product changes or deletes one."""

import ast
import re
from functools import cache

import pytest

from tests.repo.places import ROOT
from tests.repo.test_permissions import column

BELOW = ("accounts", "sources", "copies", "privacy", "judgement")  # where verbs are
WRITES = r"\baudit\.(?:write|write_all|line)\(|\bact\.note\("  # the log itself, and an Act's way to it


@cache
def module(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """The functions of a module by their names, and what it takes from others: name -> module."""
    path = ROOT / f"{name.replace('.', '/')}.py"
    if not path.exists():
        return {}, {}
    code = path.read_text(encoding="utf-8")
    tree = ast.parse(code)
    bodies = {
        one.name: ast.get_source_segment(code, one) or "" for one in tree.body if isinstance(one, ast.FunctionDef)
    }
    taken = {
        one.asname or one.name: line.module or ""
        for line in ast.walk(tree) if isinstance(line, ast.ImportFrom) for one in line.names
    }  # fmt: skip
    return bodies, taken


def writes(name: str, function: str, seen: frozenset[tuple[str, str]] = frozenset()) -> bool:
    """Whether the function, or one that it calls by its name, writes into the log."""
    bodies, taken = module(name)
    if function not in bodies or (name, function) in seen:
        return False
    if re.search(WRITES, bodies[function]):
        return True
    so_far = seen | {(name, function)}
    return any(
        writes(name if word in bodies else taken.get(word, ""), word, so_far)
        for word in set(re.findall(r"(?<![.\w])(\w+)\(", bodies[function]))
    )


def verbs(function: str) -> list[str]:
    """Modules below pages with a verb of this name: it is told who does it."""
    paths = [path for part in BELOW for path in (ROOT / "loiste" / part).rglob("*.py")]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    told = r"\b(?:by|user): |\bact: Act"
    return [name for name in names if re.search(told, module(name)[0].get(function, "").partition("->")[0])]


@pytest.mark.parametrize("verb", column(1))
def test_each_verb_writes_its_line(verb):
    function = verb.rpartition(".")[2]
    assert verbs(function), "it is nowhere"
    assert [name for name in verbs(function) if not writes(name, function)] == []


def test_no_code_changes_or_deletes_a_line():
    """Rows of the log are made in one module; elsewhere they are read. Copies replace whole tables, by name of none."""
    for path in (ROOT / "loiste").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"Audit\.objects[^\n]*\.(update|delete|bulk_update|update_or_create)\(", code), path
        assert not re.search(r"\bAudit\(", code) or path.name in ("audit.py", "models.py"), path
