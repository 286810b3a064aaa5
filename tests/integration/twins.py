"""Three accounts told by files and a program; a story of matches and merges over them, and its twin that knew all."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from loiste.accounts import hand_matching, identities
from loiste.accounts.act import Act
from loiste.accounts.doors import accounts_for, contacts_for
from loiste.accounts.merging import merge_accounts, merge_contacts, undo_merge
from loiste.accounts.models import Account, Contact, ContactIdentity, Identity, Merge, Subscription
from loiste.accounts.projection import project
from loiste.metrics.registry import metrics
from loiste.metrics.run import measure
from loiste.organisation import config
from loiste.organisation.config import Organisation
from tests.integration.sending import NOW, group, identify, send, track
from tests.world import World

TODAY = date(2026, 11, 20)
MONTHS = [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)]
ACCOUNTS, GROUPS, PEOPLE = ("A", "B", "C"), ("g1", "g2"), ("p1", "p2", "p3")
CONTACTS = ("PA", "PB", "PC")


def told_by_files(home, known=True):
    """Three accounts that pay, ask for help and answer; with a contact each."""
    world = World(home)
    for place, ref in enumerate(ACCOUNTS):
        since = date(2026, 1, 1 + place)  # a later content holds, so which one does is never left to chance
        world.account(ref, since.isoformat(), name=f"Name {ref}", tier=("gold", "iron", "gold")[place], owner=f"Owner {ref}")
        world.subscription(f"S{ref}", ref, f"2026-0{5 + place}-01", (None, "2026-10-10", None)[place], mrr=100 + place)
        world.tell("contact", ref=f"P{ref}", contact_ref=f"P{ref}", account_ref=ref, text=f"Person {ref}", valid_from=since)
        world.usage(ref, f"2026-10-1{place}", who=f"P{ref}").usage(ref, "2026-11-03", who=f"P{ref}")
        world.answer("nps", 5 + 2 * place, "2026-10-15", ref).answer("csat", 4, "2026-11-02", ref, "service")
        world.ticket(f"T{ref}", "opened", "2026-11-05", ref, channel="chat", category="bug")
        world.ticket(f"T{ref}", "responded", "2026-11-05", ref, channel="chat", value=30 + place)
        world.milestone(ref, "onboarding_started", "2026-05-02").milestone(ref, "first_value", "2026-05-12")
    world.account("B", "2026-02-01", country="FI").cost("sales", 300, "2026-10-31").cost("sales", 200, "2026-11-30")
    world.save(known=known)


def told_by_program(home):
    """Uses of two groups and three persons, some of them alone, some together."""
    uses = [track(who, g, day=day) for day, who in enumerate(PEOPLE, start=2) for g in (None, "g1", "g2")]
    send(
        home, "web", *uses, group("g1", tier="silver", industry="fish"), identify("p1", group="g1", name="Aino"),
        group("g2", who="p2", country="SE"), identify("p3", name="Eero"), track("p3", name="Sent", day=9, value=3),
    )  # fmt: skip


def numbers(home):
    """Every metric on every month end: whole, and by tier."""
    organisation = Organisation(name="Test")
    found = {}
    for by in (None, "tier"):
        measured = measure(home, organisation, metrics(), MONTHS, by=by)
        for (key, day, part), worth in measured.values.items():
            found[by, key, day, part] = (worth.value, worth.numerator, worth.denominator)
    assert any(value for value, _n, _d in found.values())
    return found


def lists(user):
    """What lists show: columns of accounts, contacts and subscriptions, by reference."""
    accounts = {
        one.ref: (one.name, one.tier, one.owner, one.country, one.attributes) for one in accounts_for(user)
    }  # fmt: skip
    people = {one.ref: (one.name, one.account and one.account.ref) for one in contacts_for(user)}
    return accounts, people, dict(Subscription.objects.values_list("ref", "account__ref"))


class Story:
    """What was done, and what is true at the end of it."""

    def __init__(self, home, user):
        self.act = Act(home, user, NOW, TODAY)

    def row(self, model, ref):
        """The row that stands for this one."""
        one = model.objects.get(ref=ref)
        while one.merged_into:
            one = one.merged_into
        return one

    def do(self, what, *words):
        try:
            with transaction.atomic():
                getattr(self, what)(*words)
        except ValidationError:
            pass  # said in the wrong order: nothing happens

    def match(self, ref, account):
        hand_matching.match_account(self.act, "web", ref, self.row(Account, account))

    def unmatch(self, ref):
        hand_matching.unmatch_account(self.act, "web", ref)

    def person(self, ref, contact):
        hand_matching.match_person(self.act, "web", ref, contact=self.row(Contact, contact))

    def person_of(self, ref, account):
        hand_matching.match_person(self.act, "web", ref, account=self.row(Account, account))

    def unperson(self, ref):
        hand_matching.unmatch_person(self.act, "web", ref)

    def merge(self, kept, gone):
        merge_accounts(self.act, Account.objects.get(ref=kept), Account.objects.get(ref=gone))

    def merge_people(self, kept, gone):
        merge_contacts(self.act, Contact.objects.get(ref=kept), Contact.objects.get(ref=gone))

    def undo(self, place):
        every = list(Merge.objects.order_by("id"))
        if every:
            undo_merge(self.act, every[place % len(every)])


def truth():
    """What every reference means at the end, by the reference of the row that stands for it."""
    accounts = dict(Account.objects.values_list("id", "ref"))
    contacts = dict(Contact.objects.values_list("id", "ref"))
    known = identities.known()
    own = ContactIdentity.objects.filter(source="web", rule="hand")
    people = {
        (row.source, row.ref): (contacts.get(known.people[row.source, row.ref].contact), row.account_id and accounts[
            identities.merged(Account).get(row.account_id, row.account_id)]) for row in own
    }  # fmt: skip
    files = {ref: (contacts[one.contact], None) for ref, one in known.people.items() if ref[0] == "files"}
    return {ref: accounts[pk] for ref, pk in known.accounts.items()}, people | files


def known_from_the_start(home, accounts, people):
    """A twin where these references were known before anything came."""
    rows = {ref: Account.objects.create(ref=ref, name=ref) for ref in sorted(set(accounts.values()))}
    for (source, ref), account in accounts.items():
        Identity.objects.create(source=source, ref=ref, account=rows[account], rule="hand", by="test", since=NOW)
    named = {contact for contact, _account in people.values() if contact}
    persons = {ref: Contact.objects.create(ref=ref) for ref in sorted(named)}
    for (source, ref), (contact, account) in people.items():
        ContactIdentity.objects.create(
            source=source, ref=ref, contact=persons.get(contact), account=rows.get(account), rule="hand", by="test",
            since=NOW,
        )  # fmt: skip
    told_by_files(home, known=False)
    told_by_program(home)
    project(home, as_of=TODAY)


def rolled_back(work):
    """What the work gives; nothing of it stays."""
    try:
        with transaction.atomic():
            found = work()
            transaction.set_rollback(True)
    finally:
        identities.forget()
    return found


def new_home(tmp_path, name):
    where = tmp_path / name
    config.init_home(where, Organisation(name="Test", language="en"))
    return where


def both(tmp_path, user, steps):
    """(numbers and lists after the steps, the same of the twin)."""
    turn = len(list(tmp_path.iterdir()))

    def lived():
        home = new_home(tmp_path, f"lived{turn}")
        told_by_files(home)
        project(home, as_of=TODAY)
        told_by_program(home)
        story = Story(home, user)
        for step in steps:
            story.do(*step)
        return numbers(home), lists(user), truth()

    def twin(accounts, people):
        home = new_home(tmp_path, f"twin{turn}")
        known_from_the_start(home, accounts, people)
        return numbers(home), lists(user)

    *found, (accounts, people) = rolled_back(lived)
    return tuple(found), rolled_back(lambda: twin(accounts, people))
