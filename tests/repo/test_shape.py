"""Nothing grows past what a reader takes in at once: the limits are in LIMITS, exceptions in shape_allowed.txt."""

import ast
from collections.abc import Iterator

from tests.repo.places import PACKAGE, ROOT, name, python_files, text, tree

FUNCTION, MODULE, TEMPLATE, METRIC = 40, 300, 80, 60


def too_long() -> Iterator[tuple[str, int, int]]:
    """(place, lines, limit) of all that is over its limit."""
    for path in [*python_files(), ROOT / "hatch_build.py"]:
        yield from over(name(path), lines(path), METRIC if path.parent.name == "catalogue" else MODULE)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield from over(f"{name(path)}:{node.name}", length, FUNCTION)
    for path in sorted(PACKAGE.rglob("*.html")):
        yield from over(name(path), lines(path), TEMPLATE)
    for path in sorted([*(ROOT / "frontend" / "src").rglob("*.js"), *(ROOT / "frontend" / "src").rglob("*.css")]):
        yield from over(name(path), lines(path), MODULE)


def over(place: str, length: int, limit: int) -> list[tuple[str, int, int]]:
    return [(place, length, limit)] if length > limit else []


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def allowed() -> dict[str, str]:
    """Place and reason, from the list of exceptions."""
    entries = [line for line in text("tests/repo/shape_allowed.txt").splitlines() if line and not line.startswith("#")]
    return {place: reason.strip() for place, _, reason in (entry.partition("  ") for entry in entries)}


def test_nothing_is_larger_than_its_limit():
    found = [f"{place}: {length} lines, limit {limit}" for place, length, limit in too_long() if place not in allowed()]
    assert not found, "\n".join(found)


def test_each_exception_has_a_reason_and_is_still_needed():
    needed = {place for place, _length, _limit in too_long()}
    assert [place for place, reason in allowed().items() if not reason] == []
    assert sorted(allowed().keys() - needed) == []


def test_every_module_of_the_core_says_what_it_knows():
    core = [path for path in python_files("loiste") if "pages" not in path.parts and path.name != "apps.py"]
    silent = [
        name(path) for path in core if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(tree(path))
    ]
    assert silent == []
