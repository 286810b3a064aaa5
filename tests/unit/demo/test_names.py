import numpy as np
import pytest

from loiste.demo import names


def check_digit(digits: str) -> int:
    rest = sum(int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return 0 if rest == 0 else 11 - rest


def test_business_ids_differ_and_have_the_right_check_digit():
    made = names.business_ids(3000, np.random.default_rng(1))
    assert len(set(made)) == 3000
    for text in made:
        digits, check = text.split("-")
        assert len(digits) == 7 and int(check) == check_digit(digits)


def test_the_check_digit_is_that_of_a_known_business_id():
    assert check_digit("0112038") == 9


def test_no_two_shops_have_the_same_name():
    industries = np.random.default_rng(2).integers(0, len(names.INDUSTRIES), 6000)
    made = names.shop_names(industries, np.random.default_rng(3))
    assert len(set(made)) == 6000


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [("Lanka", "puoti", "Lankapuoti"), ("Lanka", "aitta", "Lanka-aitta"), ("Tee", "aitta", "Teeaitta")],
)
def test_two_equal_vowels_take_a_hyphen(first, second, whole):
    assert names.compound(first, second) == whole


def test_addresses_hold_plain_letters_only():
    everyone = [f"{a} {b}" for first, last in names.PEOPLE.values() for a in first for b in last]
    assert all(names.address(name).replace(".", "").isascii() for name in everyone)
    assert names.address("Päivi Mäkelä") == "paivi.makela"
