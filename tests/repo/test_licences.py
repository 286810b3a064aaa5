"""Whatever is installed or shipped with Loiste is under a permissive licence."""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

from tests.repo.places import text

PERMISSIVE = (
    "mit",
    "bsd",
    "apache",
    "psf",
    "python software foundation",
    "mpl-2.0",
    "mozilla public license 2.0",
    "isc",
    "0bsd",
)
UNWELCOME = ("gpl", "agpl", "sspl", "busl", "gnu general public", "gnu affero", "proprietary")
# Used by importing only, never copied in or changed.
LESSER = ("lgpl", "lesser general public")
# Packages whose metadata does not say it in a form that can be read: the licence, and where it stands.
BY_HAND: dict[str, str] = {"qrcode": "BSD-3-Clause and MIT, in its LICENSE; 'proprietary' is said of the word QR Code"}
SHIPPED_FONT = "OFL-1.1"  # Inter: a font may be shipped with anything under its own licence


def runtime() -> dict[str, str]:
    """Licence text of each package that an installation needs, dependencies of dependencies included."""
    waiting = [Requirement(line) for line in tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]]
    found: dict[str, str] = {}
    while waiting:
        wanted = waiting.pop()
        key = re.sub(r"[-_.]+", "-", wanted.name.lower())
        try:
            package = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # needed on other platforms only
        if key not in found:
            found[key] = licence(package.metadata)
            waiting += [one for one in map(Requirement, package.requires or []) if applies(one, wanted.extras)]
    return found


def applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def licence(metadata) -> str:
    """The expression, the classifiers and the short field, in small letters; long texts say too much to be matched."""
    short = metadata.get("License") or ""
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([metadata.get("License-Expression") or "", *classifiers, short[:60]]).strip().lower()


def is_permissive(said: str) -> bool:
    return names(said, PERMISSIVE) and not names(said, UNWELCOME)


def names(said: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words begins somewhere in the text."""
    return any(re.search(rf"\b{re.escape(word)}", said) for word in words)


def test_every_package_that_an_installation_needs_is_permissive():
    found = runtime()
    assert {"django", "duckdb", "pyarrow", "granian"} <= found.keys()
    foreign = {
        key: said for key, said in found.items()
        if key not in BY_HAND and not is_permissive(said) and not names(said, LESSER)
    }  # fmt: skip
    assert foreign == {}


def test_packages_judged_by_hand_are_still_needed():
    assert BY_HAND.keys() <= runtime().keys()


def test_every_package_of_the_pages_is_permissive():
    packages = json.loads(text("frontend/package-lock.json"))["packages"]
    said = {place: package.get("license", "") for place, package in packages.items() if place}
    foreign = {place: name for place, name in said.items() if not is_permissive(name.lower()) and name != SHIPPED_FONT}
    assert foreign == {}
