"""The fields and attributes of an account with all that was said of each, and which of them can be changed here."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.accounts.hand import CHANGEABLE, SOURCE
from loiste.accounts.one import attributes
from loiste.accounts.one.attributes import Said
from loiste.pages import numbers
from loiste.pages.account.look import Look
from loiste.pages.dimensions import word


@dataclass(frozen=True)
class Told:
    """One value of the history."""

    said: Said
    source: str
    ahead: bool  # holds only from a later day


@dataclass(frozen=True)
class Attribute:
    """`name` is what a form calls it; `now` the value that holds on the day."""

    name: str
    title: str
    value: str
    now: Said | None
    source: str
    told: list[Told]
    changeable: bool


def attributes_of(look: Look) -> list[Attribute]:
    """Our own fields first, then the others by name."""
    names = [*CHANGEABLE, *sorted({*look.said, *look.account.attributes} - {*CHANGEABLE})]
    return [attribute(look, name) for name in names if name in CHANGEABLE or look.said.get(name) or not look.wish.past]


def in_short(look: Look) -> list[tuple[str, str]]:
    """Names and values of what the header does not show."""
    shown = ("name", "owner", "tier", "tags", "signed_up_on", "parent_id")
    return [(word(name), value or "") for name, value in sorted(look.facts.items()) if name not in shown]


def attribute(look: Look, name: str) -> Attribute:
    said, day = look.said.get(name, []), look.wish.day
    now = attributes.on_day(said, day)
    own = name in CHANGEABLE or name not in ("signed_up_on", "parent_id")
    return Attribute(
        name=name if name in CHANGEABLE else f"attr.{name}", title=word(name), value=shown(name, look.facts.get(name)),
        now=now, source=source_name(now.source) if now else "",
        told=[told(one, day) for one in said if not look.wish.past or one.holds_by(day)],
        changeable=own and look.may_change,
    )  # fmt: skip


def shown(name: str, value: str | None) -> str:
    """The value as people write it."""
    if name == "signed_up_on" and value:
        return numbers.day(date.fromisoformat(value))
    return ", ".join((value or "").split(",")) if name == "tags" else value or ""


def told(one: Said, day: date) -> Told:
    return Told(one, source_name(one.source), not one.holds_by(day))


def source_name(source: str) -> str:
    """A source as people call it; senders of events keep the name that they were given."""
    return {"files": _("files"), SOURCE: _("by hand")}.get(source, source or numbers.unknown())
