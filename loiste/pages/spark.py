"""Small trends, drawn on the server: a line over months with gaps where nothing is known, and a dashed target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, EDGE = 96.0, 28.0, 3.0


@dataclass(frozen=True)
class Spark:
    """Path and points in a box of 96 x 28; `end` is the newest known point, `target` the height of the dashed line."""

    path: str
    end: tuple[str, str] | None
    target: str | None
    label: str
    faded: bool  # the newest month is unknown


def spark(values: Sequence[Decimal | None], target: Decimal | None, label: str) -> Spark | None:
    """The trend of values, oldest first; None when fewer than two are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    reached = known if target is None else [*known, target]
    low, high, total = min(reached), max(reached), len(values)
    points = [None if one is None else (across(i, total), height(one, low, high)) for i, one in enumerate(values)]
    end = next(point for point in reversed(points) if point)
    return Spark(
        path=path(points),
        end=(f"{end[0]:.1f}", f"{end[1]:.1f}"),
        target=None if target is None else f"{height(target, low, high):.1f}",
        label=label,
        faded=values[-1] is None,
    )


def across(place: int, total: int) -> float:
    return EDGE + place * (WIDTH - 2 * EDGE) / (total - 1)


def height(value: Decimal, low: Decimal, high: Decimal) -> float:
    """Distance from the top; a flat line runs in the middle."""
    if high == low:
        return HEIGHT / 2
    return HEIGHT - EDGE - float((value - low) / (high - low)) * (HEIGHT - 2 * EDGE)


def path(points: Sequence[tuple[float, float] | None]) -> str:
    """SVG path text; a gap lifts the pen."""
    parts: list[str] = []
    drawing = False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if drawing else 'M'}{point[0]:.1f} {point[1]:.1f}")
        drawing = point is not None
    return "".join(parts)
