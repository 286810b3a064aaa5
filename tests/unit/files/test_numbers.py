from contextlib import suppress
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loiste.plain.money import to_millionths
from loiste.sources.files.errors import BadCell
from loiste.sources.files.numbers import money, number, whole


@pytest.mark.parametrize(
    "text, mark, expected",
    [
        pytest.param("12", ".", 12, id="plain digits"),
        pytest.param("6.0", ".", 6, id="a whole number with a fraction of zero is whole"),
        pytest.param(" 7 ", ".", 7, id="space around is no part of it"),
        pytest.param("1 234 567", ".", 1234567, id="spaces part thousands"),
        pytest.param("1\u00a0234,5", ",", Decimal("1234.5"), id="so do spaces that do not break"),
        pytest.param("1\u202f234", ".", 1234, id="and narrow ones"),
        pytest.param("1,5", ",", Decimal("1.5"), id="a comma is the decimal mark when said so"),
        pytest.param("1.234,50", ",", Decimal("1234.5"), id="a dot before a comma parts thousands"),
        pytest.param("1,234.50", ".", Decimal("1234.5"), id="a comma before a dot parts thousands"),
        pytest.param("1,234,567", ".", 1234567, id="two commas can only part thousands"),
        pytest.param("-3.25", ".", Decimal("-3.25"), id="a negative number"),
        pytest.param("\u22123", ".", -3, id="a true minus sign"),
        pytest.param("1e3", ".", 1000, id="an exponent"),
        pytest.param(".5", ".", Decimal("0.5"), id="no digit before the mark"),
        pytest.param("-0", ".", 0, id="there is one zero"),
    ],
)
def test_numbers_are_read_exactly(text, mark, expected):
    assert number(text, mark) == expected


@pytest.mark.parametrize("text", ["", "  ", "NA", "n/a", "NULL", "NaN"])
def test_a_cell_that_says_missing_is_missing(text):
    assert number(text) is None
    assert whole(text) is None
    assert money(text) is None


@pytest.mark.parametrize(
    "text, mark, code",
    [
        pytest.param("1,5", ".", "decimal_mark", id="a comma when a dot is the mark"),
        pytest.param("1,234", ".", "decimal_mark", id="one comma may be either"),
        pytest.param("1.5", ",", "decimal_mark", id="a dot when a comma is the mark"),
        pytest.param("12 34", ".", "bad_number", id="a space in the wrong place"),
        pytest.param("abc", ".", "bad_number", id="letters"),
        pytest.param("inf", ".", "bad_number", id="infinity"),
        pytest.param("٣", ".", "bad_number", id="digits of another script"),
        pytest.param(".", ".", "bad_number", id="a mark alone"),
        pytest.param("1" * 61, ".", "bad_number", id="longer than any number"),
        pytest.param("1e999", ".", "too_large", id="beyond what can be stored"),
    ],
)
def test_other_texts_are_refused(text, mark, code):
    with pytest.raises(BadCell) as refused:
        number(text, mark)
    assert refused.value.code == code


def test_a_fraction_is_no_whole_number():
    with pytest.raises(BadCell, match="not_whole"):
        whole("6.5")


def test_money_must_fit_the_store():
    assert to_millionths(money("9000000000000")) < 2**63
    with pytest.raises(BadCell, match="too_large"):
        money("9000000000001")


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_money_comes_out_as_it_went_in(amount):
    assert to_millionths(money(format(amount, "f"))) == amount * 1_000_000
    assert money(format(amount, "f").replace(".", ","), ",") == amount


@given(st.decimals(min_value=0, max_value=10**6, places=9))
def test_finer_money_is_rounded_half_to_even(amount):
    assert to_millionths(money(format(amount, "f"))) == (amount * 1_000_000).to_integral_value(ROUND_HALF_EVEN)


@given(st.integers(-(2**53), 2**53))
def test_whole_numbers_come_out_as_they_went_in(value):
    assert whole(str(value)) == whole(f"{value}.0") == value
    assert whole(f"{value:,}".replace(",", "\u00a0")) == value


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text):
    with suppress(BadCell):
        assert number(text) is None or number(text).is_finite()


@pytest.mark.parametrize("cell", ["1 234,50 €", "€1 234,50", "1 234,50EUR", "eur 1 234,50", "1\u00a0234,50\u00a0€"])
def test_an_amount_may_be_written_with_its_currency(cell):
    assert money(cell, ",", ("EUR",)) == Decimal("1234.5")


@pytest.mark.parametrize("cell", ["12 kr", "$12", "12 SEK"])
def test_an_amount_of_another_currency_is_not_taken_for_ours(cell):
    with pytest.raises(BadCell) as refused:
        money(cell, ",", ("EUR",))
    assert refused.value.code == "currency_inside"


@pytest.mark.parametrize("cell", ["€", "kr", "EUR"])
def test_a_sign_alone_is_no_amount(cell):
    with pytest.raises(BadCell):
        money(cell, ",", ("EUR",))


def test_a_word_beside_a_currency_is_no_number_and_said_to_be_none():
    with pytest.raises(BadCell) as refused:
        money("abc €", ",", ("EUR",))
    assert refused.value.code == "bad_number"
