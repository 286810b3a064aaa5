"""Fills an empty home with the demo company: signals, rates, account rows, people who sign in, readings."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from loiste.accounts.actors import DEMO
from loiste.accounts.models import Account, Reach, Role, User
from loiste.accounts.projection import project
from loiste.accounts.team import add_user
from loiste.accounts.verbs import ensure_accounts
from loiste.demo import costs, renewals, sales
from loiste.demo.period import Period, calendar_day
from loiste.demo.signals import signals
from loiste.judgement.whole_days import judge_whole
from loiste.metrics import readings, standing
from loiste.organisation import config
from loiste.organisation.config import MetricSettings, Organisation, Settings
from loiste.sources.models import Rate
from loiste.timeline.append import append
from loiste.timeline.models import Block

NAME = "Kauppakylä Oy (demo)"
CURRENCY = "EUR"  # prices, costs and rates of the demo are in euros
SOURCE, BATCH, BY = "files", "demo", "demo"
PEOPLE = (  # name, address, role, whose accounts they see, team
    ("Aino Laaksonen", "aino.laaksonen@kauppakyla.example", Role.ADMIN, Reach.ALL, ""),
    ("Satu Kivelä", "satu.kivela@kauppakyla.example", Role.SUCCESS_MANAGER, Reach.ALL, ""),
    ("Jenni Aaltonen", "jenni.aaltonen@kauppakyla.example", Role.LEADER, Reach.TEAM, "Kaupat"),
    ("Mikko Halonen", "mikko.halonen@kauppakyla.example", Role.SUCCESS_MANAGER, Reach.OWN, "Kaupat"),
    ("Risto Anttila", "risto.anttila@kauppakyla.example", Role.READ_ONLY, Reach.ALL, ""),
)
# metric: (who answers for it, target)
TARGETS = {
    "nps": ("Aino Laaksonen", "45"),
    "nps_service": ("Satu Kivelä", "78"),
    "onboarding_days": ("Satu Kivelä", "8"),
    "ces": ("Satu Kivelä", "6"),
    "nrr": ("Aino Laaksonen", "1.1"),
    "mrr": ("Aino Laaksonen", "190000"),
    "customers": ("Aino Laaksonen", "1550"),
    "cltv": ("Aino Laaksonen", "8000"),
    "cac": ("Risto Anttila", "1100"),
    "logo_churn": ("Aino Laaksonen", "0.015"),
}
REVIEW_AFTER = timedelta(days=90)
WEEKS = 26  # of judgements unless asked otherwise, so that health has a past
Tell = Callable[[int, int], None]  # told how many of how many are done


@dataclass(frozen=True)
class Filled:
    """What was filled: signals by kind, accounts, the first day told, and people with their passwords."""

    signals: dict[str, int]
    accounts: int
    first: date
    people: list[dict[str, str]]


def nobody(done: int, of: int) -> None:
    """Tells nobody."""


def has_data() -> bool:
    """Whether the home holds signals or accounts already."""
    return Block.objects.exists() or Account.objects.exists()


def demo_organisation(organisation: Organisation, until: date) -> Organisation:
    """The organisation as demo: its name, targets, and the outcome that its customers are after."""
    wanted = {
        name: MetricSettings(owner=owner, target=Decimal(target), review_on=until + REVIEW_AFTER)
        for name, (owner, target) in TARGETS.items()
    }
    counted = Settings.model_validate(organisation.settings.model_dump() | {"growth_feature": sales.FEATURE})
    return organisation.model_copy(update={"name": NAME, "demo": True, "settings": counted, "metrics": wanted})


def fill(
    home: Path, organisation: Organisation, *, seed: int, until: date, with_stories: bool, now: datetime,
    judged_weeks: int = WEEKS, tell: Tell = nobody, tell_judged: Tell = nobody,
) -> Filled:  # fmt: skip
    """Fills the home and returns what was filled. The home must be set up and empty; `now` is aware."""
    period = Period(until, organisation.zone)
    chosen = demo_organisation(organisation, until)
    config.save(home, chosen)
    table = signals(seed, period, with_stories=with_stories)
    append(home, table, source=SOURCE, batch=BATCH, now=now)
    with transaction.atomic():
        Rate.objects.bulk_create(
            Rate(day=calendar_day(day), currency="SEK", rate=rate) for day, rate in costs.krona_rates(seed, period)
        )
    refs = [ref for ref in table["account_ref"].unique().to_pylist() if ref is not None]
    made = ensure_accounts(refs, source=SOURCE, by=BY, now=now, made_by_row=False)
    project(home, as_of=until)
    readings.fill(home, chosen, today=until, tell=tell)
    standing.fill(home, chosen, today=until, now=now)
    for done, _day in enumerate(judge_whole(home, chosen, weeks(until, judged_weeks), now=now), 1):
        tell_judged(done, judged_weeks)
    counts = {row["values"]: row["counts"] for row in table["kind"].value_counts().to_pylist()}
    people = sign_ins(now)
    renewals.call(home, chosen, seed=seed, until=until)
    return Filled(dict(sorted(counts.items())), len(made), calendar_day(period.first), people)


def weeks(until: date, count: int) -> list[date]:
    """The days judged: the one before `until`, as the worker would have, and every seventh before that."""
    return [until - timedelta(days=1 + 7 * ago) for ago in range(count)]


def sign_ins(now: datetime) -> list[dict[str, str]]:
    """Adds the people who are not there yet, each with a fresh password, which is kept nowhere in the clear."""
    made = []
    for name, email, role, reach, team in PEOPLE:
        if not User.objects.filter(email=email).exists():
            password = secrets.token_urlsafe(9)
            place = {"role": role.value, "reach": reach.value, "team": team}
            add_user(email, name=name, password=password, by=DEMO, now=now, **place)
            made.append({"name": name, "email": email, "role": role.value, "password": password})
    return made
