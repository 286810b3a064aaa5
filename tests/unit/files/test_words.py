import pytest

from loiste.sources.files import words
from loiste.sources.files.errors import BadCell


@pytest.mark.parametrize("text", ["TRUE", "true", "1", "1.0", "yes", "Kyllä", "TOSI"])
def test_yes(text):
    assert words.flag(text) is True


@pytest.mark.parametrize("text", ["FALSE", "0", "no", "EI", "0.0", "epätosi"])
def test_no(text):
    assert words.flag(text) is False


def test_a_flag_may_be_missing_but_nothing_else():
    assert words.flag(" ") is None
    assert words.flag("NA") is None
    with pytest.raises(BadCell, match="bad_flag"):
        words.flag("perhaps")


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("0112038-9", "0112038-9", id="a valid id"),
        pytest.param("112038-9", "0112038-9", id="an old id lacks its leading zero"),
        pytest.param("1572860-0", "1572860-0", id="check digit zero"),
        pytest.param("SE556703748501", "SE556703748501", id="a foreign id is taken as it is"),
        pytest.param("", None, id="none"),
    ],
)
def test_business_ids(text, expected):
    assert words.business_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("0112038-8", id="a wrong check digit"),
        pytest.param("0112083-9", id="two digits swapped"),
        pytest.param("0000006-1", id="digits that no id has"),
    ],
)
def test_wrong_finnish_business_ids(text):
    with pytest.raises(BadCell, match="bad_business_id"):
        words.business_id(text)


def test_tags_are_sorted_and_each_there_once():
    assert words.tags("vip; nordic,vip | beta") == "beta,nordic,vip"
    assert words.tags(" ; ") is None


@pytest.mark.parametrize(
    "text, level", [("Service", "service"), ("encounter", "service"), ("relationship", "relationship")]
)
def test_levels(text, level):
    assert words.choice(text, words.LEVELS, "bad_level") == level


def test_currencies_are_three_letters():
    assert words.currency("eur") == "EUR"
    assert words.currency("") is None
    with pytest.raises(BadCell, match="bad_currency"):
        words.currency("euro")
