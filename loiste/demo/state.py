"""Signals of what holds: accounts, contacts, subscriptions; and those that follow from them: churn, milestones."""

import json
import math

import numpy as np
import pyarrow as pa

from loiste.demo import names
from loiste.demo.facts import facts, joined, labels, numbered, pick
from loiste.demo.history import FAR
from loiste.demo.period import NOTHING, Ints, calendar_day, rng
from loiste.demo.prices import PLANS, SEATS, TIERS, mrr
from loiste.demo.texts import LEAVING_REASONS
from loiste.demo.world import COUNTRIES, ROLES, World
from loiste.timeline.signal import NEVER

TAGS = ("b2b", "kausikauppa", "kivijalka", "monikanavainen", "referenssi", "vienti")
FIRST_VALUE_DAYS = (14.5, 8.4)  # median from the start of onboarding, at the start and at the end
YEAR, NOTICE = 365, 30  # days of a yearly contract, and how long before its end notice must be given
NEVER_DAY = (np.datetime64(NEVER, "D").astype(np.int64)).item()


def accounts(world: World) -> pa.Table:
    """One signal per field and account, and later tiers with the day from which they hold."""
    shops, random = world.shops, rng(world.seed, "accounts")
    there = np.flatnonzero(shops.signed_up <= world.period.last)
    first_plan = np.zeros(len(shops), dtype=np.int64)
    first_plan[world.versions.shop[world.versions.first][::-1]] = world.versions.plan[world.versions.first][::-1]
    tagged = random.random((len(shops), len(TAGS))) < 0.09
    tags = [",".join(tag for tag, has in zip(TAGS, row, strict=True) if has) for row in tagged]
    texts: dict[str, list[str | None]] = {
        "name": list(shops.names),
        "business_id": shops.business_ids,
        "signed_up_on": [calendar_day(day).isoformat() for day in np.minimum(shops.signed_up, world.period.last)],
        "owner": [names.OWNERS[code] for code in shops.owner],
        "tier": [TIERS[code] for code in first_plan],
        "country": [COUNTRIES[code] for code in shops.country],
        "industry": [list(names.INDUSTRIES)[code] for code in shops.industry],
        "tags": [text or None for text in tags],
        "parent_id": [shops.refs[code] if code >= 0 else None for code in shops.parent],
    }
    return joined([*(attribute(world, name, text, there) for name, text in texts.items()), tiers(world)])


def attribute(world: World, name: str, texts: list[str | None], there: Ints) -> pa.Table:
    """The first content of a field for the shops that have one."""
    rows = np.array([i for i in there if texts[i] is not None], dtype=np.int64)
    refs = pick(world.shops.refs, rows)
    return facts(
        "attribute", labels(f"attribute/{name}/", rows), name=name, account_ref=refs,
        text=pick(texts, rows), day=world.shops.signed_up[rows],
    )  # fmt: skip


def tiers(world: World) -> pa.Table:
    """A new tier on the day on which a change of plan brought it."""
    made = world.versions
    tier = np.array([0, 1, 2, 2])[made.plan]
    row = np.flatnonzero(~made.first[1:] & (tier[1:] != tier[:-1])) + 1
    return facts(
        "attribute", labels("attribute/tier/change/", row), name="tier",
        account_ref=pick(world.shops.refs, made.shop[row]), text=pick(list(TIERS), made.plan[row]),
        day=made.day[row], valid_from=made.day[row],
    )  # fmt: skip


def contact_refs(world: World) -> list[str]:
    contacts = world.contacts
    return [f"{world.shops.refs[s]}-{r + 1}" for s, r in zip(contacts.shop, contacts.role, strict=True)]


def contacts(world: World) -> pa.Table:
    people = world.contacts
    row = np.flatnonzero(world.shops.signed_up[people.shop] <= world.period.last)
    refs = pick(contact_refs(world), row)
    more = [json.dumps({"email": people.emails[i], "phone": None, "language": people.languages[i]}) for i in row]
    return facts(
        "contact", labels("contact/", row), ref=refs, contact_ref=refs, properties=more,
        account_ref=pick(world.shops.refs, people.shop[row]), text=pick(people.names, row),
        category=pick(list(ROLES), people.role[row]),
    )  # fmt: skip


