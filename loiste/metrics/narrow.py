"""One account's share of the signals, so that counting for it costs the same in any home.

What the vocabulary makes of these is, for that account, what it makes of all: a subscription and a ticket come with all
that was ever said of them, whoever's they are now. Metrics that look at other accounts say so in the catalogue.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from loiste.accounts import known_tables
from loiste.accounts.identities import Ref
from loiste.accounts.models import Account
from loiste.accounts.one.own import Own, own
from loiste.metrics.views import FIRST_USED, SUBSCRIPTION_OWNERS
from loiste.timeline import engine, within
from loiste.timeline.engine import Clock, literal
from loiste.timeline.within import Reading

NAMED = ("attribute", "answer", "churn", "note", "milestone")  # kinds whose signals always name their account
# Since when usage names people is asked of all accounts together.
WITH_FIRST_USE = f"{FIRST_USED} union all select null, null, contact_day from first_use"


@dataclass(frozen=True)
class Narrow:
    """`signals`: by kind, SQL of those that can be the account's; kinds that belong to no account are not in it.

    `clock`: by which moment a signal counts as known.
    """

    account: int
    signals: Mapping[str, str]
    clock: Clock = "known_at"
    first_uses: dict[datetime | None, date | None] = field(default_factory=dict)  # by known_by, as asked before

    def whole(self) -> "Narrow":
        """By the same clock, the signals of all."""
        return replace(self, signals={})


def narrow(home: Path, account: Account, clock: Clock = "known_at") -> Narrow:
    """The account's share, by the references that lead to it at this moment."""
    return Narrow(account.pk, share(own(within.reading(home), account)), clock)


def share(ours: Own) -> dict[str, str]:
    whole = ours.reading.relation
    mine = among("account_ref", ours.refs)
    kept = {kind: part(whole(kind), mine) for kind in NAMED}
    told = sorted({(row["source"], row["ref"]) for row in ours.told if row["ref"] is not None})
    kept["subscription"] = part(whole("subscription"), among("ref", told))
    named = f"select source, ref from ({whole('ticket')}) n where {mine}"
    kept["ticket"] = part(whole("ticket"), f"(source, ref) in ({named})")
    alone = [among("ref", told), f"ref is null and {among('contact_ref', ours.people)}"]
    unowned = part(whole("usage", unowned=True), f"account_ref is null and ({' or '.join(alone)})")
    return {**kept, "usage": f"{part(whole('usage'), mine)} union all {unowned}"}


def part(relation: str, condition: str) -> str:
    """Without what metrics never read, for it is long."""
    return f"select * replace (null::varchar as properties) from ({relation}) w where {condition}"


def among(column: str, refs: Iterable[Ref]) -> str:
    """SQL: whether the column, together with the source, is one of the references."""
    by_source: dict[str, list[str]] = {}
    for source, ref in refs:
        by_source.setdefault(source, []).append(literal(ref))
    if not by_source:
        return "false"
    one = [f"source = {literal(source)} and {column} in ({', '.join(some)})" for source, some in by_source.items()]
    every = ", ".join(ref for some in by_source.values() for ref in some)
    # Said once more without the source, because only that lets parts of a file be passed over.
    return f"({column} in ({every}) and ({' or '.join(f'({each})' for each in one)}))"


def first_use(home: Path, known_by: datetime | None, share: Narrow) -> dict[str, pa.Table]:
    """The table first_use: the first day on which usage named a person, of all accounts."""
    if known_by not in share.first_uses:
        share.first_uses[known_by] = first_named_use(home, known_by, share.clock)
    return {"first_use": pa.table({"contact_day": pa.array([share.first_uses[known_by]], pa.date32())})}


def first_named_use(home: Path, known_by: datetime | None, clock: Clock) -> date | None:
    """Found in the oldest blocks, so that few are read."""
    reading = within.reading(home)
    blocks = reading.listed.get("usage", [])
    found, read = None, 1
    while blocks:
        found = first_named(home, known_by, clock, reading, read)
        if read >= len(blocks) or (found is not None and surely_first(found, blocks[read].first)):
            break
        read *= 2
    return found


def surely_first(found: date, rest_begins: date | None) -> bool:
    """Blocks stand in the order of their first days; one without days says nothing of when it begins."""
    return rest_begins is not None and found <= rest_begins


def first_named(home: Path, known_by: datetime | None, clock: Clock, reading: Reading, read: int) -> date | None:
    """The same, by the oldest blocks only."""
    connection = engine.reader(home, known_by, clock=clock)
    known_tables.give(connection)
    oldest = engine.over(home, [(one.path, one.schema) for one in reading.listed["usage"][:read]])
    known = "" if known_by is None else f" and {clock} < timestamp '{known_by}'"
    usage = f"(select * from ({oldest}) o where contact_ref is not null{known}) u"
    text = FIRST_USED.replace("from signals_usage", f"from {usage}").replace(
        "join subscription_owners o", f"join ({SUBSCRIPTION_OWNERS}) o"
    )
    day: date | None = connection.execute(f"select min(contact_day) from ({text}) f").fetchone()[0]
    return day
