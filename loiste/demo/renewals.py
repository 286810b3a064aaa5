"""What the demo's managers called: of renewals ahead, and of terms that are over by now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
from django.db import transaction

from loiste.accounts.actors import DEMO
from loiste.accounts.models import Account, Subscription, User
from loiste.demo.period import rng
from loiste.judgement import renewals
from loiste.judgement.renewal_calls import call_renewal
from loiste.judgement.renewal_terms import Term
from loiste.organisation.config import Organisation

NEAR = timedelta(days=150)  # before the last day of notice, from which on managers call
YEAR = timedelta(days=365)
MOST_AHEAD, MOST_RENEWED, MOST_LEFT = 45, 18, 9
STEPS: dict[str, dict[str, tuple[str, ...]]] = {  # what somebody means to do next
    "renews": {
        "fi": ("Lähetän uuden sopimuksen.", "Sovittu puhelimessa, vahvistan sähköpostilla.", ""),
        "en": ("I send the new contract.", "Agreed on the phone; I confirm by e-mail.", ""),
    },
    "unsure": {
        "fi": ("Varaan katselmuksen päättäjän kanssa.", "Näytän, mitä jää käyttämättä.", "Kysyn ensi vuodesta."),
        "en": ("I book a review with the decision maker.", "I show what is left unused.", "I ask about next year."),
    },
    "leaves": {
        "fi": ("Kysyn lähdön syyn ja autan siirrossa.", "Tarjoan pienempää pakettia."),
        "en": ("I ask why they leave and help them move.", "I offer a smaller plan."),
    },
}  # fmt: skip
# Likelihood of renews, unsure, leaves by the band of health; of no band nobody is sure.
GUESS = {"green": (0.86, 0.12, 0.02), "yellow": (0.45, 0.45, 0.10), "red": (0.15, 0.45, 0.40), "": (0.3, 0.6, 0.1)}
CALLS = ("renews", "unsure", "leaves")


@dataclass(frozen=True)
class Meant:
    """A call to be made: what, on which day, and by the owner of the account."""

    term: Term
    says: str
    day: date


def call(home: Path, organisation: Organisation, *, seed: int, until: date) -> int:
    """Calls by those owners who are of the team; returns how many."""
    dice = rng(seed, "renewals")
    people = {one.name: one for one in User.objects.filter(is_active=True)}
    look = renewals.look(home, organisation, by=DEMO, day=until, today=until)
    lines = [one for one in look.lines if one.who.owner in people]
    meant = sorted([*ahead(lines, until, dice), *over(lines, people, until, dice)], key=lambda one: one.day)
    accounts = Account.objects.in_bulk({one.term.account for one in meant})
    with transaction.atomic():
        for number, one in enumerate(meant):
            account = accounts[one.term.account]
            texts = STEPS[one.says][organisation.language]
            call_renewal(
                account, one.term, one.says, by=people[account.owner], today=one.day, now=moment(one.day, number),
                next_step=texts[number % len(texts)],
            )  # fmt: skip
    return len(meant)


def moment(day: date, number: int) -> datetime:
    return datetime.combine(day, time(7 + number % 8, number * 7 % 60), UTC)


def ahead(lines: Sequence[renewals.Line], until: date, dice: np.random.Generator) -> Iterator[Meant]:
    """Of what is due soon: most by their health, some twice, some not at all."""
    near = [one for one in lines if one.term.due <= until + NEAR][: 2 * MOST_AHEAD]
    for one in near[::2] if len(near) > MOST_AHEAD else near:
        if dice.random() < 0.15:
            continue
        ago = int(dice.integers(1, 50))
        if dice.random() < 0.25:
            yield Meant(one.term, "unsure", until - timedelta(days=ago + 30))
        yield Meant(one.term, str(dice.choice(CALLS, p=GUESS[one.band])), until - timedelta(days=ago))


def over(
    lines: Sequence[renewals.Line], people: dict[str, User], until: date, dice: np.random.Generator
) -> Iterator[Meant]:  # fmt: skip
    """Of terms that ended in the last year: those who went on, and those who left."""
    begun = dict(Subscription.objects.filter(trial=False).values_list("ref", "started_on"))
    went_on = [term for one in lines if was_there(term := renewed(one.term), begun, until)]
    for term in went_on[:MOST_RENEWED]:
        yield from before(term, ("renews", "renews", "renews", "unsure", "leaves"), until, dice)
    gone = Subscription.objects.filter(
        ended_on__range=(until - timedelta(days=300), until), trial=False, account__owner__in=sorted(people), mrr__gt=0
    )
    columns = ("account_id", "ended_on", "ref", "mrr", "currency", "plan")
    for row in gone.order_by("-mrr", "id").values_list(*columns)[:MOST_LEFT]:
        yield from before(left(*row), ("leaves", "leaves", "unsure", "renews"), until, dice)


def before(term: Term, likely: Sequence[str], until: date, dice: np.random.Generator) -> Iterator[Meant]:
    """A call a month before the end, and for some an earlier, less sure one."""
    last = term.about - timedelta(days=int(dice.integers(5, 60)))
    if last >= until:
        return
    if dice.random() < 0.5:
        yield Meant(term, "unsure", last - timedelta(days=int(dice.integers(40, 90))))
    yield Meant(term, str(dice.choice(likely)), last)


def renewed(term: Term) -> Term:
    """The term of the year before."""
    return Term(
        term.account, term.about - YEAR, term.notice_on and term.notice_on - YEAR, False, term.by_itself, term.amount,
        term.currency, term.worth, term.plans, term.contracts,
    )  # fmt: skip


def was_there(term: Term, begun: dict[str, date | None], until: date) -> bool:
    """Whether the term ended in the last year, of a contract that was there well before."""
    first = begun.get(term.contracts[0][1])
    return first is not None and first < term.about - YEAR / 2 and until - term.about < timedelta(days=330)


def left(account: int, ended_on: date, ref: str, mrr: int, currency: str, plan: str) -> Term:
    """The term that a subscription's end ended; the demo's rows come from files."""
    return Term(account, ended_on, None, False, True, mrr, currency, None, plan, (("files", ref),))
