"""A person taken out of the blocks: the signals stay, under a pseudonym and without words; numbers are the same.

Blocks are looked through a few at a time, and only those that hold the person are written anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from loiste.accounts import known_tables
from loiste.privacy.cleaned import MARK
from loiste.privacy.person import Person
from loiste.timeline import blocks, engine, merging
from loiste.timeline.models import Block
from loiste.timeline.signal import columns

WORDS = ("text", "properties", "name", "category", "channel", "plan", "priority")
TOGETHER, MOST_ROWS = 64, 4_000_000  # blocks that are looked through at once, and signals in them
Hits = dict[int, int]  # id of a block -> how many signals in it change


def following(upto: int) -> list[Block]:
    """The next blocks to look through, the oldest first; those that come meanwhile have higher ids."""
    found: list[Block] = []
    for block in blocks.current().filter(pk__gt=upto).order_by("id")[:TOGETHER]:
        if found and sum(one.rows for one in found) + block.rows > MOST_ROWS:
            break
        found.append(block)
    return found


@dataclass(frozen=True)
class Rewriting:
    """What is done with one person's signals; `connection` may read and write blocks."""

    home: Path
    person: Person
    pseudonym: str
    connection: Any

    def hits(self, group: Iterable[Block]) -> Hits:
        """Which blocks hold the person. Reads only what a block may hold: nothing is locked."""
        own, mention = conditions(self.person)
        by_path = {str(self.home / block.path): block.pk for block in group}
        give(self.connection, self.person)
        paths = ", ".join(engine.literal(path) for path in by_path)
        found = self.connection.execute(
            f"select filename, count(*) from read_parquet([{paths}], union_by_name = true, filename = true) "
            f"where ({own}) or ({mention}) group by filename"
        ).fetchall()
        return {by_path[path]: count for path, count in found}

    def anew(self, block: Block, now: datetime) -> list[Block]:
        """Writes the block without the person; what it gives is on disk and not listed yet."""
        instead = replacements(self.person, *conditions(self.person), self.pseudonym)
        chosen = (f'{instead[name]} as "{name}"' if name in instead else f'"{name}"' for name, _ in columns())
        select = f"select {', '.join(chosen)} from ({merging.rows_of(self.home, [block])})"
        return merging.written(self.home, self.connection, [block], select, now)


def erase(home: Path, person: Person, pseudonym: str, now: datetime) -> None:
    """All blocks at once, in the transaction of the caller: for a copy that is being restored."""
    connection = engine.connect(home, memory=merging.MEMORY)
    try:
        work, upto = Rewriting(home, person, pseudonym, connection), 0
        while group := following(upto):
            found = work.hits(group)
            for block in group:
                if block.pk in found:
                    merging.swap([block], work.anew(block, now), now)
            upto = group[-1].pk
    finally:
        connection.close()


def give(connection: Any, person: Person) -> None:
    known_tables.put(connection, "erased", known_tables.table(sorted(person.refs), {}))


def conditions(person: Person) -> tuple[str, str]:
    """(signals of the person, signals that mention the person), as SQL."""
    pairs = "(select source, ref from erased)"
    emails = ", ".join(engine.literal(one.lower()) for one in sorted(person.emails)) or "''"
    own = (
        f"(source, contact_ref) in {pairs} or lower(contact_ref) in ({emails}) "
        f"or (kind in ('contact', 'alias') and (source, ref) in {pairs})"
    )
    needles = person.needles().pattern
    if not needles:
        return own, "false"
    said = " or ".join(f"regexp_matches({column}, {engine.literal(needles)}, 'i')" for column in WORDS)
    return own, f"coalesce({said}, false)"


def replacements(person: Person, own: str, mention: str, pseudonym: str) -> dict[str, str]:
    """Column -> what stands in it instead, as SQL. Properties that would be JSON no more go."""
    name = engine.literal(pseudonym)
    pairs = "(select source, ref from erased)"
    emails = ", ".join(engine.literal(one.lower()) for one in sorted(person.emails)) or "''"
    needles = engine.literal(person.needles().pattern or "$^")
    cleaned = {column: f"regexp_replace({column}, {needles}, '{MARK}', 'gi')" for column in WORDS}
    still = f"case when json_valid({cleaned['properties']}) then {cleaned['properties']} end"
    kept = cleaned | {"properties": still}
    wordless = {column: f"case when {own} then null else {kept[column]} end" for column in ("text", "properties")}
    theirs = f"(source, contact_ref) in {pairs} or lower(contact_ref) in ({emails})"
    return {
        "contact_ref": f"case when {theirs} then {name} else contact_ref end",
        "ref": f"case when kind in ('contact', 'alias') and (source, ref) in {pairs} then {name} else ref end",
        **cleaned, **wordless,
    }  # fmt: skip


def forget(home: Path, before: datetime) -> int:
    """Deletes the files of blocks that were replaced until then, without the day of grace; returns how many."""
    gone = list(Block.objects.filter(replaced_at__lte=before))
    for block in gone:
        (home / block.path).unlink(missing_ok=True)
    Block.objects.filter(pk__in=[block.pk for block in gone]).delete()
    return len(gone)


def counts(home: Path, person: Person) -> dict[str, int]:
    """How many signals of each kind are the person's own."""
    connection = engine.connect(home, memory=merging.MEMORY)
    try:
        give(connection, person)
        own, _mention = conditions(person)
        sql = f"select kind, count(*) from ({engine.every(home)}) where {own} group by kind order by kind"
        return dict(connection.execute(sql).fetchall())
    finally:
        connection.close()
