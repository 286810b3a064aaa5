"""An account's tier and why, its promise, its weight and its fit, for its page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.judgement import held, promised
from loiste.judgement.by_hand import WEIGHTS
from loiste.judgement.fit import Cell
from loiste.judgement.models import Place, StrategicWeight, Tiered, TierException
from loiste.judgement.promised import TierText
from loiste.pages.account.look import Look
from loiste.pages.rule_words import sentence
from loiste.pages.tiers import words


@dataclass(frozen=True)
class Kept:
    """One promise, how it stands, and when we last did it; `recorded`: since when such contacts are written down."""

    name: str
    word: str
    state: str
    tone: str
    icon: str
    last: date | None
    recorded: date | None


@dataclass(frozen=True)
class Standing:
    """`tier` "" when no rule holds; `why` the rule in words. `since`: the day from which tier and promise stand so."""

    tier: str
    why: str
    words: str
    exception: TierException | None
    stated: str
    promises: list[Kept]
    since: date | None
    key_account: bool
    weight: StrategicWeight | None
    fit: Cell | None
    tiers: list[tuple[str, str]]
    weights: tuple[int, ...]


def standing(look: Look) -> Standing | None:
    """None before the account was ever judged. In the past: what was said of that day, of tier and promise only."""
    day, account = look.wish.day, look.account.pk
    told = Tiered.objects.filter(account=account, as_of__lte=day).order_by("as_of").last()
    place = None if look.wish.past else Place.objects.filter(account=account).first()
    if place is None and told is None:
        return None
    texts = {one.text.key: one for one in promised.tiers()}
    key = place.tier if place else told.tier if told else ""
    text, exception = texts.get(key), None if look.wish.past else exception_of(account, day)
    fit = promised.fit() if place else None
    return Standing(
        tier=str(text.text.name) if text else key, why=why(text, look), words=str(text.text.words) if text else "",
        exception=exception, stated=look.facts.get("tier") or "",
        promises=promises(text, place) if place else said(told), since=told.as_of if told else None,
        key_account=bool(place and place.key_account), weight=held.latest_weight(account) if place else None,
        fit=fit.text.cell(place.fit_x, place.fit_y) if fit and place else None,
        tiers=[(one.text.key, str(one.text.name)) for one in texts.values()], weights=WEIGHTS,
    )  # fmt: skip


def exception_of(account: int, day: date) -> TierException | None:
    return held.in_force(day).filter(account=account).select_related("by").first()


def why(text: TierText | None, look: Look) -> str:
    return sentence(text.text.rule, look.organisation) if text else ""


def promises(text: TierText | None, place: Place) -> list[Kept]:
    """Those that the tier makes."""
    if text is None:
        return []
    rows = (
        (text.text.contact_days, place.contact, place.contact_on, place.contact_from, _("Contact")),
        (text.text.meeting_days, place.meeting, place.meeting_on, place.meeting_from, _("Meeting")),
    )
    said = [one for one in rows if one[0] and one[1]]
    texts = [words.every(one[0]) for one in said]
    return [
        kept(name, word, state, last, since) for (_n, state, last, since, name), word in zip(said, texts, strict=True)
    ]


def said(told: Tiered | None) -> list[Kept]:
    """What was said of the whole promise on a past day."""
    return [kept(_("Promise"), "", told.promise, None, None)] if told and told.promise else []


def kept(name: str, word: str, state: str, last: date | None, recorded: date | None) -> Kept:
    return Kept(name, word, str(words.STATES[state]), words.TONES[state], words.ICONS[state], last, recorded)
