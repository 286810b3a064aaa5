"""`loiste demo` from an empty folder: fills, marks, refuses a second time, and its dashboard has values."""

import json

import pytest

from loiste.organisation import config
from tests.command import environment
from tests.forks import python

UNTIL = "2026-06-30"
NINE = ("nps", "onboarding_days", "ces", "nrr", "mrr", "customers", "cltv", "cac", "logo_churn")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs the command line in a home of its own."""
    home = tmp_path_factory.mktemp("demo") / "home"
    environ = environment(home, LOISTE_LANGUAGE="en")

    def command(*words):
        return python(["-m", "loiste", *words], env=environ)

    command.home = home
    return command


@pytest.fixture(scope="module")
def filled(run):
    done = run("demo", "--until", UNTIL, "--weeks", "3", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_says_what_was_filled_and_how_to_sign_in(filled):
    assert filled["until"] == UNTIL and filled["accounts"] > 4000 and sum(filled["signals"].values()) > 600_000
    assert [user["role"] for user in filled["users"]] == [
        "admin",
        "success_manager",
        "leader",
        "success_manager",
        "read_only",
    ]
    assert len({user["password"] for user in filled["users"]}) == 5


def test_the_organisation_is_marked_as_a_demo(filled, run):
    organisation = config.load(run.home)
    assert organisation.demo and "demo" in organisation.name


def test_the_nine_tiles_have_believable_values(filled, run):
    shown = json.loads(run("kpis", "--as-of", UNTIL, "--json").stdout)["metrics"]
    values = {name: shown[name]["value"] for name in NINE}
    limits = {
        "nps": (30, 52), "onboarding_days": (7, 13), "ces": (5.5, 6.3), "nrr": (1.0, 1.2), "mrr": (150_000, 215_000),
        "customers": (1430, 1570), "cltv": (3500, 12_000), "cac": (700, 1900), "logo_churn": (0.006, 0.03),
    }  # fmt: skip
    assert {name: value for name, value in values.items() if not limits[name][0] <= value <= limits[name][1]} == {}


def test_a_home_with_data_is_refused(filled, run):
    again = run("demo", "--until", UNTIL)
    assert again.returncode == 1 and "LOISTE_HOME" in again.stderr and "Traceback" not in again.stderr


def test_a_wrong_day_is_wrong_usage(run):
    assert run("demo", "--until", "30.6.2026").returncode == 2
