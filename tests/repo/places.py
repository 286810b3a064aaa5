"""Where things lie in this repository, for the tests that read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "loiste"
DOCS = ROOT / "docs"
PYTHON = ("loiste", "tests", "benchmarks", "tools")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> Iterator[Path]:
    """Every Python file below the folders, except migrations."""
    for folder in folders or PYTHON:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def docs() -> list[Path]:
    """Every Markdown file that people read."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def section(document: str, heading: str) -> str:
    """What stands under `## heading` in a Markdown text, up to the next heading as high."""
    head = f"\n## {heading}\n"
    assert head in document, f"there is no section '## {heading}'"
    return document.split(head, 1)[1].split("\n## ", 1)[0]


def blocks(document: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    parts = document.split(f"```{language}\n")[1:]
    return [part.split("\n```", 1)[0] + "\n" for part in parts]
