"""What changed of an account since it was last spoken with: figures then and now, judgements, and signals of note."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import Account
from loiste.accounts.one import lists, moments, people
from loiste.accounts.one.moments import Asked
from loiste.judgement.explained import one as whose
from loiste.judgement.news import news
from loiste.judgement.then_and_now import asks
from loiste.judgement.then_and_now import figures as both
from loiste.metrics.by_account import Ask
from loiste.metrics.one_mrr import mrr
from loiste.metrics.registry import metrics
from loiste.pages import figures, numbers
from loiste.pages.account.header import Talk, talk
from loiste.pages.account.look import Look
from loiste.pages.account.timeline import Item, item
from loiste.pages.figures import Change
from loiste.pages.health.standing import Standing, standing
from loiste.pages.news import Line, Words
from loiste.pages.numbers import Amount
from loiste.timeline.within import Row

NEVER = timedelta(days=28)  # looked back on where nobody has ever spoken with the account
NOTED = ("answer", "milestone", "subscription", "churn", "ticket", "note", "contact")
OF_TICKETS = ("opened", "reopened")
READ, SHOWN = 60, 15  # signals
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figure:
    name: str
    then: Amount
    now: Amount
    change: Change | None
    address: str


@dataclass(frozen=True)
class Since:
    """`first`: the day of the contact; what is told came after it. `own`: whether one's own contact was asked for."""

    talk: Talk | None
    own: bool
    first: date
    then: Standing
    now: Standing
    fall: str
    figures: list[Figure]
    judged: list[Line]
    signals: list[tuple[date, Item]]
    timeline: str


def since(look: Look) -> Since:
    own, day = look.wish.rest.get("contact") == "mine", look.wish.day
    spoken = talk(lists.last_contact(look.own, day, (look.user.name or look.user.label) if own else ""), day)
    first = spoken.day if spoken else day - NEVER
    then, now = standing(look.account, first, today=look.wish.today), standing(look.account, day, today=look.wish.today)
    path = reverse("account", args=[look.account.public_id])
    return Since(
        talk=spoken, own=own, first=first, then=then, now=now, fall=waterfall(look.account, first, day),
        figures=list(measured(look, first, now)), judged=judged(look, first), signals=noted(look, first),
        timeline=f"{path}?{urlencode({'from': first.isoformat(), 'to': day.isoformat()})}#timeline",
    )  # fmt: skip


def waterfall(account: Account, first: date, day: date) -> str:
    asked = urlencode({"from": first.isoformat(), "to": day.isoformat()})
    return f"{reverse('account_health', args=[account.public_id])}?{asked}"


def measured(look: Look, first: date, now: Standing) -> Iterator[Figure]:
    """What it pays, and what its health rests on."""
    ours, day = look.organisation, look.wish.day
    yield figure(look, Ask("mrr"), mrr(look.own, ours, first), mrr(look.own, ours, day), first)
    wanted = [ask for ask in asks(now.model.text if now.model else None) if ask.metric != "mrr"]
    for ask, before, after in both(whose(look.home, ours, look.account), wanted, first, day):
        yield figure(look, ask, exact(before), exact(after), first)


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def figure(look: Look, ask: Ask, before: Decimal | None, after: Decimal | None, first: date) -> Figure:
    metric = metrics()[ask.metric]
    then, now = (figures.amount(metric, value, look.organisation) for value in (before, after))
    window = _(", %(days)s") % {"days": numbers.days(ask.days)} if ask.days else ""
    asked = {"as_of": look.wish.day.isoformat(), "account": look.account.public_id}
    return Figure(
        f"{metric.name}{window}", then, now, figures.change(metric, now, before, first),
        f"{reverse('metric', args=[ask.metric])}?{urlencode(asked)}#rows",
    )  # fmt: skip


def judged(look: Look, first: date) -> list[Line]:
    """What was judged differently on the days after the contact, the newest first."""
    own = accounts_for(look.user).filter(pk=look.account.pk)
    told = sorted(news(own, first + DAY, look.wish.day).news, key=lambda one: one.day, reverse=True)
    words = Words(first)
    return [words.line(one) for one in told]


def noted(look: Look, first: date) -> list[tuple[date, Item]]:
    """Signals that one would speak about, the newest first; use is among the figures."""
    asked = Asked(first + DAY, look.wish.day, NOTED, by_week=False)
    rows = [row for row in moments.page(look.own, asked, size=READ).rows if of_note(row)][:SHOWN]
    names = people.names(look.own, {(row["source"], row["contact_ref"]) for row in rows if row.get("contact_ref")})
    return [(row["day"], item(look, row, names)) for row in rows]


def of_note(row: Row) -> bool:
    return row["kind"] != "ticket" or row["name"] in OF_TICKETS
