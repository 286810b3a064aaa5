"""The page of renewals, calling from it, its file, the account's panel, the command and the API."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.urls import reverse

from loiste.accounts.models import Account, User
from loiste.accounts.projection import project
from loiste.cli.main import main
from loiste.judgement.models import RenewalCall
from tests.integration.judgement.test_renewals import ends
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Europe/Helsinki")).date()  # the organisation's


def ahead(days):
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.fixture
def world(home, people):
    """Ahven's notice is in 20 days and Hauki's is not known, both the colleague's; Kuha of somebody else ends."""
    world = World(home)
    for ref, owner in (("Ahven", "Colleague"), ("Hauki", "Colleague"), ("Kuha", "Somebody")):
        world.account(ref, ahead(-900), name=f"{ref} Oy", owner=owner, tier="gold")
    world.subscription("S1", "Ahven", ahead(-900), mrr=100.10, properties=ends(ahead(50), ahead(20)))
    world.subscription("S2", "Hauki", ahead(-900), mrr=200, properties=ends(ahead(80)))
    world.subscription("S3", "Kuha", ahead(-900), ahead(60), mrr=50).save()
    project(home, as_of=TODAY)
    return world


def seen(client, user, where="/renewals/", **query):
    client.force_login(user)
    answer = client.get(where, query)
    assert answer.status_code == 200, answer
    return answer


def names(answer):
    return [one.line.who.ref for one in answer.context["entries"]]


def press(client, name="Ahven", **typed):
    account = Account.objects.get(ref=name)
    about = {"Ahven": ahead(50), "Hauki": ahead(80), "Kuha": ahead(60)}[name]
    where = reverse("renewal_call", args=[account.public_id])
    return client.post(where, {"about": about, "says": "renews", **typed}, follow=True)


def test_renewals_stand_by_notice_with_filters_sorting_and_sums_in_the_address(client, world, people):
    answer = seen(client, people["owner"])
    assert names(answer) == ["Ahven", "Kuha", "Hauki"]
    text = answer.content.decode()
    wanted = ("in 20 days", "€100.10", "ends, does not go on", "not known")
    assert [words for words in wanted if words not in text] == []
    assert names(seen(client, people["owner"], owner="Colleague", sort="-mrr")) == ["Hauki", "Ahven"]
    assert names(seen(client, people["owner"], notice="unknown")) == ["Hauki"]
    assert names(seen(client, people["owner"], call="leaves")) == []
    groups = seen(client, people["owner"], by="owner").context["groups"]
    assert [(one.name, one.count, float(one.mrr.value)) for one in groups] == [
        ("Colleague", 2, 300.1), ("Somebody", 1, 50.0),
    ]  # fmt: skip
    User.objects.filter(pk=people["colleague"].pk).update(reach="own")
    mine = User.objects.get(pk=people["colleague"].pk)
    assert names(seen(client, mine)) == ["Ahven", "Hauki"]
    assert client.get("/renewals/", {"as_of": ahead(1)}).status_code == 400


def test_a_call_is_one_press_and_can_be_undone(client, world, people):
    client.force_login(people["colleague"])
    answer = press(client, query="owner=Colleague")
    assert answer.redirect_chain[-1][0] == "/renewals/?owner=Colleague" and "Ahven Oy: Renews." in answer.content.decode()
    entry = answer.context["entries"][0]
    assert (entry.said.key, entry.undo, str(entry.amount.value)) == ("renews", True, "100.100000")
    client.post(reverse("renewal_take_back", args=[entry.line.call.public_id]))
    assert seen(client, people["colleague"]).context["entries"][0].said.key == "none"
    answer = press(client, amount="80,50", on=ahead(30), next_step="Offer a year")
    assert answer.context["entries"][0].step == "Offer a year"
    assert "Choose a day from" in press(client, on=ahead(-3)).content.decode()
    assert "look again" in press(client, about=ahead(3)).content.decode()
    assert seen(client, people["read_only"]).context["may_change"] is False
    press(client)
    assert RenewalCall.objects.filter(says="renews").count() == 2
    was = seen(client, people["owner"], as_of=ahead(-1))
    assert (was.context["may_change"], was.context["entries"][0].said.key) == (False, "none")


def test_the_list_is_a_file_too(client, world, people):
    client.force_login(people["colleague"])
    press(client, next_step="=1+1")
    lines = seen(client, people["owner"], "/renewals/export/", sort="mrr").getvalue().decode().splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["Kuha", "Ahven", "Hauki"]
    assert ahead(20) in lines[2] and ";100.1;EUR;" in lines[2] and ";renews;" in lines[2] and ";'=1+1" in lines[2]


def test_the_account_shows_days_to_notice_the_next_step_the_call_and_what_came_of_it(client, world, people):
    client.force_login(people["colleague"])
    press(client, says="unsure", next_step="Ask Kaisa")
    address = reverse("account", args=[Account.objects.get(ref="Ahven").public_id])
    answer = seen(client, people["owner"], address)
    one = answer.context["renewal"].ahead[0]
    assert (one.days, one.step, one.said.key, one.author) == (20, "Ask Kaisa", "unsure", "Colleague")
    assert "Days to notice" in answer.content.decode()
    RenewalCall.objects.update(about=TODAY - timedelta(days=1), day=TODAY - timedelta(days=40), says="leaves")
    answer = seen(client, people["owner"], address)
    assert [(told.outcome, told.verdict) for told in answer.context["renewal"].ended] == [("renewed", "the call was wrong")]
    answer = seen(client, people["owner"], "/renewals/calls/")
    assert "the call was wrong" in answer.content.decode()
    assert [(owner, cells[0].right, cells[0].of) for owner, _n, cells in answer.context["records"]] == [("Colleague", 0, 1)]


def test_the_command_tells_the_same(client, world, people, monkeypatch):
    monkeypatch.setenv("LOISTE_HOME", str(world.home))
    client.force_login(people["colleague"])
    press(client)
    told = json.loads(CliRunner().invoke(main, ["renewals", "--json", "--owner", "Colleague"]).output)
    first = told["renewals"][0]
    assert (first["account"], first["mrr"], first["currency"], first["notice"]) == ("Ahven", "100.1", "EUR", "open")
    assert (first["call"]["says"], first["call"]["amount"], first["notice_on"]) == ("renews", "100.1", ahead(20))
    assert told["renewals"][1]["call"] is None and told["open_ended"] == 0
    text = CliRunner().invoke(main, ["renewals", "--as-of", ahead(-1), "--months", "2"]).output
    assert "Ahven Oy" in text and "Hauki Oy" not in text
