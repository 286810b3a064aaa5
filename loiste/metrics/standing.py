"""Where each account stands today, for the list of accounts: its newest figures, one row per account.

All accounts are counted in one run. The book of filling names the state that the rows were counted from; they are not
counted again until something that they depend on has changed.
"""

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count, Max

from loiste.accounts.models import Account, Subscription
from loiste.metrics import contracts, moments, readings
from loiste.metrics.models import COLUMNS, Filling, Standing
from loiste.metrics.registry import Metric, metrics
from loiste.metrics.run import first_day, ready, totals
from loiste.metrics.session import Session
from loiste.organisation.config import Organisation

NAME = "standing"
COUNTED = ("mrr", "active_users", "active_days", "ticket_volume", "nps")
PORTION = 5_000  # rows a transaction, so that others who write need not wait long
Figures = dict[str, dict[int, Any]]  # column -> row id of the account -> value


def filling() -> Filling | None:
    """As of which day and moment the rows are; None before the first fill."""
    return Filling.objects.filter(name=NAME).first()


def fill(home: Path, organisation: Organisation, *, today: date, now: datetime | None = None) -> int:
    """Brings the rows up to `today`; returns how many changed, 0 when nothing that they depend on did.

    `now` (aware) is written into the book for people to read; without it they read the day only.
    """
    state, book = state_of(organisation, today), filling()
    if book is not None and book.state == state:
        return 0
    changed = save(figures(home, organisation, today))
    Filling.objects.update_or_create(name=NAME, defaults={"as_of": today, "at": now, "state": state})
    return changed


def state_of(organisation: Organisation, today: date) -> str:
    """A fingerprint of all that the rows depend on."""
    accounts = Account.objects.aggregate(Max("id"), Count("id"), Count("merged_into"))
    texts = (moments.HEARD, moments.USED, moments.TWO_WAY, COLUMNS)
    shared = sorted(readings.states(organisation, COUNTED).items())
    return hashlib.sha256(repr((today, accounts, texts, shared)).encode()).hexdigest()


def figures(home: Path, organisation: Organisation, today: date) -> Figures:
    """Every figure of every account in one session."""
    wanted = [metrics()[name] for name in COUNTED]
    session = session_for(home, organisation, wanted, today)
    found: Figures = {one.key: counted(home, session, one, today) for one in wanted}
    found["last_signal_on"] = dict(moments.last_signals(session, today))
    found["last_contact_on"] = dict(moments.last_contacts(session, today))
    session.close()
    only_known(found)
    held = contracts.contracts(today)
    for name in ("renews_on", "notice_on", "plan"):
        found[name] = {account: getattr(one, name) for account, one in held.items()}
    return found


def session_for(home: Path, organisation: Organisation, wanted: list[Metric], today: date) -> Session:
    return ready(home, organisation, wanted, [today], None, {}, more=[moments.NEEDED])


def counted(home: Path, session: Session, metric: Metric, today: date) -> dict[int, Any]:
    """The metric's value by account, as its rows say; a sum to which an account adds nothing is 0 once there is any."""
    rows = session.fetch(
        f"select account, {totals(metric)} from ({metric.query}) q "
        f"where as_of = date '{today}' and account is not null group by account, as_of"
    )
    found = {row[0]: worth(metric, *row[2:5]) for row in rows}
    first = first_day(home, session, metric) if metric.shape == "sum" else None
    if first is None or first > today:
        return found
    return dict.fromkeys(Account.objects.values_list("id", flat=True), 0) | found


def only_known(found: Figures) -> None:
    """Takes away the zeros of accounts of which nothing was said that could add to them: unknown is not 0."""
    paying = set(Subscription.objects.values_list("account_id", flat=True).distinct())
    heard = found["last_signal_on"].keys()
    for name, said in (("mrr", paying), ("active_users", heard), ("ticket_volume", heard)):
        found[name] = {account: value for account, value in found[name].items() if value or account in said}


def worth(metric: Metric, first: Any, second: Any, unknown: bool) -> Any:
    """Money stays in millionths: it is compared and sorted here, not read."""
    if unknown or first is None or (metric.shape == "ratio" and not second):
        return None
    if metric.unit == "points":
        return float(100 * first / second)
    return int(first if metric.shape == "sum" else first // second)


def save(found: Figures) -> int:
    """Writes the rows that differ and takes those away whose account is gone; returns how many changed."""
    before = {row[0]: row[1:] for row in Standing.objects.values_list("account_id", *COLUMNS)}
    accounts = Account.objects.filter(merged_into=None).values_list("id", flat=True)
    now = {pk: tuple(found[name].get(pk) for name in COLUMNS) for pk in accounts}
    fresh = [
        Standing(account_id=pk, **dict(zip(COLUMNS, row, strict=True)))
        for pk, row in now.items()
        if before.get(pk) != row
    ]
    for start in range(0, len(fresh), PORTION):
        with transaction.atomic():
            Standing.objects.bulk_create(
                fresh[start : start + PORTION], batch_size=500, update_conflicts=True,
                unique_fields=["account"], update_fields=list(COLUMNS),
            )  # fmt: skip
    gone = [pk for pk in before if pk not in now]
    for start in range(0, len(gone), PORTION):
        Standing.objects.filter(pk__in=gone[start : start + PORTION]).delete()
    return len(fresh) + len(gone)
