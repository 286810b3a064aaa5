"""`loiste import` as scripts and people call it."""

import json

import pytest
from click.testing import CliRunner

from loiste.cli.import_ import import_command
from tests.integration.importing import stored
from tests.integration.workbooks import workbook

pytestmark = pytest.mark.django_db

GOOD = "usage_id,account_id,occurred_at,count\nU1,A1,2024-02-01,6.0\nU2,A1,soon,1\n"


@pytest.fixture
def run(home, monkeypatch):
    """Calls the command on a text; gives back what it printed."""
    monkeypatch.setenv("LOISTE_HOME", str(home))
    monkeypatch.setenv("LOISTE_LANGUAGE", "en")

    def call(kind, text, *flags, name="use.csv"):
        path = home.parent / name
        if text is not None:
            path.write_text(text)
        return CliRunner().invoke(import_command, [kind, str(path), *flags])

    return call


def test_json_is_one_object_with_numbers(run, home):
    done = run("usage", GOOD, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert {key: report[key] for key in ("read", "accepted", "duplicate", "rejected")} == {
        "read": 2, "accepted": 1, "duplicate": 0, "rejected": 1,
    }  # fmt: skip
    (error,) = report["errors"]
    assert (error["line"], error["column"], error["value"], error["code"]) == (3, "occurred_at", "soon", "bad_date")
    assert report["created_accounts"] == {"count": 1, "sample": ["A1"]}
    assert stored(home, "usage", "quantity") == [(6.0,)]


def test_people_get_sentences(run):
    done = run("usage", GOOD)
    assert done.exit_code == 0
    assert "2 rows read: 1 accepted, 0 known already, 1 rejected." in done.stdout
    assert "Line 3, occurred_at = soon: soon is not a date" in done.stdout
    assert "1 account was made because a row names it: A1." in done.stdout


def test_a_dry_run_says_that_it_is_one(run, home):
    assert "Nothing was written" in run("usage", GOOD, "--dry-run").stdout
    assert stored(home, "usage", "ref") == []


@pytest.mark.parametrize(
    "text, flags, code, words",
    [
        pytest.param(GOOD, ["--map", "coutn=count"], 2, "Did you mean count", id="a misspelt field"),
        pytest.param(GOOD, ["--map", "count"], 2, "FIELD=VALUE", id="no column behind a field"),
        pytest.param(GOOD, ["--map", "id=usage_id", "--map", "id=count"], 2, "twice", id="a field given twice"),
        pytest.param(GOOD, ["--same-id", "drop"], 2, "drop", id="a choice that is none"),
        pytest.param(GOOD, ["--known", "later"], 2, "later", id="a time of knowing that is none"),
        pytest.param(GOOD, ["--mapping", "none.yaml"], 2, "none.yaml", id="a mapping file that is not there"),
        pytest.param(GOOD, ["--save-rejected", "/no/folder/x.csv"], 1, "cannot be written", id="nowhere to save"),
        pytest.param(GOOD.replace("2024-02-01", "01-02-2024"), [], 1, "ambiguous", id="ambiguous dates"),
        pytest.param("usage_id,account_id,occurred_at\n", [], 1, "no rows", id="no rows"),
        pytest.param("", [], 1, "is empty", id="an empty file"),
        pytest.param(None, [], 1, "cannot be read", id="no file"),
    ],
)
def test_exit_codes(run, home, text, flags, code, words):
    done = run("usage", text, *flags)
    assert (done.exit_code, words in done.stderr) == (code, True), done.output
    assert stored(home, "usage", "ref") == []


def test_formats_for_all_dates_and_for_one(run, home):
    text = "subscription_id,account_id,started_on,ended_on,mrr\nS1,A1,01-02-2024,03-04-2024,1\n"
    done = run("subscriptions", text, "--date-format", "%d-%m-%Y", "--date-format", "ended_on=%m-%d-%Y")
    assert done.exit_code == 0, done.output
    assert stored(home, "subscription", "day::varchar", "until::varchar") == [("2024-02-01", "2024-03-04")]


def test_a_mapping_file_stands_for_the_flags_and_flags_stand_over_it(run, home):
    mapping = home.parent / "mapping.yaml"
    mapping.write_text("map:\n  nps: score\n  comment: score\nset:\n  answered_on: 2018-01-01\nknown: now\n")
    done = run("surveys", "score;words\n9;good\n", "--mapping", str(mapping), "--map", "comment=words")
    assert done.exit_code == 0, done.output
    assert stored(home, "answer", "value", "text", "day::varchar", "assumed") == [(9.0, "good", "2018-01-01", False)]


def test_history_is_known_when_it_happened_unless_said_otherwise(run, home):
    run("usage", GOOD)
    assert stored(home, "usage", "known_at::date::varchar", "assumed") == [("2024-02-01", True)]


def test_a_workbook_is_taken_in_by_its_sheet(run, tmp_path):
    mapping = ("--map", "account_id=Asiakasnumero", "--map", "started_on=Alkanut", "--map", "mrr=Kuukausihinta")
    workbook(tmp_path)
    done = run("subscriptions", None, "--sheet", "Tilaukset", *mapping, name="made.xlsx")
    assert "3 rows read: 2 accepted, 0 known already, 1 rejected." in done.output
    assert "Line 6, Alkanut = huomenna" in done.output
