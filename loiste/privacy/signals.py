"""A person taken out of the blocks: the signals stay, under a pseudonym and without words; numbers are the same."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from loiste.accounts import known_tables
from loiste.privacy.person import Person, pattern
from loiste.timeline import blocks, engine, merging
from loiste.timeline.models import Block
from loiste.timeline.signal import columns

MARK = "[erased]"
WORDS = ("text", "properties", "name", "category", "channel", "plan", "priority")


@dataclass(frozen=True)
class Rewritten:
    """Blocks that were written anew, and how many signals in them changed."""

    blocks: int = 0
    signals: int = 0


def erase(home: Path, person: Person, pseudonym: str, now: datetime) -> Rewritten:
    """Writes every block that holds the person anew. The former files are still there; see `forget`."""
    own, mention = conditions(person)
    instead = replacements(person, own, mention, pseudonym)
    found = Rewritten()
    for block in list(blocks.current().order_by("id")):
        connection = engine.connect(home, memory=merging.MEMORY)
        try:
            give(connection, person)
            counted = connection.execute(
                f"select count(*) from ({merging.rows_of(home, [block])}) where ({own}) or ({mention})"
            ).fetchone()[0]
            if counted:
                merging.replace(home, connection, [block], anew(home, block, instead), now)
                found = Rewritten(found.blocks + 1, found.signals + counted)
        finally:
            connection.close()
    return found


def anew(home: Path, block: Block, instead: dict[str, str]) -> str:
    """All signals of the block, with other columns in the place of some."""
    chosen = (f'{instead[name]} as "{name}"' if name in instead else f'"{name}"' for name, _ in columns())
    return f"select {', '.join(chosen)} from ({merging.rows_of(home, [block])})"


def give(connection: Any, person: Person) -> None:
    pairs = sorted(person.refs)
    sources, refs = [source for source, _ref in pairs], [ref for _source, ref in pairs]
    table = pa.table({"source": pa.array(sources, pa.string()), "ref": pa.array(refs, pa.string())})
    known_tables.put(connection, "erased", table)


def conditions(person: Person) -> tuple[str, str]:
    """(signals of the person, signals that mention the person), as SQL."""
    pairs = "(select source, ref from erased)"
    emails = ", ".join(engine.literal(one.lower()) for one in sorted(person.emails)) or "''"
    own = (
        f"(source, contact_ref) in {pairs} or lower(contact_ref) in ({emails}) "
        f"or (kind in ('contact', 'alias') and (source, ref) in {pairs})"
    )
    needles = pattern(person.needles())
    if not needles:
        return own, "false"
    said = " or ".join(f"regexp_matches({column}, {engine.literal(needles)}, 'i')" for column in WORDS)
    return own, f"coalesce({said}, false)"


def replacements(person: Person, own: str, mention: str, pseudonym: str) -> dict[str, str]:
    """Column -> what stands in it instead, as SQL."""
    name = engine.literal(pseudonym)
    pairs = "(select source, ref from erased)"
    emails = ", ".join(engine.literal(one.lower()) for one in sorted(person.emails)) or "''"
    needles = engine.literal(pattern(person.needles()) or "$^")
    cleaned = {column: f"regexp_replace({column}, {needles}, '{MARK}', 'gi')" for column in WORDS}
    wordless = {column: f"case when {own} then null else {cleaned[column]} end" for column in ("text", "properties")}
    theirs = f"(source, contact_ref) in {pairs} or lower(contact_ref) in ({emails})"
    return {
        "contact_ref": f"case when {theirs} then {name} else contact_ref end",
        "ref": f"case when kind in ('contact', 'alias') and (source, ref) in {pairs} then {name} else ref end",
        **cleaned, **wordless,
    }  # fmt: skip


def forget(home: Path) -> int:
    """Deletes the files of all blocks that were replaced, without the day of grace; returns how many."""
    gone = list(Block.objects.exclude(replaced_at=None))
    for block in gone:
        (home / block.path).unlink(missing_ok=True)
    Block.objects.filter(pk__in=[block.pk for block in gone]).delete()
    return len(gone)
