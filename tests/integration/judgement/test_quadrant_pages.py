"""The page of the quadrant, the corner on lists and accounts, and `loiste quadrant`."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.urls import reverse

from loiste.accounts.models import Account, Reach
from loiste.accounts.projection import project
from loiste.cli.main import main
from loiste.judgement import judge
from loiste.metrics import standing
from tests.integration.judgement import test_quadrant as told
from tests.integration.judgement.test_quadrant import DAY
from tests.reading import text

pytestmark = pytest.mark.django_db
world = told.world
NOW = datetime(2026, 4, 10, 9, tzinfo=UTC)
EARLIER, LATER = DAY, DAY + timedelta(days=7)


@pytest.fixture
def judged(world, people, client, monkeypatch):
    """Judged on two days; in between K2's own sales doubled. The owner is signed in."""
    from loiste.pages import here
    from loiste.pages.account import views as account
    from loiste.pages.accounts import views as accounts
    from loiste.pages.health import views as health
    from loiste.pages.quadrant import views

    for module in (here, account, accounts, health, views):
        monkeypatch.setattr(module, "now", lambda: NOW)
    people["owner"].language = "en"
    people["owner"].save()
    client.force_login(people["owner"])
    judge.judge(world.home, world.organisation, as_of=EARLIER, now=NOW)
    world.usage("K2", "2026-04-03", "a", feature="sales", value=12).save()
    judge.judge(world.home, world.organisation, as_of=LATER, now=NOW)
    project(world.home, as_of=LATER)
    standing.fill(world.home, world.organisation, today=LATER, now=NOW)
    return world


def test_the_page_tells_corners_and_reasons_and_leads_to_the_accounts_and_their_own_pages(
    judged, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(32):
        seen = text(client.get(reverse("quadrant")))
    for words in (
        "Succeeds", "2 accounts", "Ask for a recommendation", "Content, yet no outcomes", "React at once",
        "Experience not known", "nothing is known of these: Customers&#x27; own growth", "Week by week",
        "The lines are where good begins", "80–100", "7 Apr 2026",
    ):  # fmt: skip
        assert words in seen, words
    assert "move=experience_only.both#movers" in seen and 'href="/accounts/?corner=neither&amp;columns=' in seen
    listed = text(client.get(reverse("accounts"), {"corner": "neither", "columns": "corner"}))
    assert ">K4<" in listed and ">K1<" not in listed and "Quadrant: React at once" in listed
    assert ">K5<" in text(client.get(reverse("accounts"), {"corner": "experience_unknown", "sort": "-corner"}))
    csv = client.get(reverse("accounts_export"), {"corner": "neither", "columns": "corner"}).getvalue().decode()
    assert "K4;K4;React at once" in csv

    def panel(ref, **asked):
        seen = text(client.get(reverse("account", args=[Account.objects.get(ref=ref).public_id]), asked))
        return seen[seen.index('id="corner"') :][:1000] if 'id="corner"' in seen else ""

    assert "Succeeds" in panel("K2") and "in this corner since 7 Apr 2026" in panel("K2")
    assert "Content, yet no outcomes" in panel("K2", as_of=EARLIER.isoformat())
    assert "Outcomes not known" in panel("K6") and "nothing is known of these" in panel("K6")
    assert panel("K8") == ""


def test_who_moved_is_counted_for_all_and_named_within_reach(judged, client, people, monkeypatch):
    asked = {"from": EARLIER.isoformat(), "to": LATER.isoformat(), "move": "experience_only.both"}
    assert "data-open" in text(client.get(reverse("quadrant"), asked))
    assert client.get(reverse("quadrant"), {"from": "x"}).status_code == 400
    people["colleague"].reach, people["colleague"].language = Reach.OWN, "en"
    people["colleague"].save()
    client.force_login(people["colleague"])
    seen = text(client.get(reverse("quadrant"), asked))
    assert "Nobody among the accounts that you see." in seen and "data-open" not in seen
    assert "Content, yet no outcomes → Succeeds" in seen  # that somebody moved is everyone's to know
    monkeypatch.setenv("LOISTE_HOME", str(judged.home))
    for who, day, named in ((), LATER, 7), (("--as", people["colleague"].email), EARLIER, 0):
        said = command(*who, "quadrant", "--as-of", day.isoformat(), "--json")
        assert (said["judged"], said["version"], len(said["accounts"])) == (True, 0, named)
        assert sum(one["accounts"] for one in said["corners"]) == 7
    again = command("quadrant", "--as-of", (EARLIER - timedelta(days=1)).isoformat(), "--json")
    assert not again["judged"] and again["accounts"][0] == {
        "account": "K1", "corner": "both", "experience": 100, "outcomes": pytest.approx(83.333333),
        "experience_coverage": pytest.approx(1 / 3), "outcomes_coverage": 1,
    }  # fmt: skip


def command(*words):
    return json.loads(CliRunner().invoke(main, words).output)


def test_an_administrator_changes_the_text_others_may_not_and_the_page_says_that_it_changed(judged, client, people):
    where, yaml = reverse("tier_text", args=["quadrant", "quadrant"]), told.promised.quadrant().yaml
    refused = client.post(where, {"way": "yaml", "yaml": yaml.replace("customer_growth", "days_of_use")})
    assert refused.status_code == 422 and "use is no outcome" in text(refused)
    done = client.post(where, {"way": "yaml", "yaml": yaml.replace("good_from: 50", "good_from: 90"), "because": "x"})
    assert done.status_code == 302 and done["Location"] == reverse("quadrant")
    judge.judge(judged.home, judged.organisation, as_of=LATER + timedelta(days=1), now=NOW)
    assert "The text of the quadrant changed in between" in text(client.get(reverse("quadrant")))
    client.force_login(people["colleague"])
    assert client.get(where).status_code == 403
    assert "tiers/quadrant" not in text(client.get(reverse("quadrant")))


def test_before_any_day_is_judged_the_page_says_so(home, people, client):
    client.force_login(people["owner"])
    people["owner"].language = "en"
    people["owner"].save()
    assert "Not judged yet" in text(client.get(reverse("quadrant")))
