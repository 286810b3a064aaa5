"""The pages of an account's health, and `loiste health`: the story of one account in the small shop."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from loiste.accounts.models import Audit
from loiste.judgement import judge, versions
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Override
from loiste.organisation.config import Organisation
from tests.integration.judgement.test_judging import OWN
from tests.reading import text
from tests.shop import TODAY, account, shop

pytestmark = pytest.mark.django_db
NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
OURS = Organisation(name="Test", language="en")
BEFORE = TODAY - timedelta(days=90)
BOUNDED = OWN.replace("metric: nps, weight: 1, shape: {kind: linear,", "metric: nps, shape: {kind: linear_bounded,")


@pytest.fixture(autouse=True)
def still(monkeypatch):
    from loiste.accounts import identities
    from loiste.pages import here
    from loiste.pages.account import views
    from loiste.pages.health import report
    from loiste.pages.health import views as health

    identities._kept.clear()
    for module in (here, views, health, report):
        monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.fixture
def kuha(home, people, client):
    """Kuha's row; the owner is signed in. Nothing has been judged yet."""
    people["owner"].language = "en"
    people["owner"].save()
    client.force_login(people["owner"])
    shop(home)
    return account("Kuha")


def judged(home, people, text_=OWN, days=(BEFORE, TODAY)):
    versions.change_text(HEALTH, text_, by=people["owner"], now=NOW)
    for day in days:
        judge.judge(
            home, OURS, as_of=day, now=datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=1)
        )


def page(client, name, one, rest=""):
    return client.get(reverse(name, args=[one.public_id]) + rest)


def test_what_has_not_been_judged_says_so_and_shows_no_number(client, kuha):
    seen = text(page(client, "account", kuha))
    assert "Not judged yet." in seen and "/ 100" not in seen
    assert "was not judged" in text(page(client, "account_health", kuha))


def test_no_model_and_too_little_known_are_told_apart(client, kuha, home, people):
    judged(home, people, OWN + "applies: {attribute: tier, is_one_of: [none]}\n", days=())
    for key in ("onboarding", "high_touch", "low_touch", "tech_touch"):
        versions.change_text(
            HEALTH, OWN.replace("key: own", f"key: {key}") + '"on": false\n', by=people["owner"], now=NOW
        )
    judge.judge(home, OURS, as_of=TODAY, now=NOW)
    assert "No health model holds" in text(page(client, "account", kuha))


def test_the_account_says_its_health_why_and_since_when(client, kuha, home, people):
    judged(home, people)
    seen = text(page(client, "account", kuha))
    for words in (
        "/ 100",
        "0–100, higher is better",
        "of the weight rests on data",
        "in this band since",
        "model Own, version 1",
    ):
        assert words in seen, words
    why = text(
        client.get(reverse("account_health", args=[kuha.public_id]) + "?part=reasons", headers={"hx-request": "true"})
    )
    assert "Presses it down" in why and "Days of use" in why and "<html" not in why


def test_the_page_takes_the_change_apart_and_leads_to_the_rows(client, kuha, home, people):
    judged(home, people, BOUNDED)
    seen = text(page(client, "account_health", kuha))
    for words in ("Data that came late", "The model changed", "Override", "Health 22 Aug 2026", "not monotone"):
        assert words in seen, words
    assert f"/metrics/days_of_use/?as_of=2026-11-20&amp;account={kuha.public_id}#rows" in seen
    assert "?kind=answer&amp;from=2025-11-21&amp;to=2026-11-20#timeline" in seen
    rows = text(client.get(f"/metrics/nps/?as_of=2026-11-20&account={kuha.public_id}"))
    assert f"the rows are those of {kuha.name} only" in rows and "1 rows behind" in rows


def test_days_are_put_in_order_and_kept_out_of_the_future(client, kuha, home, people):
    judged(home, people)
    seen = text(page(client, "account_health", kuha, "?from=2030-01-01&to=2026-08-22"))
    assert 'name="from" value="2026-08-22"' in seen and 'name="to" value="2026-11-20"' in seen
    assert page(client, "account_health", kuha, "?from=x").status_code == 400


def test_a_score_is_overridden_with_a_reason_and_given_back(client, kuha, home, people):
    judged(home, people)
    where = reverse("account_override", args=[kuha.public_id])
    wrong = client.post(where, {"score": "800", "reason": "They signed", "expires": "2026-12-31"})
    assert wrong.status_code == 422 and "Write a score from 0 to 100." in text(wrong) and "They signed" in text(wrong)
    client.post(where, {"score": "80", "reason": "They signed", "expires": "2026-12-31"})
    seen = text(page(client, "account", kuha))
    assert "They signed" in seen and "31 Dec 2026" in seen and "The machine says" in seen and ">80<" in seen
    assert "Those that hold now" in text(client.get(reverse("overrides")))
    one = Override.objects.get()
    client.post(reverse("account_override_end", args=[kuha.public_id, one.public_id]))
    assert "They signed" not in text(page(client, "account", kuha))
    assert [line.action for line in Audit.objects.filter(subject=kuha.public_id)] == [
        "health.override",
        "health.override_end",
    ]


def test_who_may_only_read_sees_no_form_and_is_refused(client, kuha, home, people):
    client.force_login(people["read_only"])
    assert "<textarea" not in text(page(client, "account_health", kuha))
    assert client.post(reverse("account_override", args=[kuha.public_id]), {"score": "80"}).status_code == 403


def test_whose_overrides_were_right_is_summed_by_author(client, kuha, home, people):
    judged(home, people)
    Override.objects.create(
        account=kuha, author=people["colleague"], reason="Felt so", score=90, machine=50, at=NOW,
        day=BEFORE, expires=TODAY - timedelta(days=1),
    )  # fmt: skip
    seen = text(client.get(reverse("overrides")))
    assert "Felt so" in seen and "cannot be said yet" in seen and "Colleague" in seen


def test_a_page_asks_the_store_as_often_whatever_it_shows(client, kuha, home, people, django_assert_max_num_queries):
    judged(home, people)
    with django_assert_max_num_queries(90):
        page(client, "account_health", kuha)


def test_the_command_prints_the_same(kuha, home, people, monkeypatch):
    judged(home, people)
    monkeypatch.setenv("LOISTE_HOME", str(home))
    from click.testing import CliRunner

    from loiste.cli.main import main

    def said(*words):
        result = CliRunner().invoke(main, ["health", kuha.ref, *words])
        assert result.exit_code == 0, result.output
        return result.output.replace("\N{NO-BREAK SPACE}", " ")

    told = json.loads(said("--from", BEFORE.isoformat(), "--to", TODAY.isoformat(), "--json"))
    assert sum(bar["points"] for bar in told["bars"]) == pytest.approx(
        told["now"]["shown"] - told["then"]["shown"], abs=1e-9
    )
    assert [bar["kinds"] for bar in told["bars"]][-3:] == [["late"], ["model"], ["override"]]
    assert "0–100, higher is better" in said("--to", TODAY.isoformat())
    assert "The model changed" in said("--from", BEFORE.isoformat(), "--to", TODAY.isoformat())
    refused = CliRunner().invoke(main, ["health", kuha.ref, "--from", "2026-08-22", "--to", "2026-08-22"])
    assert refused.exit_code == 2 and "name an earlier day" in refused.output
