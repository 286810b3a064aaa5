"""The steps of an erasure, each short and each safe to do again: whoever takes one holds nothing for long.

Senders wait for no more than one small transaction, and readers find either the old block or the new one.
"""

import logging
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F

from loiste.accounts.projection import project
from loiste.privacy import rows, signals, who
from loiste.privacy.models import Erasure, State
from loiste.privacy.person import Person
from loiste.timeline import blocks, engine, merging
from loiste.timeline.blocks import COPYING
from loiste.timeline.models import Block, Lease

log = logging.getLogger("loiste.privacy")
JOB = "erase"  # the lease of whoever takes the steps
READERS = timedelta(minutes=1)  # for which those who began to read before may go on with the old files
AGAIN = 1_000  # ids of blocks before the last: a block listed late may have a lower one


def next_erasure() -> Erasure | None:
    """The oldest that is not done."""
    return Erasure.objects.exclude(state=State.DONE).order_by("at", "id").first()


def step(home: Path, erasure: Erasure, *, day: date, now: datetime, grace: timedelta = READERS) -> bool:
    """Takes the next step; False when there is none, or when it has to wait for others. `day`: the organisation's."""
    person = Person.of(erasure.sought)
    if erasure.state == State.ROWS:
        take_rows(home, erasure, person)
        go_on(erasure, State.BLOCKS)
    elif erasure.state == State.BLOCKS:
        if not take_blocks(home, erasure, person, now):
            settle(home, erasure, person, day)
            go_on(erasure, State.FILES, rewritten_at=now)
    elif erasure.state == State.FILES:
        return delete_files(home, erasure, person, now, grace)
    elif erasure.state == State.PACKING:
        pack()
        go_on(erasure, State.DONE, done_at=now)
    else:
        return False
    return True


def go_on(erasure: Erasure, state: State, **more: object) -> None:
    for name, value in {"state": state, **more}.items():
        setattr(erasure, name, value)
    erasure.save(update_fields=["state", *more])


def take_rows(home: Path, erasure: Erasure, person: Person) -> None:
    found = Counter(erasure.rows) + rows.erase(home, person, erasure.pseudonym)
    erasure.rows = dict(sorted(found.items()))
    erasure.save(update_fields=["rows"])


def take_blocks(home: Path, erasure: Erasure, person: Person, now: datetime) -> bool:
    """Looks through the next blocks; False when there are none."""
    group = signals.following(erasure.upto)
    if not group:
        return False
    rewritten(home, erasure, person, group, now)
    erasure.upto = group[-1].pk
    erasure.blocks_seen += len(group)
    erasure.blocks_left = blocks.current().filter(pk__gt=erasure.upto).count()
    erasure.save(update_fields=["upto", "blocks_seen", "blocks_left"])
    return True


def rewritten(home: Path, erasure: Erasure, person: Person, group: list[Block], now: datetime) -> int:
    """Writes those that hold the person anew; returns how many. A block replaced meanwhile comes again, under a
    higher id."""
    connection_ = engine.connect(home, memory=merging.MEMORY)
    try:
        work = signals.Rewriting(home, person, erasure.pseudonym, connection_)
        found = work.hits(group)
        for block in group:
            if block.pk in found:
                made = work.anew(block, now)
                swap(erasure, block, made, found[block.pk], now)
        return len(found)
    finally:
        connection_.close()


def swap(erasure: Erasure, block: Block, made: list[Block], changed: int, now: datetime) -> None:
    with transaction.atomic():
        if merging.swap([block], made, now):
            counted = {"blocks": F("blocks") + 1, "signals": F("signals") + changed}
            Erasure.objects.filter(pk=erasure.pk).update(**counted)


def settle(home: Path, erasure: Erasure, person: Person, day: date) -> None:
    """No block tells of the person: what was made from blocks meanwhile follows, and old references go."""
    with transaction.atomic():
        who.stand_in(person, erasure.pseudonym, erasure.at)  # what came between asking and hiding
        who.stand_alone(person, erasure.pseudonym)
    project(home, as_of=day, touched=[erasure.pseudonym])
    take_rows(home, erasure, person)
    engine.close()


def delete_files(home: Path, erasure: Erasure, person: Person, now: datetime, grace: timedelta) -> bool:
    """Once nobody reads or copies the old files. A block that came late is seen to first."""
    since = erasure.rewritten_at or now
    if now - since < grace or Lease.objects.filter(job=COPYING, until__gt=now).exists():
        return False
    late = list(blocks.current().filter(pk__gt=erasure.upto - AGAIN).order_by("id"))
    if late and rewritten(home, erasure, person, late, now):
        go_on(erasure, State.FILES, rewritten_at=now)
        return True
    signals.forget(home, since)
    go_on(erasure, State.PACKING, sought={})
    return True


def pack() -> None:
    """Has the store write over what was deleted: SQLite keeps it in free pages and in its log otherwise."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
