"""What comes in of accounts out of reach changes nothing that one is shown, but for the numbers open to everyone."""

from collections.abc import Iterator

from django.urls import reverse

from loiste.accounts.models import Account, Reach, Role, Unmatched
from loiste.accounts.projection import project
from loiste.metrics import standing
from loiste.organisation.config import Organisation
from loiste.pages import kept
from tests.integration import test_permission_table as table
from tests.integration.test_permission_table import DAY, NOW, RIGHTS, person
from tests.reading import TOKEN
from tests.world import World

installation, things = table.installation, table.things
# Numbers of the whole organisation are everyone's; that they name nobody is looked at in test_permission_table.py.
OPEN = {"dashboard", "metrics", "metric", "health", "health_models", "health_model", "segments", "segment", "tiers", "fit", "load", "quadrant"}
WORDS = {
    "accounts": ["q=oy", "owner=other", "sort=-mrr", "archived=1", "view=all"], "accounts_export": ["q=oy"],
    "search": ["q=oy", "q=Omena", "q=person"],
    "account": [f"part={part}" for part in ("usage", "people", "subscriptions", "tickets", "answers", "attributes")],
}  # fmt: skip
PARTS = ({}, {"hx-request": "true"})


def addresses(user, things) -> Iterator[tuple[str, str]]:
    """Name and address of every page that can be read, with what it may be asked."""
    own = Account.objects.get(name="Omena Oy")
    for right in ("-", "`look`"):
        for name in RIGHTS[right][0]:
            if table.reads(right, name) and name not in {"account_signal", *OPEN}:
                where = table.address(name, things, own, user)
                yield from ((name, f"{where}?{words}") for words in ["", *WORDS.get(name, [])])


def shown(client, user, things) -> dict[tuple[str, str, bool], str]:
    """Every page, whole and as a part; and how many accounts a change of all of them would concern."""
    kept._kept.clear()
    found = {}
    for name, where in addresses(user, things):
        for heads in PARTS:
            answer = client.get(where, headers=heads)
            assert answer.status_code == 200, where
            found[name, where, bool(heads)] = TOKEN.sub("", answer.getvalue().decode())
    sure = client.post(reverse("bulk"), {"all": "1", "query": "", "what": "tier", "value": "x"})
    return found | {("bulk", "", False): TOKEN.sub("", sure.content.decode())}


def something_comes(home) -> None:
    """An account of another's that is much like one's own, with all that an account can have."""
    world = World(home)
    world.account("K7", "2025-01-01", name="Omena Oyj", owner="other", tier="platinum", industry="secret", country="SE")
    world.subscription("S7", "K7", "2025-01-01", mrr=9999, plan="Hidden").usage("K7", "2026-03-01", who="P7")
    world.tell("contact", ref="P7", contact_ref="P7", account_ref="K7", text="Person Omena")
    world.ticket("T7", "opened", "2026-02-27", account="K7").answer("nps", 1, "2026-02-27", account="K7").save()
    Unmatched.objects.create(source="web", what="account", ref="Omena", signals=3, first_at=NOW, last_at=NOW)
    project(home, as_of=DAY)
    standing.fill(home, Organisation(name="Test"), today=DAY, now=NOW)


def test_what_comes_in_out_of_reach_changes_no_page_of_ones_own(client, things, installation):
    user = person(Role.LEADER, Reach.OWN)
    client.force_login(user)
    client.get("/you/")  # what the first request of a session does is done
    World(installation).ticket("T1", "opened", "2026-01-05", account="K0").answer("nps", 8, "2026-01-05", account="K0").save()
    standing.fill(installation, Organisation(name="Test"), today=DAY, now=NOW)  # with every kind that comes below
    before = shown(client, user, things)
    something_comes(installation)
    after = shown(client, user, things)
    assert Account.objects.filter(name="Omena Oyj", owner="other").exists()
    changed = [one for one in before if before[one] != after[one]]
    assert changed == [], differences(before, after, changed)
    assert [one for one, page in after.items() if "Oyj" in page or "K7" in page] == []


def differences(before, after, changed) -> list[tuple[str, str]]:
    """The first place where each differs, to be read when this fails."""
    found = []
    for one in changed:
        at = next((n for n, (a, b) in enumerate(zip(before[one], after[one], strict=False)) if a != b), 0)
        found.append((one[1], before[one][at - 100 : at + 100], after[one][at - 60 : at + 100]))
    return found
