"""Homes that are set up once and copied."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.independent.asking import Loiste


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Loiste]:
    """Gives a fresh home in a folder, for an organisation with this currency."""
    made: dict[str, Path] = {}

    def new(folder: Path, currency: str) -> Loiste:
        if currency not in made:
            made[currency] = tmp_path_factory.mktemp("fresh") / "home"
            Loiste(made[currency], currency)
        return Loiste(Path(shutil.copytree(made[currency], folder / "home")))

    return new
