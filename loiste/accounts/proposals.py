"""Proposals, each with its reason: what an unmatched reference may mean, and which two rows may be one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from loiste.accounts import names
from loiste.accounts.act import Act
from loiste.accounts.book import NEAR, SHORTEST, Book, telling
from loiste.accounts.matching import ACCOUNT, CONTACT
from loiste.accounts.models import Dismissed, Unmatched
from loiste.accounts.permissions import Right, check

NEIGHBOURS = 4  # rows further on in the order of names with which each is compared
MOST_PAIRS = 2_000  # proposals of merges that are looked at together
MOST_OF_ONE = 3  # accounts that may share what tells them apart, before it tells nothing


@dataclass(frozen=True)
class Proposal:
    """`target`: the id of the account or contact (`what`) that it is about; `other`: of the second, in merges."""

    what: str
    target: int
    reason: str
    sure: float  # of 100
    other: int = 0

    @property
    def name(self) -> str:
        """Of a merge, whichever of the two comes first."""
        return f"merge/{self.what}/{min(self.target, self.other)}/{max(self.target, self.other)}"


def for_line(book: Book, line: Unmatched) -> list[Proposal]:
    """What the reference may mean, the best first."""
    found = for_account(book, line) if line.what == ACCOUNT else for_person(book, line)
    best: dict[tuple[str, int], Proposal] = {}
    for one in found:
        if one.sure > (best[one.what, one.target].sure if (one.what, one.target) in best else 0):
            best[one.what, one.target] = one
    return sorted(best.values(), key=lambda one: -one.sure)[:MOST_OF_ONE]


def for_account(book: Book, line: Unmatched) -> Iterator[Proposal]:
    said = line.said
    number = names.business_number(said.get("business_id", "")) or names.business_number(line.ref)
    for pk in few(book.by_business_id.get(number, [])):
        yield Proposal(ACCOUNT, pk, _("the same business id"), 99)
    for text in (said.get("domain"), said.get("website"), said.get("email"), line.ref):
        host = telling(text or "")
        for pk in few(book.by_domain.get(host, ())):
            yield Proposal(ACCOUNT, pk, _("the same domain, %(domain)s") % {"domain": host}, 95)
    for pk, score in book.near(said.get("name") or line.ref):
        yield Proposal(ACCOUNT, pk, alike(score), score - 8)


def for_person(book: Book, line: Unmatched) -> Iterator[Proposal]:
    email = (line.said.get("email") or (line.ref if "@" in line.ref else "")).strip().lower()
    for pk in few(book.by_email.get(email, [])):
        yield Proposal(CONTACT, pk, _("the same e-mail address"), 98)
    host = telling(email)
    for pk in few(book.by_domain.get(host, ())):
        yield Proposal(ACCOUNT, pk, _("the same e-mail domain, %(domain)s") % {"domain": host}, 80)
        yield from namesakes(book, pk, line.said.get("name", ""))


def namesakes(book: Book, account: int, name: str) -> Iterator[Proposal]:
    """People of the account who are nearly of this name."""
    wanted = names.plain(name)
    for known, pk in book.people.get(account, ()):
        if wanted and (score := fuzz.ratio(wanted, known)) >= NEAR:
            yield Proposal(CONTACT, pk, alike(score), 88)


def alike(score: float) -> str:
    return _("the same name") if score >= 100 else _("nearly the same name")


def few(ids: Iterable[int]) -> list[int]:
    """None where so many share it that it tells nothing."""
    found = sorted(ids)
    return found if len(found) <= MOST_OF_ONE else []


def merges(book: Book) -> list[Proposal]:
    """Accounts and contacts that may be one, the surest first.

    Work grows with the rows, not with their pairs: each is compared with its neighbours in the order of names.
    """
    found: dict[str, Proposal] = {}
    for one in (*same_business_id(book), *near_names(book), *same_email(book), *near_people(book)):
        known = found.setdefault(one.name, one)
        found[one.name] = one if one.sure > known.sure else known
    return sorted(found.values(), key=lambda one: (-one.sure, one.name))[:MOST_PAIRS]


def chained(what: str, ids: Sequence[int], reason: str, sure: float) -> Iterator[Proposal]:
    """Each of the rest with the first, which is the oldest."""
    for other in ids[1:]:
        yield Proposal(what, ids[0], reason, sure, other)


def same_business_id(book: Book) -> Iterator[Proposal]:
    for ids in book.by_business_id.values():
        yield from chained(ACCOUNT, ids, _("the same business id"), 99)


def near_names(book: Book) -> Iterator[Proposal]:
    for ids in book.by_name.values():
        yield from chained(ACCOUNT, few(ids), _("the same name"), 92)
    firsts = sorted((name, ids[0]) for name, ids in book.by_name.items() if len(name) >= SHORTEST)
    yield from neighbours(ACCOUNT, firsts, 70)
    turned = sorted((" ".join(sorted(name.split())), pk) for name, pk in firsts)
    yield from neighbours(ACCOUNT, turned, 69)


def neighbours(what: str, rows: Sequence[tuple[str, int]], sure: float) -> Iterator[Proposal]:
    """Of rows in the order of their names, those near each other that are nearly the same."""
    for place, (name, pk) in enumerate(rows):
        for other_name, other in rows[place + 1 : place + 1 + NEIGHBOURS]:
            score = fuzz.ratio(name, other_name, score_cutoff=NEAR)
            if score and pk != other and same_numbers(name, other_name):
                yield Proposal(what, min(pk, other), alike(score), sure + score / 10, max(pk, other))


def same_numbers(one: str, other: str) -> bool:
    """Names that differ in a number are of two: Shop 1 and Shop 2."""
    return [word for word in one.split() if word.isdigit()] == [word for word in other.split() if word.isdigit()]


def same_email(book: Book) -> Iterator[Proposal]:
    homes = {pk: account for account, people in book.people.items() for _name, pk in people}
    for ids in book.by_email.values():
        by_home: dict[int | None, list[int]] = {}
        for pk in ids if len(ids) > 1 else []:
            by_home.setdefault(homes.get(pk), []).append(pk)
        for together in by_home.values():
            yield from chained(CONTACT, together, _("the same e-mail address in one account"), 97)


def near_people(book: Book) -> Iterator[Proposal]:
    for people in book.people.values():
        if len(people) > 1:
            long = sorted(one for one in people if len(one[0]) >= SHORTEST)
            yield from (one for one in neighbours(CONTACT, long, 60) if not two_addresses(book, one))


def two_addresses(book: Book, one: Proposal) -> bool:
    """People of one name who have addresses of their own are likely two."""
    mine, others = book.emails.get(one.target), book.emails.get(one.other)
    return bool(mine and others and mine != others)


def dismiss(act: Act, proposal: str) -> None:
    """The proposal of this name is not made again. Does nothing when it was dismissed before."""
    check(act.by, Right.MATCH)
    with transaction.atomic():
        _row, made = Dismissed.objects.get_or_create(
            proposal=proposal[:300], defaults={"by": act.by.label, "at": act.now}
        )
        if made:
            act.note("proposal.dismiss", proposal, None, None)


def dismissed() -> set[str]:
    return set(Dismissed.objects.values_list("proposal", flat=True))
