"""The waterfall as a table that draws itself: a line per cause, from the score then to the score now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from loiste.judgement.explained import Explained, Side
from loiste.judgement.pieces import Piece
from loiste.judgement.waterfall import Bar
from loiste.pages import numbers
from loiste.pages.health import words
from loiste.pages.numbers import Amount

LITTLE = 0.05  # points that are shown as none
PLACES = 2  # of coordinates


@dataclass(frozen=True)
class Drawn:
    """Coordinates in a box of 100 x 100: a rectangle, and where the lines to the neighbours stand.

    Without `width` nothing moved, and the line goes through.
    """

    x: str
    width: str
    before: str
    after: str
    kind: str


@dataclass(frozen=True)
class Step:
    """A line of the waterfall. `points` is a movement, or the score itself where `whole`."""

    name: str
    detail: str
    points: Amount
    tone: str
    share: Amount | None
    drawn: Drawn
    whole: bool = False


@dataclass(frozen=True)
class Fall:
    """`bounds` are where the bands of the model begin, as coordinates."""

    title: str
    steps: list[Step]
    bounds: list[str]


class Scale:
    """Points to coordinates; wider than 0-100 where a line on the way lies outside."""

    def __init__(self, reached: list[float]) -> None:
        self.low, self.high = min([0.0, *reached]), max([100.0, *reached])

    def at(self, points: float) -> float:
        return 100.0 * (points - self.low) / (self.high - self.low)

    def text(self, points: float) -> str:
        return f"{self.at(points):.{PLACES}f}"


def fall(found: Explained, describe: "Describe") -> Fall | None:
    """None where there is nothing to take apart."""
    if found.bars is None or found.then.shown is None or found.now.shown is None:
        return None
    told = [bar for bar in found.bars if bar.kinds != ("rest",) or abs(bar.points) >= LITTLE]
    levels = [found.then.shown]
    for bar in told:
        levels.append(levels[-1] + bar.points)
    scale = Scale(levels)
    moves = [
        step(bar, describe, drawn(scale, before, after))
        for bar, before, after in zip(told, levels, levels[1:], strict=False)
    ]
    ends = (whole(found.then, scale), whole(found.now, scale))
    return Fall(title(found), [ends[0], *moves, ends[1]], bounds(found.now, scale))


@dataclass(frozen=True)
class Describe:
    """What is written beside a component: its value then and now."""

    then: dict[str, Piece]
    now: dict[str, Piece]
    text: dict[str, str]


def step(bar: Bar, describe: Describe, shape: Drawn) -> Step:
    tone = "good" if bar.points >= LITTLE else "risk" if bar.points <= -LITTLE else "quiet"
    if not bar.component:
        return Step(words.cause(bar), detail(bar), words.points(bar.points), tone, None, shape)
    piece = describe.then[bar.component]
    weight = describe.now.get(bar.component, piece).share
    return Step(
        words.name(piece.component), describe.text[bar.component], words.points(bar.points), tone,
        None if weight is None else words.share(weight), shape,
    )  # fmt: skip


def detail(bar: Bar) -> str:
    """Why several causes stand in one line."""
    return _("cannot be told apart: between them there is no score") if len(bar.kinds) > 1 else ""


def drawn(scale: Scale, before: float, after: float) -> Drawn:
    left, width = scale.at(min(before, after)), scale.at(max(before, after)) - scale.at(min(before, after))
    kind = "up" if after >= before else "down"
    wide = f"{max(width, 0.4):.{PLACES}f}" if abs(after - before) >= LITTLE else ""
    return Drawn(f"{left:.{PLACES}f}", wide, scale.text(before), scale.text(after), kind)


def whole(one: Side, scale: Scale) -> Step:
    shown = one.shown or 0.0
    zero, at = scale.text(0.0), scale.text(shown)
    shape = Drawn(zero, f"{scale.at(shown) - scale.at(0.0):.{PLACES}f}", "", at, "total")
    said = _("Health %(day)s") % {"day": numbers.day(one.moment.day)}
    note = _("an override; the machine says %(score)s") % {"score": numbers.points(one.score)} if one.override else ""
    return Step(said, note, words.points(shown), "", None, shape, whole=True)


def bounds(one: Side, scale: Scale) -> list[str]:
    return (
        [scale.text(at) for at in (one.model.text.bands.yellow_from, one.model.text.bands.green_from)]
        if one.model
        else []
    )


def title(found: Explained) -> str:
    """The finding: from what to what, and mostly by which cause."""
    then, now = found.then.shown or 0.0, found.now.shown or 0.0
    both = {"then": numbers.points(then), "now": numbers.points(now)}
    if abs(now - then) < LITTLE:
        return _("Health is what it was: %(now)s") % both
    bars = found.bars or []
    same_way = [bar for bar in bars if (bar.points > 0) == (now > then)]
    most = max(same_way, key=lambda bar: abs(bar.points))
    pieces = found.then.pieces
    cause = words.name(pieces[most.component].component) if most.component else words.cause(most)
    text = (
        _("Health rose %(then)s → %(now)s, mostly: %(cause)s")
        if now > then
        else _("Health fell %(then)s → %(now)s, mostly: %(cause)s")
    )
    return text % {**both, "cause": cause}
