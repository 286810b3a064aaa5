"""Rehearsals of alert rules: days gone by judged again, with only what was known on each of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from loiste.judgement import alert_books, alert_steps
from loiste.judgement.alert_backtest import Opening, Told, Walked, told
from loiste.judgement.alert_facts import BAND, BEFORE, POINTS, Said, known_for, needed, newest_days, unsaid, waits_for
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.facts import Known, Needs
from loiste.judgement.health import Health
from loiste.judgement.judge import accounts, health
from loiste.judgement.leaving import Definition, Leaving, leaving
from loiste.judgement.needs import compares
from loiste.judgement.rehearsal import assumed, days, end_of
from loiste.judgement.rules import Compare, Texts
from loiste.judgement.texts import models
from loiste.metrics.by_account import Ints
from loiste.organisation.config import Organisation

OWNER = Needs(attributes=frozenset({("owner", 0)}))


@dataclass
class Walk:
    """One rule on its way through the days."""

    rule: AlertRule
    stride: int
    standing: alert_steps.Standing | None = None
    openings: list[Opening] = field(default_factory=list)
    held: int = 0
    wide: int = 0
    paused: int = 0

    def look(self, known: Known) -> np.ndarray:
        """Which accounts the day opens."""
        applies = self.rule.applies.answer(known)
        found = alert_steps.among(applies, self.rule.rule.answer(known))
        if self.standing is None:
            taken = alert_steps.first(found, alert_steps.nothing(known.size), open_matching=False)
            self.held = int(taken.after.held.sum())
        else:
            limits = alert_books.limits(self.rule, self.stride)
            taken = alert_steps.step(limits, known.as_of.toordinal(), applies.yes, found, self.standing)
        self.standing = taken.after
        self.wide += bool(taken.wide)
        return taken.opened


@dataclass
class Memory:
    """The bands said on the days gone through: what holds, and the last other one."""

    bands: Texts
    before: Texts

    def hear(self, ids: Ints, found: Sequence[Health]) -> Said:
        said = unsaid(len(ids))
        for one in found:
            said.bands[one.places], said.scores[one.places] = one.bands, one.scored.score
        other = np.array([is_other(was, now) for was, now in zip(self.bands, said.bands, strict=True)], dtype=bool)
        self.before[other] = self.bands[other]
        heard = np.array([band is not None and band != "" for band in said.bands], dtype=bool)
        self.bands[heard] = said.bands[heard]
        return Said(said.bands, self.before.copy(), said.scores)


def is_other(was: str | None, now: str | None) -> bool:
    return bool(was) and bool(now) and was != now


@dataclass(frozen=True)
class Rehearsed:
    told: Told
    days: tuple[date, ...]
    assumed: float | None


def rehearse_alert(
    home: Path, organisation: Organisation, rules: Sequence[AlertRule], *, first: date, last: date, churn: Definition,
    every: int = 7, tell: Callable[[int, int], None] = lambda done, of: None,
) -> Rehearsed:  # fmt: skip
    """What the first of the rules would have told; the others are walked along to see where they overlap.

    Each day is judged with only what was known at its end; who left is taken from all that is known today. With `every`
    above 1 a look stands for the days since the one before. `tell(done, all)` hears of progress.
    """
    wanted, gone, ids = days(first, last, every), leaving(home, organisation, churn), accounts()
    walks = [Walk(rule, every) for rule in rules]
    memory = Memory(*(np.full(len(ids), None, dtype=object) for _each in range(2)))
    lead, leavers, looked, left = rules[0].lead_days, set[int](), 0, 0
    for number, day in enumerate(wanted, start=1):
        known = facts(home, organisation, rules, day, ids, memory)
        judge_day(home, organisation, walks, known, gone)
        there, after = ids[gone.customers(day, ids)], gone.leavers(day, lead)
        going = set(there.tolist()) & set(after)
        leavers, looked, left = leavers | going, looked + len(there), left + len(going)
        tell(number, len(wanted))
    own, weeks = walks[0], max(((last - first).days + 1) / 7, 1.0)
    others = {one.rule.key: {opening.account for opening in one.openings} for one in walks[1:]}
    found = told(Walked(own.openings, own.held, own.wide, own.paused), others, leavers, looked, left, weeks)
    return Rehearsed(found, tuple(wanted), assumed(home, organisation, last))


def facts(
    home: Path, organisation: Organisation, rules: Sequence[AlertRule], day: date, ids: Ints, memory: Memory
) -> Known:
    """As of a day, by what was known at its end; health is scored anew under the models in force."""
    known_by, said = end_of(day, organisation), unsaid(len(ids))
    if any(one.attribute in (BAND, BEFORE, POINTS) for rule in rules for one in compares_of(rule)):
        _known, found = health(home, organisation, models(), as_of=day, known_by=known_by)
        said = memory.hear(ids, found)
    return known_for(home, organisation, needed(rules) | OWNER, day, ids, said, known_by=known_by)


def compares_of(rule: AlertRule) -> list[Compare]:
    return [*compares(rule.applies), *compares(rule.rule)]


def judge_day(home: Path, organisation: Organisation, walks: list[Walk], known: Known, gone: Leaving) -> None:
    """Every rule on one day; what is paused opens nothing."""
    day, owners = known.as_of, known.attribute("owner")
    kinds = sorted({kind for walk in walks for kind in walk.rule.needs})
    newest = newest_days(home, kinds, day, known_by=end_of(day, organisation))
    customers = gone.customers(day, known.accounts)
    for walk in walks:
        if waits_for(walk.rule, newest, day):
            walk.paused += 1
            continue
        after = gone.leavers(day, walk.rule.lead_days)
        for place in np.flatnonzero(walk.look(known)).tolist():
            account = int(known.accounts[place])
            walk.openings.append(Opening(day, account, owners[place] or "", bool(customers[place]), after.get(account)))
