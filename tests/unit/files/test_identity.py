import pytest

from tests.unit.files.reading import identity

USE = {"account_id": "A1", "occurred_at": "2024-02-01 10:00", "count": "6"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(USE | {"count": "6.0"}, id="another way to write a number"),
        pytest.param(USE | {"occurred_at": "2024-02-01T08:00:00Z"}, id="the same instant from elsewhere"),
        pytest.param(USE | {"account_id": " A1 "}, id="space around"),
        pytest.param(USE | {"feature": ""}, id="a column that says nothing"),
    ],
)
def test_rows_that_say_the_same_are_the_same(other):
    assert identity("usage", **USE) == identity("usage", **other)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(USE | {"count": "7"}, id="another number"),
        pytest.param(USE | {"occurred_at": "2024-02-01"}, id="a date without time"),
        pytest.param(USE | {"feature": "login"}, id="something more"),
    ],
)
def test_rows_without_id_that_differ_are_others(other):
    assert identity("usage", **USE).key != identity("usage", **other).key


def test_an_event_with_an_id_is_that_id():
    one, other = identity("usage", usage_id="U1", **USE), identity("usage", id="U1", **(USE | {"count": "7"}))
    assert one.given and other.given
    assert one.key == other.key and one.content != other.content


def test_the_same_id_of_another_kind_is_another():
    survey = identity("surveys", response_id="1", answered_on="2024-02-01", nps="9")
    assert survey.key != identity("usage", usage_id="1", **USE).key


def test_a_date_first_file_and_its_iso_twin_say_the_same():
    iso = identity("usage", **(USE | {"occurred_at": "2024-02-01"}))
    turned = identity("usage", layouts={"occurred_at": "%d-%m-%Y"}, **(USE | {"occurred_at": "01-02-2024"}))
    assert iso == turned


def test_a_state_is_its_id_and_the_day_it_holds_from():
    plain = identity("accounts", account_id="A1", tier="gold")
    assert plain.key == identity("accounts", account_id="A1", tier="silver").key
    assert plain.key != identity("accounts", account_id="A1", tier="gold", valid_from="2024-02-01").key


def test_a_state_that_states_an_empty_cell_differs_from_one_that_says_nothing():
    silent = identity("accounts", account_id="A1", name="X")
    assert silent.content != identity("accounts", account_id="A1", name="X", tier="").content


def test_letters_with_marks_are_one_letter_however_written():
    composed = identity("accounts", account_id="\u00c4iti", name="x")
    assert composed == identity("accounts", account_id="A\u0308iti", name="x")
    assert composed.key == identity("accounts", id="\u00c4iti", name="x").key


def test_equal_states_without_id_are_told_apart_by_their_order():
    from loiste.sources.files.identity import Identifier
    from tests.unit.files.reading import read_row

    kind, row = read_row("tickets", account_id="A1", opened_at="2024-02-01")
    identifier, again = Identifier(kind), Identifier(kind)
    first, second = identifier.of(row.values, row.said), identifier.of(row.values, row.said)
    assert first.ref != second.ref and first.key != second.key
    assert [again.of(row.values, row.said), again.of(row.values, row.said)] == [first, second]
