"""Which layout the dates of a column are in: counted over all cells, refused where two are possible."""

from collections import Counter
from functools import lru_cache

from django.utils.translation import gettext as _

from loiste.sources.files.dates import LAYOUTS, day_of, split_time
from loiste.sources.files.errors import FileError
from loiste.sources.files.numbers import is_missing

PAIRS = {"%d-%m-%Y": "%m-%d-%Y", "%d/%m/%Y": "%m/%d/%Y"}
DAY_FIRST = {month_first: day_first for day_first, month_first in PAIRS.items()}
SHORTEST_WITH_TIME = 11  # characters, as in 1.1.2024 9:00 and more
STRAY = 20  # so many clear cells outweigh one that says the opposite
DOUBTFUL = 100  # so many unclear cells need a clear one each


def explained_by(cell: str) -> tuple[str, ...]:
    """The layouts in which the date of a cell is one; those of a date that is the same both ways come with a `=`."""
    if len(cell) < SHORTEST_WITH_TIME:
        return ways(cell)
    return ways(cell[:10] if cell[10] in " T" else split_time(cell)[0])


@lru_cache(maxsize=8192)
def ways(date: str) -> tuple[str, ...]:
    days = {layout: day_of(date, layout) for layout in LAYOUTS}
    found = tuple(layout for layout, day in days.items() if day)
    same = len(found) == 2 and days[found[0]] == days[found[1]]
    return (*found, "=") if same else found


class AmbiguousDates(FileError):
    """Day or month may be first. `said`: why, without advice; `choices`: the two layouts."""

    def __init__(self, column: str, said: str, choices: tuple[str, str]) -> None:
        advice = _("Give --date-format %(day_first)s or --date-format %(month_first)s.")
        super().__init__(f"{said} {advice % {'day_first': choices[0], 'month_first': choices[1]}}")
        self.column, self.said, self.choices = column, said, choices


class DateColumn:
    """Counts the cells of one column. Keeps one count and one example for each way a cell can be read."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.counts: Counter[tuple[str, ...]] = Counter()
        self.examples: dict[tuple[str, ...], str] = {}

    def feed(self, text: str) -> None:
        text = text.strip()
        if not is_missing(text):
            found = explained_by(text)
            self.counts[found] += 1
            self.examples.setdefault(found, text)

    def layout(self) -> str | None:
        """The layout that explains most cells, None when none does any. FileError when day or month may be first."""
        totals: Counter[str] = Counter()
        for found, count in self.counts.items():
            totals.update({way: count for way in found if way != "="})
        best = max(LAYOUTS, key=lambda layout: totals[layout])  # of equals, the first in LAYOUTS
        if not totals[best]:
            return None
        day_first = DAY_FIRST.get(best, best)
        return self.of_pair(day_first) if day_first in PAIRS else best

    def of_pair(self, day_first: str) -> str:
        """Day or month first? The clear cells decide, if they agree and are enough for the unclear ones."""
        month_first = PAIRS[day_first]
        clear = {way: self.counts[(way,)] for way in (day_first, month_first)}
        unclear = self.counts[(day_first, month_first)]
        if not any(clear.values()) and not unclear:
            return day_first  # only cells as 05-05-2024, the same either way
        winner = max(clear, key=lambda way: clear[way])
        loser = month_first if winner == day_first else day_first
        agree = clear[winner] > clear[loser] and clear[loser] <= max(1, clear[winner] // STRAY)
        if not agree or clear[winner] < unclear // DOUBTFUL:
            raise self.ambiguous(day_first, month_first)
        return winner

    def ambiguous(self, day_first: str, month_first: str) -> AmbiguousDates:
        unclear = self.examples.get((day_first, month_first))
        if unclear is None:
            what = _("The dates of column %(column)s contradict each other: %(day)s, but %(month)s.")
        else:
            what = _("The dates of column %(column)s are ambiguous: %(value)s may have its day or its month first.")
        examples = {"day": self.examples.get((day_first,)), "month": self.examples.get((month_first,))}
        said = what % {"column": self.label, "value": unclear, **examples}
        return AmbiguousDates(self.label, said, (day_first, month_first))
