"""What the address of the renewals asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.judgement.promised import tiers
from loiste.judgement.renewal_wanted import BANDS, GROUPS, NOTICES, SAYS, SORTS, Wanted
from loiste.judgement.renewals import MONTHS, Look
from loiste.pages.address import day_of
from loiste.pages.dimensions import Choice, Facet
from loiste.pages.health.words import band
from loiste.pages.renewals import words

NAMES = ("owner", "tier", "band", "call", "notice", "month", "sort", "by", "as_of", "months")
SPANS = (3, 6, 12, 24)
SLICES = tuple(one for one in GROUPS if one != "call")
LONGEST = 200  # letters of a filter


@dataclass(frozen=True)
class Wish:
    """`filters`: what differs from the usual, as it stands in the address. `by`: what is added up by."""

    wanted: Wanted
    day: date
    today: date
    months: int
    by: str
    filters: Mapping[str, str]

    @property
    def past(self) -> bool:
        return self.day < self.today

    def address(self, **changes: str) -> str:
        kept = {key: value for key, value in {**self.filters, **changes}.items() if value}
        return reverse("renewals") + (f"?{urlencode(kept)}" if kept else "")

    @property
    def narrowed(self) -> bool:
        return any(self.filters.get(name) for name in ("owner", "tier", "band", "call", "notice", "month"))


def read(query: QueryDict, today: date) -> Wish:
    """Words that are none of those offered are no filter; BadRequest for a day that cannot be read or lies ahead."""
    told = {name: query.get(name, "").replace("\0", "").strip()[:LONGEST] for name in NAMES}
    known = {"band": BANDS, "call": SAYS, "notice": NOTICES, "by": SLICES, "months": [str(one) for one in SPANS]}
    good = {name: text for name, text in told.items() if text and text in known.get(name, (text,))}
    if good.get("sort", "").removeprefix("-") not in SORTS:
        good.pop("sort", None)
    day = day_of(good.get("as_of", ""), today)
    if day > today:
        raise BadRequest(_("The day in the address lies ahead; choose today or a day before it."))
    wanted = Wanted(**{name: good.get(name, getattr(Wanted(), name)) for name in Wanted.__dataclass_fields__})
    usual = {"sort": "notice", "months": str(MONTHS), "as_of": today.isoformat()}
    filters = {name: text for name, text in good.items() if text != usual.get(name)}
    return Wish(wanted, day, today, int(good.get("months", MONTHS)), good.get("by", "month"), filters)


def facets(wish: Wish, look: Look) -> list[Facet]:
    """The lists of the filter, with what there is to choose among these renewals."""
    owners = sorted({one.who.owner for one in look.lines if one.who.owner}, key=str.casefold)
    bands = [(key, found.word if (found := band(key)) else _("No score")) for key in BANDS]
    return [
        facet(wish, "owner", _("Owner"), _("Everyone"), [*((one, one) for one in owners), ("-", _("Nobody"))]),
        facet(wish, "tier", _("Tier"), _("All tiers"), [*tier_names().items(), ("-", _("No tier"))]),
        facet(wish, "band", _("Health"), _("Any"), bands),
        facet(wish, "call", _("Manager's call"), _("Any"), [(key, str(word)) for key, word in words.CALLS.items()]),
        facet(wish, "notice", _("Notice"), _("Any"), [(key, str(word)) for key, word in words.NOTICES.items()]),
    ]  # fmt: skip


def facet(wish: Wish, key: str, name: str, every: str, choices: list[tuple[str, str]]) -> Facet:
    chosen = getattr(wish.wanted, key)
    if chosen and chosen not in [value for value, _name in choices]:
        choices = [*choices, (chosen, chosen)]
    return Facet(key, name, every, [Choice(value, word, value == chosen) for value, word in choices])


def tier_names() -> dict[str, str]:
    return {one.text.key: str(one.text.name) for one in tiers()}
