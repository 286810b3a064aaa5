"""What changed of an account since it was last spoken with, and the brief for a meeting."""

from datetime import date, datetime, timedelta

import pytest

from loiste.accounts.hand import add_note
from loiste.judgement.models import Alert, Judged, Score
from tests.integration.account_page.asking import NOW, shown
from tests.shop import TODAY, account

pytestmark = pytest.mark.django_db
SPOKEN = date(2026, 10, 1)


@pytest.fixture
def story(world, people, home):
    """Met on the first of October; an answer came later, the health turned and an alert opened."""
    kuha = account("Kuha")
    at = datetime(2026, 10, 1, 9, tzinfo=NOW.tzinfo)
    add_note(home, kuha, "Agreed on the new shop", kind="meeting", at=at, day=SPOKEN, by=people["colleague"], now=NOW)
    world.answer("nps", 3, "2026-11-10", "K2").subscription(
        "S2", "K2", "2024-03-01", mrr=220, plan="Basic", valid_from="2026-11-01"
    )
    world.save()
    for day, score, band in ((SPOKEN, 82, "green"), (TODAY - timedelta(days=1), 41, "red")):
        Judged.objects.create(as_of=day, at=NOW, accounts=1)
        Score.objects.create(account=kuha, as_of=day, score=score, band=band, coverage=1)
    Alert.objects.create(
        account=kuha, rule="turned_red", sort="worry", severity="high", opened_on=TODAY, at=NOW, currency="EUR",
        evidence=[{"attribute": "health.band", "test": "is_one_of", "bound": ["red"], "value": "red"}],
        deadline=TODAY + timedelta(days=12),
    )  # fmt: skip
    return kuha


def test_what_changed_since_the_last_contact_is_told_with_figures_then_and_now(story, see, owner):
    page = see("?part=since")
    assert "Meeting 1 Oct 2026" in page and "Agreed on the new shop" in page and "50 days ago" in page
    assert "Health: Good → At risk" in page and "Alert: Health turned red" in page
    assert "NPS: 3 of 10" in page and "Subscription changed: Basic" in page and "€120" in page and "€220" in page
    assert "from=2026-10-01&amp;to=2026-11-20" in page  # the waterfall between the two days
    assert "written no call, meeting or e-mail down" in see("?part=since&contact=mine")
    past = see("?part=since&as_of=2026-11-05")
    assert "Health: Good → At risk" not in past and "NPS: 3 of 10" not in past and "Subscription changed" in past


def test_nobody_spoken_with_is_told_so_and_nothing_is_called_zero(home, db, owner, world):
    world.account("K99", "2026-11-01", name="Uusi Oy").save()
    from loiste.accounts.projection import project

    project(home, as_of=TODAY)
    page = shown(owner.get(f"/accounts/{account('Uusi').public_id}/?part=since"))
    assert "Nobody has spoken with them yet" in page and "unknown" in page and "€0" not in page


def test_the_brief_says_on_one_sheet_who_how_they_are_what_changed_and_what_comes(story, see, owner, people):
    page = see("brief/")
    for words in ("Kuha 2 Oy", "Basic", "€220", "41", "At risk", "Health: Good → At risk", "Health turned red",
                  "Kaisa Kala</span>, champion", "Deadline of an alert", "in 12 days", "data-print"):  # fmt: skip
        assert words in page, words
    assert "Alerts are shown as of today only" in see("brief/?as_of=2026-11-05")
    people["owner"].language = "fi"
    people["owner"].save()
    assert "Muuttunut viime yhteydenoton jälkeen" in see("brief/")
