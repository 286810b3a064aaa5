"""The references in what has just been drained, handed to the rules that match them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import compress

from loiste.accounts import aliases, matching
from loiste.accounts.matching import ACCOUNT, CONTACT, Seen
from loiste.sources.inbox.drained import Read
from loiste.sources.models import Source

Crowd = dict[str, Seen]
Pair = tuple[str | None, str | None]  # (account, person) as a fact names them


def meet(found: Read, sources: dict[str, Source], now: datetime) -> None:
    """Matches every reference of the facts, or notes that it waits. Call inside a transaction."""
    for name, source in sources.items():
        named = named_by(found, None if len(sources) == 1 else name)
        pairs = Counter(zip(*named, strict=True))
        accounts = accounts_of(pairs)
        people = crowd(pairs, dict.fromkeys(zip(*map(reversed, named), strict=True)))
        same = joined(found, name)
        people |= {earlier: Seen(earlier) for earlier, _ in same if earlier not in people}
        hear(found, name, accounts, people)
        settle(source, accounts, people, same, now)


def named_by(found: Read, name: str | None) -> tuple[list[str | None], list[str | None]]:
    """The account and the person of each fact; only of the source of this name, unless None."""
    accounts, people = found.facts["account_ref"], found.facts["contact_ref"]
    if name is None:
        return accounts, people
    own = [found.sources[event] == name for event in found.facts["event"]]
    return list(compress(accounts, own)), list(compress(people, own))


def accounts_of(pairs: Counter[Pair]) -> Crowd:
    """The accounts, each with how many facts name it."""
    found: Crowd = {}
    for (ref, _person), count in pairs.items():
        if ref:
            found.setdefault(ref, Seen(ref)).signals += count
    return found


def crowd(pairs: Counter[Pair], newest_first: Iterable[Pair]) -> Crowd:
    """The persons, each with the account last named with it, and how many facts name it alone."""
    found = {ref: Seen(ref, pairs[None, ref]) for _account, ref in pairs if ref}
    for account, ref in newest_first:
        if account and ref and not found[ref].account_ref:
            found[ref].account_ref = account
    return found


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
