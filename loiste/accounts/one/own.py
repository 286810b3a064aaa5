"""Which signals are an account's own: those that name it, its subscriptions' usage, and those of its people alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from loiste.accounts.identities import Known, Ref, known
from loiste.accounts.models import Account
from loiste.timeline.within import Reading, Row

Query = tuple[str, list[Any]]  # SQL and the values of its parameters
FEW = 200  # references that are named in the query, so that whole parts of a file can be passed over


@dataclass(frozen=True)
class Own:
    """References that lead to the account, each with its source: what one sender calls K1 is not another's K1.

    `told`: every signal of its subscriptions, also of those that were another account's before or are now.
    """

    reading: Reading
    refs: list[Ref]
    people: list[Ref]
    told: list[Row]
    known: Known

    @property
    def subscriptions(self) -> list[Ref]:
        """The subscriptions that are the account's by the newest signal of each."""
        newest = {(row["source"], row["ref"]): row for row in self.told if row["account_ref"] is not None}
        return [ref for ref, row in newest.items() if (row["source"], row["account_ref"]) in set(self.refs)]


SUBSCRIPTIONS = """
    with told as ({relation}), ours as (select distinct source, ref from told where {ours})
    select told.* from told join ours using (source, ref)
    order by coalesce(valid_from, date '0001-01-01'), received_at, position"""


def own(reading: Reading, account: Account) -> Own:
    now = known()  # asked once: finding out whether it still holds takes some queries
    refs = [ref for ref, pk in now.accounts.items() if pk == account.pk]
    people = [ref for ref, person in now.people.items() if person.account == account.pk]
    where, values = named("account_ref", refs)
    told = reading.fetch(SUBSCRIPTIONS.format(relation=reading.relation("subscription"), ours=where), values)
    return Own(reading, refs, people, told, now)


def named(column: str, refs: list[Ref]) -> Query:
    """A condition that the column, together with the source, is one of the references."""
    if not refs:
        return "false", []
    if len(refs) > FEW:
        pairs = [[source for source, _ in refs], [ref for _, ref in refs]]
        return f"(source, {column}) in (select unnest(?::varchar[]), unnest(?::varchar[]))", pairs
    by_source: dict[str, list[str]] = {}
    for source, ref in refs:
        by_source.setdefault(source, []).append(ref)
    one = [f"source = ? and {column} in ({', '.join('?' * len(found))})" for found in by_source.values()]
    values = [value for source, found in by_source.items() for value in (source, *found)]
    if len(one) == 1:
        return one[0], values
    # Said once more without the source, because only that lets parts of a file be passed over.
    whole = f"{column} in ({', '.join('?' * len(refs))})"
    return f"{whole} and ({' or '.join(f'({each})' for each in one)})", [*(ref for _, ref in refs), *values]


def signals(own: Own, kind: str, columns: str, first: date | None = None, last: date | None = None) -> Query:
    """The account's own signals of a kind from `first` to `last`; of all days, or none, when neither is given."""
    days, limits = ("", []) if first is None or last is None else (" and day between ? and ?", [first, last])
    arms = [
        (f"select {columns} from ({relation}) where {where}{days}", [*values, *limits])
        for relation, (where, values) in ways(own, kind, first, last)
    ]
    return " union all ".join(sql for sql, _ in arms), [value for _, values in arms for value in values]


def ways(own: Own, kind: str, first: date | None, last: date | None) -> list[tuple[str, Query]]:
    """The three ways in which a signal can be the account's, each with the blocks that may hold such."""
    found = [(own.reading.relation(kind, first, last), named("account_ref", own.refs))]
    unowned = own.reading.relation(kind, first, last, unowned=True)
    if not own.reading.holds(kind, first, last, unowned=True):
        return found
    if kind == "usage" and own.subscriptions:
        found.append((unowned, beside("account_ref is null", named("ref", own.subscriptions))))
    if own.people:
        alone = "account_ref is null and ref is null" if kind == "usage" else "account_ref is null"
        found.append((unowned, beside(alone, named("contact_ref", own.people))))
    return found


def beside(condition: str, query: Query) -> Query:
    return f"{condition} and {query[0]}", query[1]


def stored(own: Own, kinds: list[str], first: date, last: date) -> list[str]:
    """Those kinds of which anything may be stored between the days."""
    return [kind for kind in kinds if own.reading.holds(kind, first, last)]
