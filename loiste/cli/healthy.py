"""How one account's health looks on the command line, as text and as JSON."""

from typing import Any

import click
from django.utils.translation import gettext as _

from loiste.judgement.explained import Explained, One, Side
from loiste.judgement.models import Override
from loiste.judgement.pieces import Piece
from loiste.judgement.waterfall import Bar
from loiste.pages import numbers
from loiste.pages.health import words
from loiste.pages.health.board import movement, notes, of_side

WIDTH = 44


def whose(who: One) -> dict[str, Any]:
    return {"account": who.account.public_id, "ref": who.account.ref, "name": who.account.name}


def as_object(side: Side) -> dict[str, Any]:
    """Everything of one day; unknown is null."""
    judged, model = side.moment.judged, side.model
    return {
        "as_of": side.moment.day.isoformat(), "judged_at": judged and judged.at.isoformat(), "shown": side.shown,
        "score": side.score, "said": side.said.score if side.said else None, "band": side.band or None,
        "coverage": side.coverage if model else None, "model": model and model.text.key,
        "version": model and model.version, "newest_signal": side.heard and side.heard.isoformat(),
        "override": side.override and of_override(side.override),
        "components": [of_piece(key, one) for key, one in side.pieces.items()],
    }  # fmt: skip


def of_override(one: Override) -> dict[str, Any]:
    author = one.author and (one.author.name or one.author.email)
    days = {"from": one.day.isoformat(), "expires": one.expires.isoformat()}
    return {"score": one.score, "machine": one.machine, "author": author, "reason": one.reason, **days}


def of_piece(key: str, one: Piece) -> dict[str, Any]:
    return {
        "key": key, "metric": one.component.metric or None, "attribute": one.component.attribute or None,
        "value": one.value, "points": one.points, "share_of_weight": one.share, "gives": one.gives, "rests": one.rests,
    }  # fmt: skip


def both(found: Explained) -> dict[str, Any]:
    """Both days and the bars between them; null where one of the days has no score."""
    bars = None if found.bars is None else [
        {"kinds": list(bar.kinds), "component": bar.component or None, "points": bar.points} for bar in found.bars
    ]  # fmt: skip
    return {"then": as_object(found.then), "now": as_object(found.now), "bars": bars}


def print_side(who: One, side: Side) -> None:
    """The score, and a line per component with its value, points, share of weight and what it rests on."""
    click.echo(f"{who.account.name} ({who.account.ref})")
    print_score(side)
    for one in side.pieces.values():
        share = "" if one.share is None else numbers.percent(one.share)
        line_ = f"  {words.name(one.component):<{WIDTH}} {shown(one.points):>8} {share:>8}  "
        click.echo(line_ + movement(one, None, who.organisation))
    for note in of_side(side):
        click.echo(note)


def print_score(side: Side) -> None:
    band = words.band_of(side.shown, side.model.text.bands if side.model else None) if side.shown is not None else None
    score = _("no score") if side.shown is None else f"{numbers.points(side.shown)} / 100, {band.word if band else ''}"
    click.echo(f"{numbers.day(side.moment.day)}: {score}; {_('0–100, higher is better')}")
    if side.override:
        author = side.override.author
        said = {
            "who": author.name or author.email if author else _("The command line"), "why": side.override.reason,
            "day": numbers.day(side.override.expires), "score": shown(side.score),
        }  # fmt: skip
        click.echo(_("Override by %(who)s until %(day)s: %(why)s The machine says %(score)s.") % said)
    if side.model:
        name = {"name": str(side.model.text.name), "n": side.model.version, "share": numbers.percent(side.coverage)}
        click.echo(_("%(name)s, version %(n)s; %(share)s rests on data") % name)
    click.echo(_("Newest signal: %(day)s") % {"day": numbers.day(side.heard)})


def print_fall(who: One, found: Explained) -> None:
    """A line per bar, from the score then to the score now."""
    click.echo(f"{who.account.name} ({who.account.ref})")
    for side, bars in ((found.then, found.bars or []), (found.now, [])):
        click.echo(f"{numbers.day(side.moment.day):<{WIDTH + 2}} {shown(side.shown):>8}")
        for bar in bars:
            click.echo(line(who, found, bar))
    for note in notes(found):
        click.echo(note)


def line(who: One, found: Explained, bar: Bar) -> str:
    piece = found.then.pieces.get(bar.component)
    name = words.name(piece.component) if piece else words.cause(bar)
    text = movement(piece, found.now.pieces.get(bar.component), who.organisation) if piece else ""
    return f"  {name:<{WIDTH}} {numbers.change(words.points(bar.points)):>8}  {text}".rstrip()


def shown(score: float | None) -> str:
    return numbers.points(score)
