"""An administrator tries a change of a health model, sees whom it moves, saves it, compares, and rehearses."""

from datetime import UTC, datetime

import pytest

from loiste.judgement import snapshot
from loiste.judgement.running import run_next
from loiste.organisation import config
from tests.browser.checking import check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    from loiste.pages import here
    from loiste.pages.health_models import listing, rehearsal, studio, versions

    snapshot.forget()
    for module in (here, listing, rehearsal, studio, versions):
        monkeypatch.setattr(module, "now", lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))


@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_model_is_tried_saved_compared_and_rehearsed(at, home, page, people, width, look, language):
    people["owner"].language, people["owner"].theme = language, look
    people["owner"].save()
    finnish, name = language == "fi", f"{width}-{look}-{language}"
    at("/health/models/")
    check(page, f"models-{name}")
    page.get_by_role("link", name="Automaattinen hoitotaso" if finnish else "Tech touch", exact=True).click()
    page.locator("#effect table").wait_for()
    check(page, f"studio-{name}")
    page.locator("[name='c0.v1']").fill("x")
    page.get_by_text("Kirjoita luku." if finnish else "Write a number.").wait_for()
    page.locator("[name='c0.v1']").fill("2")
    page.locator("[name='bands.yellow_from']").fill("1")
    page.locator("[name='bands.green_from']").fill("1")
    page.locator(".moves a").first.wait_for()
    page.locator("[name=metric]").select_option("stickiness")
    page.get_by_role("button", name="Lisää osatekijä" if finnish else "Add a component").click()
    page.locator("#values-7 svg").first.wait_for()
    page.get_by_role("button", name="Teksti" if finnish else "Text", exact=True).click()
    page.locator("#yaml").wait_for()
    assert "green_from: 1}" in page.locator("#yaml").input_value()
    page.locator("#effect table").wait_for()
    check(page, f"studio-text-{name}")
    page.locator("#because").fill("tried it")
    page.get_by_role("button", name="Tallenna versio" if finnish else "Save as version").click()
    page.get_by_role("link", name="Versiot" if finnish else "Versions", exact=True).click()
    page.locator("#difference").wait_for()
    check(page, f"versions-{name}")
    page.get_by_role("link", name="Koeajo" if finnish else "Rehearsal", exact=True).click()
    page.get_by_role("button", name="Koeaja" if finnish else "Rehearse", exact=True).click()
    page.get_by_role("progressbar").wait_for()
    run_next(home, config.load(home), datetime(2026, 11, 20, tzinfo=UTC))
    page.locator("#h-verdict").wait_for()
    check(page, f"rehearsal-{name}")