def subscriptions(world: World) -> pa.Table:
    made, shops = world.versions, world.shops
    yearly = shops.yearly[made.shop] & ~made.trial
    kronor = shops.kronor[made.shop]
    amount = np.where(made.trial, 0, mrr(made.plan, made.agreed, yearly, kronor))
    return facts(
        "subscription", numbered("subscription/", len(amount)), ref=labels("T", 20001 + made.subscription),
        account_ref=pick(shops.refs, made.shop), day=made.started, amount=amount,
        until=np.where(made.until == NOTHING, NEVER_DAY, made.until), plan=pick(list(PLANS), made.plan),
        valid_from=np.where(made.first, NOTHING, made.day), currency=pick(["EUR", "SEK"], kronor.astype(np.int64)),
        quantity=np.array(SEATS)[made.plan].astype(float), trial=pa.array(made.trial),
        properties=[details(world, *one) for one in zip(made.started, made.until, yearly, strict=True)],
    )  # fmt: skip


def details(world: World, started: int, until: int, yearly: bool) -> str:
    """How it is billed, and of those that go on, when they renew and by when notice must be given."""
    told: dict[str, object] = {"billing_interval": "year" if yearly else "month", "auto_renew": True}
    if yearly and until == NOTHING:
        renews = started + YEAR * max(math.ceil((world.period.last - started) / YEAR), 1)
        told |= {"renews_on": calendar_day(renews).isoformat(), "notice_on": calendar_day(renews - NOTICE).isoformat()}
    return json.dumps(told)


def churn(world: World) -> pa.Table:
    """Why paying shops left, for those who said so."""
    made, random = world.versions, rng(world.seed, "churn")
    row = np.flatnonzero((made.until != NOTHING) & ~made.trial & (made.until >= world.period.first))
    row = row[random.random(len(row)) < 0.85]
    shares = np.array([share for share, _ in LEAVING_REASONS.values()])
    reason = random.choice(len(shares), len(row), p=shares / shares.sum())
    choices = [texts for _, texts in LEAVING_REASONS.values()]
    luck, told = random.random(len(row)), random.random(len(row)) < 0.55
    said = [choices[r][int(u * len(choices[r]))] for r, u in zip(reason, luck, strict=True)]
    texts = [text if say else None for text, say in zip(said, told, strict=True)]
    return facts(
        "churn", numbered("churn/", len(row)), account_ref=pick(world.shops.refs, made.shop[row]), day=made.until[row],
        ref=labels("T", 20001 + made.subscription[row]), category=pick(list(LEAVING_REASONS), reason), text=texts,
    )  # fmt: skip


def first_value_days(world: World) -> Ints:
    """For each shop the day of its first order; FAR for trials that were not bought and never sold."""
    random, signed_up = rng(world.seed, "milestones"), world.shops.signed_up
    median = FIRST_VALUE_DAYS[0] + (FIRST_VALUE_DAYS[1] - FIRST_VALUE_DAYS[0]) * world.period.age(signed_up)
    waited = np.maximum(np.rint(median * np.exp(random.normal(0, 0.55, len(signed_up)))), 1).astype(np.int64)
    return np.where(world.shops.bought, signed_up + waited, FAR)


def milestones(world: World) -> pa.Table:
    """Start of onboarding, shop published, first order."""
    random, signed_up = rng(world.seed, "published"), world.shops.signed_up
    first_value = first_value_days(world)
    share = random.uniform(0.35, 0.95, len(signed_up))
    tried_hard = random.random(len(signed_up)) < 0.14
    after = np.where(world.shops.bought, (first_value - signed_up) * share, 6 + 20 * share).astype(np.int64)
    published = np.where(world.shops.bought | tried_hard, signed_up + np.maximum(after, 0), FAR)
    days = {"onboarding_started": signed_up, "shop_published": published, "first_value": first_value}
    return joined([milestone(world, name, day) for name, day in days.items()])


def milestone(world: World, name: str, days: Ints) -> pa.Table:
    row = np.flatnonzero(days <= world.period.last)
    refs = pick(world.shops.refs, row)
    return facts("milestone", labels(f"milestone/{name}/", row), name=name, account_ref=refs, day=days[row])
