"""The square with its accounts, drawn on the server: bubbles by five points, and strips beside it for the unknown."""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, F
from django.db.models.functions import Floor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loiste.judgement.quadrant import Quadrant
from loiste.pages import numbers
from loiste.pages.quadrant.board import there

STEP = 5  # points a bubble stands for
STEPS = 100 // STEP
WIDE = 20  # points a row or column of the table stands for
SIDE, STRIP, GAP = 100.0, 10.0, 3.0  # of the drawing: the square, and the strips beside it
SMALLEST, LARGEST = 0.9, 3.2


@dataclass(frozen=True)
class Bubble:
    x: str
    y: str
    radius: str
    corner: str
    title: str


@dataclass(frozen=True)
class Plot:
    """Coordinates in a box of `size` x `size`. `across`, `up`: where outcomes and experience begin to be good."""

    bubbles: list[Bubble]
    across: str
    up: str
    columns: list[str]
    rows: list[tuple[str, list[int]]]
    left: float = STRIP + GAP
    side: float = SIDE
    strip: float = STRIP
    below: float = SIDE + GAP
    size: float = STRIP + GAP + SIDE


Bin = tuple[int | None, int | None, str]  # steps of experience and of outcomes, None = not known; corner


def plot(text: Quadrant) -> Plot:
    found = bins()
    most = max(found.values(), default=1)
    names = [step_name(place, WIDE) for place in range(100 // WIDE)]
    across, up = left(text.outcomes.good_from), top(text.experience.good_from)
    return Plot(
        [bubble(key, accounts, most) for key, accounts in found.items() if key[:2] != (None, None)],
        f"{across:.2f}", f"{up:.2f}", [*names, _("not known")], table(found, names),
    )  # fmt: skip


def bins() -> dict[Bin, int]:
    """How many accounts stand together."""
    steps = {"y": Floor(F("experience") / STEP), "x": Floor(F("outcomes") / STEP)}
    by = ("y", "x", "corner")
    rows = there().annotate(**steps).values_list(*by).annotate(n=Count("pk")).order_by(*by)
    found: dict[Bin, int] = {}
    for y, x, corner, accounts in rows:
        key = (inside(y), inside(x), corner)
        found[key] = found.get(key, 0) + accounts
    return found


def inside(step: float | None) -> int | None:
    """The highest score belongs to the last step."""
    return None if step is None else min(int(step), STEPS - 1)


def left(points: float) -> float:
    return STRIP + GAP + points


def top(points: float) -> float:
    return SIDE - points


def bubble(key: Bin, accounts: int, most: int) -> Bubble:
    y, x, corner = key
    across = STRIP / 2 if x is None else left((x + 0.5) * STEP)
    down = SIDE + GAP + STRIP / 2 if y is None else top((y + 0.5) * STEP)
    radius = SMALLEST + (LARGEST - SMALLEST) * sqrt(accounts / most)
    return Bubble(f"{across:.2f}", f"{down:.2f}", f"{radius:.2f}", corner, title(y, x, accounts))


def title(y: int | None, x: int | None, accounts: int) -> str:
    text = ngettext(
        "%(count)s account: experience %(experience)s, outcomes %(outcomes)s",
        "%(count)s accounts: experience %(experience)s, outcomes %(outcomes)s", accounts,
    )  # fmt: skip
    where = {"experience": step_name(y), "outcomes": step_name(x)}
    return text % {"count": numbers.count(accounts), **where}


def step_name(place: int | None, step: int = STEP) -> str:
    return _("not known") if place is None else f"{place * step}–{(place + 1) * step}"


def table(found: dict[Bin, int], names: list[str]) -> list[tuple[str, list[int]]]:
    """The same in wider steps: rows by experience from the best down, columns by outcomes, the unknown last."""
    wide = WIDE // STEP
    counts: dict[tuple[int | None, int | None], int] = {}
    for (y, x, _corner), accounts in found.items():
        key = (None if y is None else y // wide, None if x is None else x // wide)
        counts[key] = counts.get(key, 0) + accounts
    places = [*range(len(names)), None]
    rows = [(name, place) for place, name in reversed(list(enumerate(names)))] + [(_("not known"), None)]
    return [(name, [counts.get((y, x), 0) for x in places]) for name, y in rows]
