"""Judging alerts: each rule looks at all accounts at once; what turned is told, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from loiste.accounts.models import Account
from loiste.judgement import alert_books, alert_rows, alert_steps
from loiste.judgement.alert_facts import needed, newest_days, stored, waits_for, with_health
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.facts import Known, Needs, gather
from loiste.judgement.judge import accounts
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import AlertDay
from loiste.judgement.rules import Answer
from loiste.judgement.stakes import NEEDED, Stakes, stakes
from loiste.judgement.texts import Text, every
from loiste.organisation.config import Organisation

Rules = Mapping[str, Text[AlertRule]]


@dataclass(frozen=True)
class Day:
    """What every rule is judged by on a day."""

    known: Known
    stakes: Stakes
    currency: str
    archived: frozenset[int]
    newest: Mapping[str, date | None]
    now: datetime

    @property
    def as_of(self) -> date:
        return self.known.as_of


def judge_alerts(home: Path, organisation: Organisation, *, as_of: date, now: datetime) -> list[AlertDay]:
    """Judges the rules that are on as of a day; returns their lines in the books. `now` is aware.

    To be called after the day's health was judged. A rule that was judged as of this day, or of a later one, is left as
    it stands; each is judged in a transaction of its own, so that what was cut off is done again.
    """
    rules = rules_on()
    if not due(rules, as_of):
        alert_rows.tidy(set(rules), as_of, now)
        return []
    known = gather(home, organisation, read_by(rules), as_of, accounts())
    return judge_known(home, organisation, rules, known, now)


def judge_known(home: Path, organisation: Organisation, rules: Rules, known: Known, now: datetime) -> list[AlertDay]:
    """The same by facts that hold all that is `read_by` the rules."""
    alert_rows.tidy(set(rules), known.as_of, now)
    some = due(rules, known.as_of)
    day = facts_of(home, organisation.currency, some, known, now)
    return [judge_rule(some[key], day) for key in sorted(some)]


def rules_on() -> Rules:
    return {key: one for key, one in every(ALERT).items() if one.text.on}


def due(rules: Rules, as_of: date) -> Rules:
    """Those that were not judged as of this day or a later one."""
    done = set(AlertDay.objects.filter(as_of__gte=as_of).values_list("rule", flat=True))
    return {key: one for key, one in rules.items() if key not in done}


def read_by(rules: Rules) -> Needs:
    """All that these rules look at."""
    return needed([one.text for one in rules.values()]) | NEEDED


def facts_of(home: Path, currency: str, rules: Rules, known: Known, now: datetime) -> Day:
    """What these rules look at beside the facts: health as it was said, stakes, and how new the signals are."""
    kinds = sorted({kind for one in rules.values() for kind in one.text.needs})
    archived = Account.objects.exclude(archived_at=None).values_list("id", flat=True)
    return Day(
        with_health(known, stored(known.accounts, known.as_of)), stakes(known), currency,
        frozenset(archived), newest_days(home, kinds, known.as_of), now,
    )  # fmt: skip


def judge_rule(one: Text[AlertRule], day: Day) -> AlertDay:
    """One rule on all accounts."""
    rule, as_of = one.text, day.as_of
    with transaction.atomic():
        paused, starting = waits_for(rule, day.newest, as_of), alert_books.is_starting(rule.key, as_of)
        line = AlertDay(rule=rule.key, as_of=as_of, at=day.now, version=one.version)
        if paused:
            line.paused, line.starting = paused, starting
        else:
            judge_accounts(one, day, line, starting)
        line.save(force_insert=True)
    return line


def judge_accounts(one: Text[AlertRule], day: Day, line: AlertDay, starting: bool) -> None:
    """Opens, updates and closes, and writes the numbers of it into the line."""
    rule, ids = one.text, day.known.accounts
    before = alert_books.standing(rule, ids, day.as_of)
    looked = rule.applies.answer(day.known).yes & ~alert_steps.numbers(ids, list(day.archived))
    found = condition(rule, day)
    if starting:
        chosen = alert_books.opens_matching(rule.key, day.as_of)
        taken = alert_steps.first(found, before, open_matching=chosen)
    else:
        taken = alert_steps.step(alert_books.limits(rule), day.as_of.toordinal(), looked, found, before)
    alert_books.keep(rule, ids, before, taken.after, day.as_of)
    alert_rows.write(one, day, taken, before)
    line.looked, line.matched, line.wide = int(looked.sum()), int(found.yes.sum()), taken.wide
    line.opened, line.closed = int(taken.opened.sum()), int(taken.closed.sum())


def condition(rule: AlertRule, day: Day) -> Answer:
    """Whether the rule holds; of archived accounts it is not asked."""
    asked = ~alert_steps.numbers(day.known.accounts, list(day.archived))
    found = alert_steps.among(rule.applies.answer(day.known), rule.rule.answer(day.known))
    return Answer(found.yes & asked, found.no & asked)
