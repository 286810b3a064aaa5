"""Flags: a worry or an opportunity that somebody saw. They stand beside alerts, and are answered by whoever looks after
the account."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.hand import SOURCE, ensure_own_refs, table
from loiste.accounts.models import Account, User
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement.alert_list import SEVERITIES, SORTS
from loiste.judgement.alert_verbs import because, close, turn
from loiste.judgement.facts import gather
from loiste.judgement.models import Alert, AlertChange
from loiste.judgement.stakes import NEEDED, millionths, stakes
from loiste.metrics.narrow import narrow
from loiste.organisation.config import Organisation
from loiste.timeline.append import append
from loiste.timeline.signal import JUDGEMENT

RAISED, WITHDRAWN = "flag_raised", "flag_withdrawn"  # as the timeline is told
FARTHEST = 366  # days to the deadline
ABOUT = ("kind", "id", "day")


@dataclass(frozen=True)
class Said:
    """What somebody says by a flag. `about`: the signal that it was raised from, as ABOUT, or nothing."""

    sort: str
    reason: str
    deadline: date | None = None
    severity: str = "medium"
    about: dict[str, str] = field(default_factory=dict)


def raise_flag(home: Path, ours: Organisation, account: Account, said: Said, *, by: Actor, now: datetime) -> Alert:
    """Puts the flag up, beside the alerts of the account, and tells its timeline. Said twice on a day it is one."""
    check(by, Right.NOTE, [account])
    today, why = ours.today(now), because(said.reason)
    check_said(account, said, today)
    raiser = by if isinstance(by, User) else None
    same = {"account": account, "rule": "", "sort": said.sort, "reason": why, "raised_by": raiser, "opened_on": today}
    if (known := Alert.objects.exclude(state="closed").filter(**same).first()) is not None:
        return known
    stake = at_stake(home, ours, account, today)
    with transaction.atomic():
        made = Alert.objects.create(
            **same, severity=said.severity, at=now, deadline=said.deadline, stake=stake,
            currency=ours.currency, about={name: said.about[name] for name in ABOUT if said.about.get(name)},
        )  # fmt: skip
        AlertChange.objects.create(alert=made, what="opened", on=today, at=now, by=by.label, why=why)
        after = {"flag": made.public_id, "sort": said.sort, "deadline": said.deadline and said.deadline.isoformat()}
        audit.write(by, "flag.raise", account.public_id, now, after=after)
        tell(home, made, RAISED, by=by, now=now, today=today)
    return made


def check_said(account: Account, said: Said, today: date) -> None:
    if account.archived_at is not None or account.merged_into_id is not None:
        raise ValidationError(_("This account is archived; restore it first."))
    if said.sort not in SORTS or said.severity not in SEVERITIES:
        raise ValidationError(_("Say whether it is a worry or an opportunity."))
    if said.deadline is not None and not 0 <= (said.deadline - today).days <= FARTHEST:
        raise ValidationError(_("Name a deadline from today on, at most a year ahead."))


def at_stake(home: Path, ours: Organisation, account: Account, today: date) -> int | None:
    """As alerts count it when rules name nothing else."""
    known = gather(home, ours, NEEDED, today, np.array([account.pk]), narrow=narrow(home, account))
    return millionths(stakes(known).amounts["remaining_value"][0])


def take_up(flag: Alert, words: str, *, by: Actor, now: datetime, today: date) -> None:
    """Answers that somebody is at it; it stays open."""
    check(by, Right.CHANGE, [flag.account])
    why = because(words)
    if flag.rule or flag.state == "closed":
        raise ValidationError(_("Only an open flag can be taken up."))
    change = {"state": "open", "snoozed_until": None, "taken_up_on": today}
    turn(flag, "taken_up", change, by=by, now=now, today=today, why=why, action="flag.take_up")


def put_back(flag: Alert, *, by: Actor, now: datetime, today: date) -> None:
    """Takes back that it was taken up."""
    check(by, Right.CHANGE, [flag.account])
    if flag.taken_up_on is not None and flag.state != "closed":
        change = {"state": flag.state, "taken_up_on": None}
        turn(flag, "put_back", change, by=by, now=now, today=today, action="flag.put_back")


def withdraw_flag(home: Path, flag: Alert, *, by: Actor, now: datetime, today: date) -> None:
    """Takes one's own flag back."""
    check(by, Right.NOTE, [flag.account])
    if not isinstance(by, User) or flag.raised_by_id != by.pk:
        raise ValidationError(_("Only whoever raised a flag can take it back; answer it instead."))
    with transaction.atomic():
        close(flag, "withdrawn", "withdrawn", by=by, now=now, today=today, why="", action="flag.withdraw")
        tell(home, flag, WITHDRAWN, by=by, now=now, today=today)


def tell(home: Path, flag: Alert, name: str, *, by: Actor, now: datetime, today: date) -> None:
    """The account's timeline. The kind is that of judgements: it says nothing of what the customer did."""
    said = {"author": by.name or by.label, "sort": flag.sort, "flag": flag.public_id}
    fact = {
        "kind": JUDGEMENT, "name": name, "text": flag.reason, "account_ref": flag.account.public_id, "day": today,
        "ref": flag.public_id, "properties": json.dumps(said, ensure_ascii=False), "key": f"{name}/{flag.public_id}",
    }  # fmt: skip
    ensure_own_refs([flag.account], by=by.label, now=now)
    append(home, table([fact]), source=SOURCE, batch="", now=now, known_now=True)
