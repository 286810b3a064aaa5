from pathlib import Path

import pytest

from loiste.sources.files import mapping, mapping_file
from loiste.sources.files.errors import WrongUsage
from loiste.sources.files.kinds.catalogue import find_kind
from loiste.sources.files.request import ImportRequest

HEADER = ("Usage ID", "account_id", "occurred_at", "feature", "made up")


def sources(kind="usage", header=HEADER, **asked):
    request = ImportRequest(kind=kind, path=Path("x.csv"), **asked)
    return {s.field.name: s.index for s in mapping.sources(find_kind(kind), request, header)}


def test_columns_are_found_by_the_names_of_the_fields():
    assert sources() == {"account_id": 1, "occurred_at": 2, "feature": 3}


def test_with_any_map_only_mapped_columns_are_read():
    asked = {"account_id": "account_id", "occurred_at": "occurred_at"}
    assert sources(map=asked) == {"account_id": 1, "occurred_at": 2}


def test_set_alone_leaves_the_columns_as_they_are_and_holds_over_them():
    assert sources(set={"feature": "login"}) == {"account_id": 1, "occurred_at": 2, "feature": None}


def test_id_is_the_kinds_own_id():
    assert sources(header=("id", "account_id", "occurred_at"))["usage_id"] == 0
    assert sources(header=("id", "usage_id", "account_id", "occurred_at"))["usage_id"] == 1
    assert sources(header=("usage_id", "id", "account_id", "occurred_at"))["usage_id"] == 0


def test_free_attributes_are_for_accounts_only():
    header = ("account_id", "Industry")
    assert sources("accounts", header, map={"account_id": "account_id", "attr.branch": "Industry"})["attr.branch"] == 1
    with pytest.raises(WrongUsage, match="attr.branch"):
        sources(map={"attr.branch": "feature"})


@pytest.mark.parametrize(
    "asked, words",
    [
        pytest.param({"map": {"acount_id": "feature"}}, "Did you mean account_id", id="a misspelt field"),
        pytest.param({"map": {"feature": "featur"}}, "Did you mean feature", id="a misspelt column"),
        pytest.param({"set": {"fature": "x"}}, "Did you mean feature", id="a misspelt field to set"),
        pytest.param({"map": {"feature": "feature"}}, "usage need occurred_at", id="a field that every row needs"),
        pytest.param(
            {"map": {"occurred_at": "occurred_at"}}, "account_id or subscription_id or contact_id", id="one of several"
        ),
        pytest.param(
            {"map": {"id": "made up", "usage_id": "Usage ID"}}, "more than once", id="the same field by two names"
        ),
        pytest.param({"map": {"feature": "feature"}, "set": {"feature": "x"}}, "more than once", id="mapped and set"),
    ],
)
def test_wrong_mappings(asked, words):
    with pytest.raises(WrongUsage, match=words):
        sources(**asked)


def test_an_amount_needs_an_interval():
    header = ("account_id", "started_on", "amount")
    with pytest.raises(WrongUsage, match="interval"):
        sources("subscriptions", header)
    assert sources("subscriptions", header, set={"interval": "year"})["interval"] is None


def test_an_unknown_kind():
    with pytest.raises(WrongUsage, match="Did you mean accounts"):
        find_kind("acounts")


def test_a_mapping_file_says_what_the_flags_say(tmp_path):
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "map:\n  nps: score\nset:\n  answered_on: 2018-01-01\n  level: yes\ndate-format: '%d.%m.%Y'\nsame-id: keep\n"
    )
    assert mapping_file.read(path) == {
        "map": {"nps": "score"},
        "set": {"answered_on": "2018-01-01", "level": "yes"},
        "date_format": {"": "%d.%m.%Y"},
        "same_id": "keep",
    }


@pytest.mark.parametrize(
    "text, words",
    [
        pytest.param("mapp: {}", "Did you mean map", id="a misspelt key"),
        pytest.param("- a", "write map", id="a list"),
        pytest.param("map: x", "takes lines", id="no lines below map"),
        pytest.param("decimal: [1]", "takes one value", id="a list for one value"),
        pytest.param("map: {", "cannot be read", id="no YAML"),
    ],
)
def test_wrong_mapping_files(tmp_path, text, words):
    path = tmp_path / "mapping.yaml"
    path.write_text(text)
    with pytest.raises(WrongUsage, match=words):
        mapping_file.read(path)


def test_a_mapping_file_that_is_not_there(tmp_path):
    with pytest.raises(WrongUsage, match="cannot be read"):
        mapping_file.read(tmp_path / "none.yaml")
