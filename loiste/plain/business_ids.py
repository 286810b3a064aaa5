"""Finnish business ids (Y-tunnus): seven digits and a check digit."""

import re

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
FINNISH = re.compile(r"([0-9]{6,7})-([0-9])")


def check_digit(digits: str) -> int | None:
    """The check digit of seven digits; None when no id has these digits."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return None if rest == 1 else (11 - rest) % 11


def tidy(text: str) -> str:
    """An id that looks Finnish with its leading zero, others as they are; ValueError where the check digit is wrong."""
    text = text.strip()
    looks_finnish = FINNISH.fullmatch(text)
    if looks_finnish is None:
        return text
    digits = looks_finnish[1].zfill(7)
    if check_digit(digits) != int(looks_finnish[2]):
        raise ValueError(text)
    return f"{digits}-{looks_finnish[2]}"
