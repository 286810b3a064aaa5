"""What an image is made of: all of it at exact versions, those that are tested, none with a weakness that is known."""

import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.repo.places import text
from tests.repo.test_licences import runtime

FIXED = [
    (package, *entry.split(" ", 1))
    for package, entries in tomllib.loads(text("deploy/advisories.toml"))["fixed"].items()
    for entry in entries
]


def constraints() -> dict[str, str]:
    lines = [line for line in text("deploy/constraints.txt").splitlines() if line and not line.startswith("#")]
    return dict(line.split("==") for line in lines)


def test_every_package_that_an_installation_needs_has_its_version():
    assert constraints().keys() == runtime().keys()


def test_the_versions_fit_what_the_package_asks_for():
    asked = [Requirement(line) for line in tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]]
    assert [one.name for one in asked if not one.specifier.contains(constraints()[one.name.lower()])] == []


@pytest.mark.parametrize(("package", "first", "name"), FIXED, ids=[name for *_, name in FIXED])
def test_no_version_with_a_known_weakness_is_installed_or_shipped(package, first, name):
    assert Version(constraints()[package]) >= Version(first), name
    assert Version(version(package)) >= Version(first), name
