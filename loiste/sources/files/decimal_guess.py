"""Which decimal mark the numbers of a file have: counted over their cells, left open where two are possible."""

import re
from dataclasses import dataclass

from loiste.sources.files.numbers import SIGNS, SPACES, bare

WHOLE = rf"[+-]?(?:\d{{1,3}}(?:[{SPACES}]\d{{3}})+|\d+)"
# A mark with other than three digits behind it, or behind groups of the other mark, can only be the decimal mark.
CLEAR = {
    ",": re.compile(rf"{WHOLE},(?:\d{{1,2}}|\d{{4,}})|[+-]?\d{{1,3}}(?:\.\d{{3}})+,\d+|[+-]?0?,\d+"),
    ".": re.compile(rf"{WHOLE}\.(?:\d{{1,2}}|\d{{4,}})|[+-]?\d{{1,3}}(?:,\d{{3}})+\.\d+|[+-]?0?\.\d+"),
}
UNCLEAR = re.compile(rf"{WHOLE}[.,]\d{{3}}")


@dataclass
class DecimalGuess:
    """Counts cells that say which mark it is, and those that do not; `example`: the first that does not."""

    comma: int = 0
    point: int = 0
    unclear: int = 0
    example: str = ""

    def feed(self, cell: str) -> None:
        text = bare(cell, tuple(SIGNS)).replace("\u2212", "-")
        if "," not in text and "." not in text:
            return
        if CLEAR[","].fullmatch(text):
            self.comma += 1
        elif CLEAR["."].fullmatch(text):
            self.point += 1
        elif UNCLEAR.fullmatch(text):
            self.unclear += 1
            self.example = self.example or text

    @property
    def mark(self) -> str | None:
        """The mark; a point where no number has any; None when the cells contradict each other or do not tell."""
        if not (self.comma or self.point or self.unclear):
            return "."
        if self.comma > 20 * self.point:
            return ","
        return "." if self.point > 20 * self.comma else None
