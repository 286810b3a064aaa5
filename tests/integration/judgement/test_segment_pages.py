"""The pages of segments: who sees what, saving with a reason, switching off and on, filters, and the command."""

import json
from datetime import UTC, date, datetime

import pytest

from loiste.accounts.models import Audit, Reach
from loiste.judgement import judge, versions
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.models import Membership, Version
from loiste.judgement.texts import every
from tests.command import loiste
from tests.integration.judgement.test_segments import BUSY, NOW
from tests.reading import text as page
from tests.world import World

pytestmark = pytest.mark.django_db
GOLD = "key: gold\nname: {fi: Kultaiset, en: Golden}\nrule: {attribute: tier, is_one_of: [gold]}\n"


@pytest.fixture
def world(home):
    world = World(home)
    for number, tier in enumerate(("gold", "gold", "silver"), start=1):
        world.account(f"K{number}", name=f"Shop {number}", tier=tier, owner="Colleague" if number == 1 else "Other")
        world.subscription(f"S{number}", f"K{number}", "2025-01-01", mrr=100 * number)
    world.save()
    from loiste.accounts.projection import project

    project(home, as_of=date(2026, 4, 1))
    return world


def save(client, yaml, **more):
    return client.post("/segments/save/", {"yaml": yaml, **more}, follow=True)


def test_a_segment_is_saved_with_its_reason_and_filters_the_list_at_once(world, people, client):
    client.force_login(people["owner"])
    assert "Saved as version 1." in page(save(client, GOLD, because="Spring"))
    made = Version.objects.get()
    assert (made.text_key, made.because, made.by) == ("gold", "Spring", people["owner"])
    assert Audit.objects.get(action="segment.change").subject == "gold"
    listed = page(client.get("/accounts/?segment=gold"))
    assert "Shop 1" in listed and "Shop 2" in listed and "Shop 3" not in listed and "Segment: Golden" in listed
    assert "Shop" not in page(client.get("/accounts/?segment=no_such"))
    shown = page(client.get("/segments/"))
    assert "Golden" in shown and "€300" in shown and "Tier is gold" in shown
    one = page(client.get("/segments/gold/"))
    assert "Spring" in one and "Came in" in one


def test_what_is_wrong_with_a_text_is_said_and_the_text_kept(world, people, client):
    client.force_login(people["owner"])
    said = page(save(client, GOLD.replace("attribute: tier", "metric: nonsense, attribute: tier")))
    assert "name one attribute, one metric or one segment" in said and "nonsense" in said
    assert not Version.objects.exists()
    assert "there is no metric nonsense" in page(client.get("/segments/new/?how=all&what=metric:nonsense&test=above&value=1&days=&group=0"))
    assert "Nothing changed" in page((save(client, GOLD), save(client, GOLD))[1])


def test_only_who_may_change_settings_saves_and_switches(world, people, client):
    client.force_login(people["owner"])
    save(client, GOLD)
    for name in ("colleague", "read_only"):
        client.force_login(people[name])
        assert client.post("/segments/save/", {"yaml": BUSY}).status_code == 403
        assert client.post("/segments/gold/switch/", {"on": "0"}).status_code == 403
        shown = page(client.get("/segments/gold/"))
        assert "Administrators save segments" in shown and "Switch off" not in shown
    client.force_login(people["stranger"])
    assert client.get("/segments/gold/").status_code == 302
    assert every(SEGMENT)["gold"].text.on


def test_off_is_undone_by_on(world, people, client):
    client.force_login(people["owner"])
    save(client, GOLD)
    client.post("/segments/gold/switch/", {"on": "0"})
    assert not every(SEGMENT)["gold"].text.on and not Membership.objects.filter(segment="gold", to_day=None).exists()
    client.post("/segments/gold/switch/", {"on": "1"})
    assert every(SEGMENT)["gold"].text.on and Membership.objects.filter(segment="gold", to_day=None).count() == 2
    assert client.post("/segments/none/switch/").status_code == 404


def test_everyone_sees_the_sums_and_only_their_own_accounts_by_name(world, people, client):
    people["colleague"].reach = Reach.OWN
    people["colleague"].save()
    client.force_login(people["colleague"])
    shown = page(client.get("/segments/new/?how=all&what=attribute:tier&test=is_one_of&value=gold&days=&group=0"))
    assert "€300" not in shown and "Among the accounts that you may see" in shown  # of one's own making: could ask for one
    assert "Shop 1" in shown and "Shop 2" not in shown
    versions.change_text(SEGMENT, GOLD, by=people["owner"], now=datetime.now(UTC))
    shown = page(client.get("/segments/gold/"))
    assert "€300" in shown and "Shop 1" in shown and "Shop 2" not in shown


def test_a_button_leads_to_the_address_of_the_changed_rows(world, people, client):
    client.force_login(people["owner"])
    gone = client.get("/segments/new/?how=all&what=attribute:tier&test=known&value=&days=&group=0&do=group")
    assert gone.status_code == 302 and gone.url.count("how=") == 2 and "do=" not in gone.url
    assert 'value="drop_group-1"' in page(client.get(gone.url))
    tried = client.post("/segments/save/", {"yaml": GOLD, "do": "try"})
    assert tried.status_code == 302 and "Tier is gold" in page(client.get(tried.url)) and not Version.objects.exists()


def test_a_past_day_is_answered_as_of_that_day(world, people, client):
    world.account("K3", valid_from="2026-03-01", tier="gold").save()
    client.force_login(people["owner"])
    address = "/segments/new/?how=all&what=attribute:tier&test=is_one_of&value=gold&days=&group=0&as_of="
    assert "Shop 3" not in page(client.get(f"{address}2026-02-28"))
    assert "Shop 3" in page(client.get(f"{address}2026-03-01"))
    assert client.get(f"{address}tomorrow").status_code == 400


def test_pages_ask_as_often_for_many_accounts_as_for_few(world, people, client, django_assert_max_num_queries):
    client.force_login(people["owner"])
    save(client, GOLD)
    for number in range(60):
        world.account(f"X{number}", name=f"X{number}", tier="gold")
    world.save()
    judge.judge(world.home, world.organisation, as_of=date(2027, 1, 1), now=NOW)
    for address in ("/segments/", "/segments/gold/", "/accounts/?segment=gold"):
        with django_assert_max_num_queries(60):
            client.get(address)


def test_the_command_tells_segments_and_their_accounts(tmp_path):
    loiste(tmp_path / "home", "init")
    listed = json.loads(loiste(tmp_path / "home", "segments", "--json"))
    assert {one["key"] for one in listed["segments"]} == {"new_customers", "pays_uses_little", "thinking_of_leaving"}
    assert json.loads(loiste(tmp_path / "home", "segments", "new_customers", "--as-of", "2026-01-01", "--json")) == {
        "as_of": "2026-01-01", "segment": "new_customers", "accounts": []
    }  # fmt: skip
    assert "There is no segment" in loiste(tmp_path / "home", "segments", "nonsense", exit_code=2)
