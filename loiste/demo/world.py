"""Everything that the parts of the demo tell about: shops, their contacts, their spans as customers."""

from dataclasses import dataclass

import numpy as np

from loiste.demo import life, names
from loiste.demo.history import Spans, Versions, spans, told, versions
from loiste.demo.period import Bools, Floats, Ints, Period, rng
from loiste.demo.prices import ENTERPRISE

COUNTRIES = ("FI", "SE", "EE")
COUNTRY_SHARES = (0.93, 0.045, 0.025)
LANGUAGES = {"FI": ("fi", "fi", "fi", "fi", "sv", "en"), "SE": ("sv",), "EE": ("et", "et", "en")}
# First contact, second ...: who decides comes first, for a small shop has nobody else.
ROLES = ("decision_maker", "champion", "user", "billing", "buyer", "user")
CONTACTS_AT_MOST = np.array([2, 3, 4, 6])  # by plan
PARENTS, CHILDREN = 14, 3  # chains with a parent account, and shops in each


@dataclass(frozen=True)
class Shops:
    """One entry per shop, told or not."""

    refs: list[str]
    names: list[str]
    business_ids: list[str | None]
    country: Ints
    industry: Ints
    owner: Ints
    parent: Ints  # -1 for none
    signed_up: Ints
    plan: Ints  # the newest told
    bought: Bools
    yearly: Bools
    kronor: Bools
    liveliness: Floats  # how much it uses the panel; 1 is usual

    def __len__(self) -> int:
        return len(self.refs)


@dataclass(frozen=True)
class Contacts:
    shop: Ints
    first: Ints  # of each shop: its first contact
    count: Ints  # of each shop
    role: Ints
    names: list[str]
    languages: list[str]
    emails: list[str]

    def some(self, shops: Ints, random: np.random.Generator) -> Ints:
        """A contact of each of these shops, the first ones rather."""
        luck = random.random(len(shops)) ** 1.5
        return self.first[shops] + (luck * self.count[shops]).astype(np.int64)


@dataclass(frozen=True)
class World:
    seed: int
    period: Period
    versions: Versions  # only told ones
    spans: Spans  # also those that begin or end later
    shops: Shops
    contacts: Contacts


def build(seed: int, period: Period) -> World:
    """The world of a seed: same seed and period, same world."""
    events, pool, count = life.live(period, rng(seed, "life"))
    made = versions(events)
    known = told(made, period)
    customers = spans(made)
    yearly = np.zeros(count, dtype=bool)
    yearly[: pool.used] = pool.yearly[: pool.used]
    shops = found(count, known, customers, yearly, period, rng(seed, "shops"))
    return World(seed, period, known, customers, shops, people(shops, rng(seed, "contacts")))


def found(
    count: int, known: Versions, customers: Spans, yearly: Bools, period: Period, random: np.random.Generator
) -> Shops:
    """The shops: who and where they are. Numbered by the day of signing up."""
    signed_up, bought = np.full(count, 10**9, dtype=np.int64), np.zeros(count, dtype=bool)
    np.minimum.at(signed_up, customers.shop, customers.start)
    bought[customers.shop[(customers.paid_from <= period.last)]] = True
    plan = np.zeros(count, dtype=np.int64)
    plan[known.shop] = known.plan  # rows are by day, so the newest stays
    country = random.choice(len(COUNTRIES), count, p=COUNTRY_SHARES)
    industry = random.integers(0, len(names.INDUSTRIES), count)
    place = np.empty(count, dtype=np.int64)
    place[np.argsort(signed_up, kind="stable")] = np.arange(count)
    ids = names.business_ids(count, random)
    return Shops(
        refs=[f"K{10001 + number}" for number in place],
        names=names.shop_names(industry, random),
        business_ids=[id_ if code == 0 else None for id_, code in zip(ids, country, strict=True)],
        country=country, industry=industry, owner=random.integers(0, len(names.OWNERS), count),
        parent=chains(bought & (signed_up <= period.last), random), signed_up=signed_up, plan=plan, bought=bought,
        yearly=yearly, kronor=(country == 1) & (random.random(count) < 0.6),
        liveliness=np.clip(np.exp(random.normal(0, 0.45, count)), 0.3, 2.2),
    )  # fmt: skip


def chains(may: Bools, random: np.random.Generator) -> Ints:
    """The parent of each shop, -1 for nearly all."""
    parent = np.full(len(may), -1, dtype=np.int64)
    chosen = random.choice(np.flatnonzero(may), PARENTS * (CHILDREN + 1), replace=False)
    for chain in chosen.reshape(PARENTS, CHILDREN + 1):
        parent[chain[1:]] = chain[0]
    return parent


def people(shops: Shops, random: np.random.Generator) -> Contacts:
    """The contacts: one for a trial, up to six for the largest."""
    most = CONTACTS_AT_MOST[shops.plan]
    count = np.where(shops.bought, 1 + random.binomial(most - 1, 0.62), 1)
    count = np.where(shops.bought & (shops.plan == ENTERPRISE), np.maximum(count, 3), count)
    shop = np.repeat(np.arange(len(shops)), count)
    first = np.cumsum(count) - count
    countries = [COUNTRIES[code] for code in shops.country[shop]]
    luck = random.random(len(shop))
    called = names.person_names(countries, random)
    return Contacts(
        shop=shop, first=first, count=count, role=np.arange(len(shop)) - first[shop], names=called,
        languages=[LANGUAGES[c][int(u * len(LANGUAGES[c]))] for c, u in zip(countries, luck, strict=True)],
        emails=[f"{names.address(name)}@{shops.refs[s].lower()}.example" for name, s in zip(called, shop, strict=True)],
    )  # fmt: skip
