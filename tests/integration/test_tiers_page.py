"""Tiers and promises, fit, load, and the tier on an account's page, as people with different rights see them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from loiste.accounts.models import Account, User
from loiste.accounts.projection import project
from loiste.judgement import by_hand, judge
from loiste.judgement.kinds import TIER
from loiste.judgement.models import Place, Version
from loiste.judgement.texts import every
from loiste.metrics import standing
from loiste.pages.tiers import carried
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
NOW = datetime.now(UTC)


def ago(days):
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.fixture
def world(home, people):
    """Four that pay, of three owners and nobody; one that left; one archived."""
    world = World(home)
    for ref, owner, tier, mrr in (
        ("Omena", "Colleague", "gold", 700), ("Pihlaja", "Colleague", "gold", 300), ("Vaahtera", "Somebody", "silver", 200),
        ("Kuusi", None, "bronze", 40), ("Lepo", "Somebody", "bronze", 60),
    ):  # fmt: skip
        said = {"name": f"{ref} Oy", "tier": tier, "signed_up_on": ago(900)} | ({"owner": owner} if owner else {})
        world.account(ref, ago(900), **said).subscription(f"S{ref}", ref, ago(900), mrr=mrr)
    world.account("Mennyt", ago(900), name="Mennyt Oy", tier="gold").subscription("SM", "Mennyt", ago(900), ago(100))
    for ref, name, days in (("Omena", "meeting", 10), ("Pihlaja", "meeting", 200), ("Pihlaja", "call", 5)):
        world.tell("note", account_ref=ref, name=name, day=date.fromisoformat(ago(days)), text="x")
    world.save()
    project(home, as_of=TODAY)
    Account.objects.filter(ref="Lepo").update(archived_at=NOW)
    standing.fill(home, world.organisation, today=TODAY, now=NOW)
    judge.judge(home, world.organisation, as_of=TODAY, now=NOW)
    return world


def seen(client, user, where, **query):
    client.force_login(user)
    answer = client.get(where, query)
    assert answer.status_code == 200, answer
    return answer


def names(answer):
    return [entry.account.name for entry in answer.context["entries"]]


def test_each_tier_tells_its_promise_and_where_it_is_broken(client, world, people):
    answer = seen(client, people["owner"], "/tiers/")
    lines = {one.key: (one.accounts, one.left, one.kept, one.broken, one.share) for one in answer.context["lines"]}
    assert lines == {
        "high": (2, 1, 1, 1, 0.5),
        "low": (1, 0, 0, 1, 0.0),
        "tech": (1, 0, 0, 0, None),
    }
    assert {one.key: float(one.mrr.value) for one in answer.context["lines"]} == {"high": 1000, "low": 200, "tech": 40}
    assert names(answer) == ["Pihlaja Oy", "Vaahtera Oy"]  # the one that is most late first
    text = answer.content.decode()
    assert "we meet at least every 90 days" in text and "MRR" in text and "is at least €500" in text


def test_the_list_is_filtered_and_sorted_by_its_address_and_follows_the_reach(client, world, people):
    owner = people["owner"]
    assert names(seen(client, owner, "/tiers/", sort="name")) == ["Pihlaja Oy", "Vaahtera Oy"]
    assert names(seen(client, owner, "/tiers/", sort="-mrr")) == ["Pihlaja Oy", "Vaahtera Oy"]
    assert names(seen(client, owner, "/tiers/", tier="low")) == ["Vaahtera Oy"]
    assert names(seen(client, owner, "/tiers/", owner="Colleague", promise="kept")) == ["Omena Oy"]
    assert names(seen(client, owner, "/tiers/", promise="unknown")) == []
    User.objects.filter(pk=people["colleague"].pk).update(reach="own")
    theirs = seen(client, User.objects.get(pk=people["colleague"].pk), "/tiers/")
    assert names(theirs) == ["Pihlaja Oy"]
    assert sum(one.broken for one in theirs.context["lines"]) == 2  # sums are open
    assert "Vaahtera" not in theirs.content.decode()


def test_the_page_asks_no_more_of_the_store_for_more_accounts(client, world, people, django_assert_max_num_queries):
    client.force_login(people["owner"])
    with django_assert_max_num_queries(30):
        client.get("/tiers/")


def test_the_load_of_managers_adds_up_to_the_whole(client, world, people):
    found = carried.load(world.organisation)
    lines = {one.name: (one.counts["accounts"], float(one.mrr.value), one.known) for one in found.lines}
    assert lines == {
        "Colleague": (2, 1000, True),
        "Somebody": (1, 200, False),
        "No owner": (2, 40, True),
        "Archived accounts": (1, 60, True),
    }
    assert found.total.counts["accounts"] == Account.objects.count()
    assert float(found.total.mrr.value) == world.value("mrr", TODAY.isoformat())
    people["colleague"].known_as = ["Somebody"]
    people["colleague"].save()
    assert [one.name for one in carried.load(world.organisation).lines] == [
        "Colleague",
        "No owner",
        "Archived accounts",
    ]
    assert "Archived accounts" in seen(client, people["read_only"], "/load/").content.decode()


def test_the_matrix_counts_who_pays_and_lists_a_cell(client, world, people):
    Place.objects.filter(account__ref__in=["Omena", "Pihlaja"]).update(fit_x=1, fit_y=1)
    Place.objects.filter(account__ref="Kuusi").update(fit_x=0, fit_y=0)
    answer = seen(client, people["owner"], "/fit/")
    found = {one.key: (one.accounts, one.mrr.value) for one in answer.context["matrix"].every}
    assert found["11"] == (2, 1000) and found["00"] == (1, 40) and found["10"] == (0, None)
    assert found["unknown"] == (1, 200)
    assert [one.name for one, _mrr in answer.context["entries"]] == ["Kuusi Oy"]  # the bad fit, by name
    assert "bad fit" in answer.content.decode()
    listed = seen(client, people["owner"], "/fit/", cell="unknown").context["entries"]
    assert [one.name for one, _mrr in listed] == ["Vaahtera Oy"]


def test_an_account_tells_its_tier_and_why_and_takes_another_by_hand(client, world, people):
    account = Account.objects.get(ref="Pihlaja")
    where = reverse("account", args=[account.public_id])
    text = seen(client, people["colleague"], where).content.decode()
    assert "High touch" in text and "Because" in text and "Meeting: broken" in text and "Contact: kept" in text
    wrong = client.post(reverse("account_tier", args=[account.public_id]), {"tier": "low", "reason": " "})
    assert wrong.status_code == 422 and "Write the reason" in wrong.content.decode()
    odd = client.post(
        reverse("account_tier", args=[account.public_id]), {"tier": "low", "reason": "x", "until": "soon"}
    )
    assert odd.status_code == 422 and "write it like" in odd.content.decode()
    client.post(reverse("account_tier", args=[account.public_id]), {"tier": "low", "reason": "Half the price"})
    client.post(reverse("account_weight", args=[account.public_id]), {"weight": "4", "reason": "Known by all"})
    text = client.get(where).content.decode()
    assert "Low touch" in text and "Half the price" in text and "4/5" in text and "Known by all" in text
    assert names(seen(client, people["owner"], "/tiers/")) == ["Vaahtera Oy"]  # lists follow at once
    client.post(reverse("account_tier_end", args=[account.public_id]))
    assert Place.objects.get(account=account).tier == "high"


def test_a_past_day_shows_what_was_said_and_no_forms(client, world, people):
    account = Account.objects.get(ref="Pihlaja")
    by_hand.except_tier(account, "tech", reason="x", until=None, day=TODAY, by=people["owner"], now=NOW)
    where = reverse("account", args=[account.public_id])
    text = seen(client, people["owner"], where, as_of=ago(1)).content.decode()
    assert 'id="tier"' not in text  # nothing had been judged
    assert 'id="tier"' in seen(client, people["owner"], where).content.decode()


def test_a_tier_is_changed_by_its_form_and_by_its_text(client, world, people):
    where = reverse("tier_text", args=["tier", "low"])
    tier = every(TIER)["low"].text
    fields = {
        "way": "form", "name_fi": "Keskitaso", "name_en": "Middle", "words_fi": "a", "words_en": "b", "order": "20",
        "onboarding": "online", "automation": "all", "contact_days": "30", "meeting_days": "", "on": "1",
        "because": "Agreed in May",
    }  # fmt: skip
    seen(client, people["owner"], where)
    assert client.post(where, {**fields, "contact_days": "often"}).status_code == 422
    assert client.post(where, fields).status_code == 302
    made = every(TIER)["low"].text
    assert (str(made.name.en), made.contact_days, made.meeting_days, made.automation) == ("Middle", 30, None, "all")
    assert made.rule == tier.rule
    assert Version.objects.get().because == "Agreed in May"
    assert client.post(where, {"way": "yaml", "yaml": "key: low"}).status_code == 422
    off = {name: value for name, value in fields.items() if name != "on"}
    client.post(where, off)
    assert every(TIER)["low"].text.on is False
    client.post(where, fields)
    assert every(TIER)["low"].text.on is True
    assert client.get(reverse("tier_text", args=["tier", "nowhere"])).status_code == 404
    assert client.get(reverse("tier_text", args=["segment", "low"])).status_code == 404
    assert seen(client, people["owner"], reverse("tier_text", args=["tier", "new"]))


def test_before_any_day_was_judged_the_pages_say_so(client, home, people):
    for where in ("/tiers/", "/fit/", "/load/"):
        assert "No day has been judged yet" in seen(client, people["owner"], where).content.decode()
