"""Flags as rows for showing: what was said, by whom, and what came of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from loiste.accounts.models import User
from loiste.judgement.alert_list import Line
from loiste.judgement.models import Alert, AlertChange
from loiste.pages.alerts.entries import Entry, entries

ANSWERS = ("taken_up", "closed", "not_useful")


@dataclass(frozen=True)
class Turned:
    """One line of a flag's history."""

    on: date
    what: str
    who: str
    why: str


@dataclass(frozen=True)
class Row:
    """`answer`: the last one; None while nobody has answered, or the answer was taken back."""

    entry: Entry
    late: bool
    mine: bool
    answer: Turned | None
    history: list[Turned]

    @property
    def alert(self) -> Alert:
        return self.entry.alert


def rows(lines: list[Line], user: User, today: date) -> list[Row]:
    """Two more questions for all of them."""
    turns = defaultdict(list)
    every = AlertChange.objects.filter(alert__in=[line.alert.pk for line in lines]).order_by("id")
    for one in every:
        turns[one.alert_id].append(one)
    names = names_of({one.by for one in every})
    return [row(one, turns[one.alert.pk], names, user, today) for one in entries(lines, today)]


def row(one: Entry, turns: list[AlertChange], names: dict[str, str], user: User, today: date) -> Row:
    flag = one.alert
    late = flag.state != "closed" and flag.deadline is not None and flag.deadline < today
    answers = [turn for turn in turns if turn.what in ANSWERS]
    answered = flag.state == "closed" or flag.taken_up_on is not None
    answer = told(answers[-1], names) if answers and answered else None
    return Row(one, late, flag.raised_by_id == user.pk, answer, [told(turn, names) for turn in turns])


def told(turn: AlertChange, names: dict[str, str]) -> Turned:
    if not turn.by:  # nobody's doing
        return Turned(turn.on, _("the account was archived or merged") if turn.what == "closed" else word(turn), "", "")
    return Turned(turn.on, word(turn), names.get(turn.by, turn.by), turn.why)


def word(turn: AlertChange) -> str:
    words = {
        "opened": _("raised"), "taken_up": _("taken up"), "put_back": _("no longer taken up"),
        "snoozed": _("put aside"), "woken": _("no longer put aside"), "closed": _("handled"),
        "not_useful": _("not relevant"), "reopened": _("opened again"), "withdrawn": _("withdrawn"),
    }  # fmt: skip
    return words.get(turn.what, turn.what)


def names_of(labels: set[str]) -> dict[str, str]:
    """People of the team as they are called."""
    return {email: name or email for email, name in User.objects.filter(email__in=labels).values_list("email", "name")}
