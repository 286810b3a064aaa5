"""Drawings of the studio and of rehearsals, made on the server: bars, anchors and lines in a box of 320 x 96."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loiste.judgement.shapes import Shape
from loiste.judgement.trial import Spread
from loiste.pages import numbers

WIDTH, HEIGHT, TOP = 320.0, 96.0, 6.0
STEPS = 160  # points of the line


@dataclass(frozen=True)
class Bar:
    """A bar from the bottom; `label` says what it holds."""

    x: str
    y: str
    width: str
    height: str
    label: str
    count: int


@dataclass(frozen=True)
class Drawing:
    """`curve`: the path of the points that values give; `marks`: where anchors stand; `low` and `high`: the ends."""

    bars: list[Bar]
    curve: str
    marks: list[str]
    low: str
    high: str


def values(spread: Spread, shape: Shape, anchors: Sequence[tuple[float, float]]) -> Drawing:
    """How the values of accounts lie, with the anchors upon them and the points that they give."""
    low, high = (spread.edges[0], spread.edges[-1]) if spread.edges else (anchors[0][0], anchors[-1][0])
    most = max(spread.counts, default=0) or 1
    bars = [
        bar(start, end, count / most, count, low, high)
        for start, end, count in zip(spread.edges, spread.edges[1:], spread.counts, strict=False)
    ]
    marks = [f"{across(at, low, high):.1f}" for at, _points in anchors if low <= at <= high]
    return Drawing(bars, curve(shape, anchors, low, high), marks, numbers.plain(low, 2), numbers.plain(high, 2))


def bar(start: float, end: float, share: float, count: int, low: float, high: float) -> Bar:
    left, right = across(start, low, high), across(end, low, high)
    tall = share * (HEIGHT - TOP)
    label = f"{numbers.plain(start, 2)}\N{EN DASH}{numbers.plain(end, 2)}"
    wide = max(right - left - 1, 0.5)
    return Bar(f"{left + 0.5:.1f}", f"{HEIGHT - tall:.1f}", f"{wide:.1f}", f"{tall:.1f}", label, count)


def curve(shape: Shape, anchors: Sequence[tuple[float, float]], low: float, high: float) -> str:
    """The path of points over values; the pen is lifted where the shape gives none."""
    places = np.linspace(low, high, STEPS)
    given = shape.points(places)
    least, most = min(points for _at, points in anchors), max(points for _at, points in anchors)
    parts, drawing = [], False
    for place, points in zip(places.tolist(), given.tolist(), strict=True):
        if not np.isnan(points):
            share = (points - least) / (most - least) if most > least else 0.5
            top = HEIGHT - share * (HEIGHT - TOP)
            parts.append(f"{'L' if drawing else 'M'}{across(place, low, high):.1f} {top:.1f}")
        drawing = not np.isnan(points)
    return "".join(parts)


def across(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low) * WIDTH if high > low else WIDTH / 2


@dataclass(frozen=True)
class Part:
    """A piece of a bar of 100 x 12, by the class that colours it."""

    tone: str
    x: str
    width: str


def stacked(counts: Sequence[tuple[str, int]]) -> list[Part]:
    """Counts, each with its tone, side by side; nothing where there are none."""
    total, done, parts = sum(count for _tone, count in counts), 0.0, []
    for tone, count in counts:
        if count:
            wide = 100 * count / total
            parts.append(Part(tone, f"{done:.2f}", f"{wide:.2f}"))
            done += wide
    return parts


def shares(found: Sequence[float]) -> tuple[list[Bar], float]:
    """A bar for each share, as tall as it is beside the largest; and that one."""
    most, wide = max(found, default=0.0) or 1.0, WIDTH / max(len(found), 1)
    return [
        Bar(f"{place * wide + 2:.1f}", f"{HEIGHT - tall:.1f}", f"{wide - 4:.1f}", f"{tall:.1f}", "", 0)
        for place, tall in enumerate(share / most * (HEIGHT - TOP) for share in found)
    ], most
