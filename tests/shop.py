"""A made-up organisation small enough to know by heart, for tests of pages: eight customers over three years."""

from datetime import date
from pathlib import Path

from loiste.accounts.models import Account
from loiste.accounts.projection import project
from tests.world import World

TODAY = date(2026, 11, 20)  # what the pages' clock says in these tests
MONTHS = [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)][:34]
NAMES = ("Ahven", "Hauki", "Kuha", "Lahna", "Made", "Muikku", "Siika", "Taimen")


def shop(home: Path, customers: int = 8) -> World:
    """Tells the world: some pay from the start, one leaves, one comes late; support, answers, use and costs."""
    world = World(home)
    for number in range(customers):
        customer(world, number)
    for place, month in enumerate(MONTHS):
        monthly(world, place, month)
    world.save()
    project(home, as_of=TODAY)
    return world


def customer(world: World, number: int) -> None:
    ref, name = f"K{number}", f"{NAMES[number % 8]} {number} Oy"
    start = f"2024-{1 + number % 3:02d}-01" if number else "2026-05-04"
    end = "2026-08-15" if number == 7 else None
    world.account(
        ref, start, name=name, tier="gold" if number % 2 else "bronze", owner="Aino" if number % 3 else "Eero",
        country="FI", signed_up_on=start, industry="books", tags="fish,lake",
    )  # fmt: skip
    world.subscription(f"S{number}", ref, start, end, mrr=100 + 10 * number, plan="Pro" if number % 2 else "Basic")
    world.tell(
        "contact", ref=f"P{number}", contact_ref=f"P{number}", account_ref=ref, text="Kaisa Kala", category="champion"
    )
    world.milestone(ref, "onboarding_started", start).milestone(ref, "first_value", start[:-2] + "09")


def monthly(world: World, place: int, month: date) -> None:
    day, end = month.replace(day=15).isoformat(), month.replace(day=28).isoformat()
    account = f"K{1 + place % 6}"
    world.answer("nps", 9 + place % 2 if place % 3 else 4, day, account).answer("ces", 6, day, account)
    world.answer("nps", 10, day, account, level="service")
    world.usage(account, day, who=f"P{place % 6}", feature="orders")
    world.cost("sales", 300, end).cost("marketing", 200, end)
    for channel, minutes in (("chat", 5), ("email", 200)):
        ref = f"T{place}-{channel}"
        world.ticket(ref, "opened", day, account, channel=channel, text="Help")
        world.ticket(ref, "responded", day, account, channel=channel, value=minutes + place)


def account(name_part: str) -> Account:
    return Account.objects.get(name__contains=name_part)
