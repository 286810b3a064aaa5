"""What the filter form offers, and the filters that are set, each with the way to lift it."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loiste.accounts.doors import values_for
from loiste.accounts.models import User
from loiste.judgement.band_words import BANDS
from loiste.metrics import dimensions
from loiste.organisation.config import Organisation
from loiste.pages import numbers
from loiste.pages.accounts.asked import Wish, amount, day
from loiste.pages.accounts.columns import OWN
from loiste.pages.dimensions import MOST, Choice, word
from loiste.pages.quadrant.words import names as corner_names
from loiste.pages.rule_words import segment_names

HIDDEN = {"owner", "tier", "country", "plan", "tags"}  # they have fields of their own


@dataclass(frozen=True)
class Field:
    """A list to choose from; `many`: too long for one, so the value is typed and `choices` are the first of them."""

    key: str
    name: str
    every: str
    value: str
    choices: list[Choice]
    many: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words; `address` is the list without it."""

    text: str
    address: str


def fields(user: User, wish: Wish) -> list[Field]:
    """Owner, tier, country and plan, where there is something to choose, and the band of health."""
    every = {"owner": _("Everyone"), "tier": _("All tiers"), "country": _("All countries"), "plan": _("All plans")}
    found, known = [], values_for(user, list(every), MOST + 1)
    for key, text in every.items():
        values, wanted = known[key], wish.where.get(key, "")
        if len(values) > 1 or wanted:
            listed = sorted({*values[:MOST], *([wanted] if wanted else [])})
            choices = [Choice(value, value, value == wanted) for value in listed]
            found.append(Field(key, word(key), text, wanted, choices, len(values) > MOST))
    found += [bands(wish.where.get("band", "")), corners(wish.where.get("corner", ""))]
    return [*found, *of_segments(wish.where.get("segment", ""))]


def bands(wanted: str) -> Field:
    choices = [Choice(key, name, key == wanted) for key, name in band_words().items()]
    return Field("band", _("Health"), _("All bands"), wanted, choices, many=False)


def corners(wanted: str) -> Field:
    choices = [Choice(key, one.word, key == wanted) for key, one in corner_names().items()]
    return Field("corner", _("Quadrant"), _("All corners"), wanted, choices, many=False)


def band_words() -> dict[str, str]:
    """What the bands are called, that of accounts without a score too."""
    return {**{key: str(name) for key, name in BANDS.items()}, "none": _("No score")}


def of_segments(wanted: str) -> list[Field]:
    """The segments that are on; the one that is asked for is among them in any case."""
    names = segment_names()
    if wanted:
        names.setdefault(wanted, wanted)
    choices = [Choice(key, name, key == wanted) for key, name in names.items()]
    return [Field("segment", _("Segment"), _("All segments"), wanted, choices, many=False)] if choices else []


def attribute_names(home: Path) -> list[str]:
    """Names of what was said of accounts beyond the columns that every account has."""
    return [name for name in dimensions.of_accounts(home) if name not in HIDDEN]


def chips(wish: Wish, organisation: Organisation) -> list[Chip]:
    return [Chip(text(key, value, organisation), wish.without(key).address()) for key, value in wish.where.items()]


def text(key: str, value: str, organisation: Organisation) -> str:
    """A filter in words."""
    if key.startswith(OWN):
        return f"{key.removeprefix(OWN).replace('_', ' ')}: {value}"
    if key in ("mrr_min", "mrr_max"):
        money = {"amount": numbers.money(amount(value), organisation.currency)}
        return _("MRR at least %(amount)s") % money if key == "mrr_min" else _("MRR at most %(amount)s") % money
    if key in ("signal_after", "signal_before"):
        when = {"day": numbers.day(day(value))}
        words = _("Last signal after %(day)s") if key == "signal_after" else _("Last signal before %(day)s")
        return words % when
    if key == "segment":
        return f"{_('Segment')}: {segment_names().get(value, value)}"
    if key == "renews_in":
        number = int(value)
        return ngettext("Renews within %(count)s day", "Renews within %(count)s days", number) % {"count": number}
    if key == "corner":
        return f"{_('Quadrant')}: {corner_names()[value].word}"
    if key == "band":
        return _("Health: %(band)s") % {"band": band_words()[value]}
    plain = {
        ("has_mrr", "yes"): _("Has MRR"), ("has_mrr", "no"): _("No MRR"),
        ("archived", "1"): _("Archived too"), ("archived", "only"): _("Archived only"),
    }  # fmt: skip
    return plain.get((key, value), f"{_('Tag') if key == 'tag' else word(key)}: {value}")
