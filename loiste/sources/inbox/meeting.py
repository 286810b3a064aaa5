"""The references in what has just been drained, handed to the rules that match them."""

from collections import defaultdict
from datetime import datetime

from loiste.accounts import aliases, matching
from loiste.accounts.matching import ACCOUNT, CONTACT, Seen
from loiste.sources.inbox.drained import Read, rows
from loiste.sources.models import Source

Crowd = dict[str, Seen]


def meet(found: Read, wanted: list[int], sources: dict[str, Source], now: datetime) -> None:
    """Matches every reference of the new events, or notes that it waits. Call inside a transaction."""
    accounts: dict[str, Crowd] = defaultdict(dict)
    people: dict[str, Crowd] = defaultdict(dict)
    same: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, _part, fact in rows(found, wanted):
        name = found.sources[number]
        if fact.account_ref:
            seen(accounts[name], fact.account_ref).signals += 1
        if fact.contact_ref:
            person = seen(people[name], fact.contact_ref)
            person.account_ref = fact.account_ref or person.account_ref
            person.signals += 0 if fact.account_ref else 1
        if fact.kind == "alias" and fact.contact_ref and fact.ref:
            same[name].append((fact.ref, fact.contact_ref))
            seen(people[name], fact.ref)
    hear(found, wanted, accounts, people)
    for name, source in sources.items():
        settle(source, accounts[name], people[name], same[name], now)


def seen(crowd: Crowd, ref: str) -> Seen:
    return crowd.setdefault(ref, Seen(ref))


def hear(found: Read, wanted: list[int], accounts: dict[str, Crowd], people: dict[str, Crowd]) -> None:
    """What events told of the references, for matching."""
    for number in wanted:
        for (what, ref), told in found.events[number].told.items():
            crowd = (accounts if what == ACCOUNT else people)[found.sources[number]]
            seen(crowd, ref).told.update(told)


def settle(source: Source, accounts: Crowd, people: Crowd, same: list[tuple[str, str]], now: datetime) -> None:
    left = matching.match_accounts(source.name, accounts, source.settings, now)
    matching.wait(source.name, ACCOUNT, [accounts[ref] for ref in sorted(left)], now)
    aliases.join(source.name, same, now)
    left = matching.match_contacts(source.name, people, source.settings, now)
    matching.wait(source.name, CONTACT, [people[ref] for ref in sorted(left) if people[ref].signals], now)

