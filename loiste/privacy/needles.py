"""What tells of a person, and how it is found in any text: as it stands, as JSON writes it, telephone numbers in any
way of writing them."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

LONGEST_PHONE = 9  # digits of a telephone number that are looked for: without the code of the country
SHORTEST_PHONE = 7
BETWEEN = "[ ().-]{0,3}"
BEFORE = rf"(?:(?:\+|00)[0-9]{{1,3}}{BETWEEN})?(?:0{BETWEEN})?"


def digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)


def is_phone(text: str) -> bool:
    """Whether it has so many digits that nothing else is meant by them."""
    return len(digits(text)) >= SHORTEST_PHONE


def written_anyhow(phone: str) -> str:
    """A pattern of the number with or without the code of a country, and with anything between its digits."""
    return BEFORE + BETWEEN.join(digits(phone).lstrip("0")[-LONGEST_PHONE:])


@dataclass(frozen=True)
class Needles:
    """`texts` are found as they stand, one of digits only as a whole word."""

    texts: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.texts or self.phones)

    @cached_property
    def forms(self) -> list[str]:
        """The texts, the longest first, also as JSON writes them."""
        ordered = sorted(self.texts, key=lambda one: (-len(one), one))
        return list(dict.fromkeys(form for one in ordered for form in (one, json.dumps(one)[1:-1])))

    @cached_property
    def numbers(self) -> str:
        """The pattern of all telephone numbers."""
        return "|".join(written_anyhow(one) for one in sorted(self.phones, key=lambda one: (-len(one), one)))

    @cached_property
    def pattern(self) -> str:
        """A regular expression, the same for Python and the engine, that finds any of them; empty for none."""
        return "|".join(filter(None, (self.numbers, *map(as_pattern, self.forms))))

    @cached_property
    def finder(self) -> re.Pattern[str]:
        return re.compile(self.pattern or "(?!)", re.IGNORECASE)


def as_pattern(text: str) -> str:
    escaped = re.escape(text).replace("\\ ", " ")
    return rf"\b{escaped}\b" if text.isdigit() else escaped
