"""The references in what has just been drained, handed to the rules that match them."""

from collections import Counter
from datetime import datetime

from loiste.accounts import aliases, matching
from loiste.accounts.matching import ACCOUNT, CONTACT, Seen
from loiste.sources.inbox.drained import Read
from loiste.sources.models import Source

Crowd = dict[str, Seen]


def meet(found: Read, sources: dict[str, Source], now: datetime) -> None:
    """Matches every reference of the facts, or notes that it waits. Call inside a transaction."""
    for name, source in sources.items():
        rows = rows_of(found, name, alone=len(sources) == 1)
        accounts = {ref: Seen(ref, count) for ref, count in Counter(ref for ref, _ in rows if ref).items()}
        people = crowd(rows)
        same = joined(found, name)
        people |= {earlier: Seen(earlier) for earlier, _ in same if earlier not in people}
        hear(found, name, accounts, people)
        settle(source, accounts, people, same, now)


def rows_of(found: Read, name: str, *, alone: bool) -> list[tuple[str | None, str | None]]:
    """(account, person) of each fact of a source."""
    pairs = zip(found.facts["account_ref"], found.facts["contact_ref"], strict=True)
    if alone:
        return list(pairs)
    events = found.facts["event"]
    return [pair for event, pair in zip(events, pairs, strict=True) if found.sources[event] == name]


def crowd(rows: list[tuple[str | None, str | None]]) -> Crowd:
    """The persons, each with the account last named with it, and how many facts name it alone."""
    alone = Counter(person for account, person in rows if person and not account)
    together = {person: account for account, person in rows if person and account}
    return {ref: Seen(ref, alone[ref], account_ref=together.get(ref) or "") for ref in {*alone, *together} if ref}


def joined(found: Read, name: str) -> list[tuple[str, str]]:
    """(earlier, later) references of one person."""
    facts = found.facts
    if "alias" not in facts["kind"]:
        return []
    rows = zip(facts["event"], facts["kind"], facts["ref"], facts["contact_ref"], strict=True)
    return [(ref, who) for event, kind, ref, who in rows if kind == "alias" and found.sources[event] == name]


def hear(found: Read, name: str, accounts: Crowd, people: Crowd) -> None:
    """What events told of the references, for matching."""
    for number, event in found.told:
        if found.sources[number] == name:
            for (what, ref), told in event.told.items():
                group = accounts if what == ACCOUNT else people
                group.setdefault(ref, Seen(ref)).told.update(told)


def settle(source: Source, accounts: Crowd, people: Crowd, same: list[tuple[str, str]], now: datetime) -> None:
    left = matching.match_accounts(source.name, accounts, source.settings, now)
    matching.wait(source.name, ACCOUNT, [accounts[ref] for ref in sorted(left)], now)
    aliases.join(source.name, same, now)
    left = matching.match_contacts(source.name, people, source.settings, now)
    matching.wait(source.name, CONTACT, [people[ref] for ref in sorted(left) if people[ref].signals], now)
