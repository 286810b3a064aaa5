"""A second factor is switched on in the browser and asked at the door; the pages of signing in are fit to use."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from loiste.accounts import invitations
from loiste.organisation import config
from loiste.organisation.config import Organisation, SignIn
from tests.browser.checking import check
from tests.browser.conftest import PASSWORD
from tests.integration.test_sign_in_two_factor import code_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(db):
    cache.clear()


def test_a_second_factor_is_switched_on_and_asked_at_the_door(live_server, home, empty, width):
    page = empty
    page.goto(f"{live_server.url}/you/")
    page.get_by_role("link", name="Switch on").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    picture = page.get_by_alt_text("QR code with your secret")
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    check(page, f"two-factor-on-{width}")
    secret = page.locator("#secret").inner_text()
    page.get_by_label("Code", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    check(page, f"recovery-codes-{width}")
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("On: a code of your phone is asked, too.").wait_for()
    page.get_by_role("button", name="Sign out").locator("visible=true").first.click()
    page.get_by_label("E-mail address").fill("owner@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    check(page, f"code-{width}")
    page.get_by_label("Code", exact=True).fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/")


def test_the_doors_in_finnish_are_fit_to_use(live_server, home, people, page, said, width, look, settings):
    settings.MAIL_SET = True
    settings.OIDC = {"provider_id": "oidc", "name": "Kauppakylä ID", "client_id": "x", "secret": "x", "settings": {}}
    page.context.add_cookies([{"name": "django_language", "value": "fi", "url": live_server.url}])
    _made, token = invitations.invite(
        "uusi@example.org", name="Uusi Ihminen", role="leader", by=people["owner"], now=datetime.now(UTC)
    )  # fmt: skip
    for name, address in {
        "sign-in": "sign-in/", "forgotten": "sign-in/password/", "asked": "sign-in/password/asked/",
        "invitation": f"invitation/{token}/",
    }.items():  # fmt: skip
        page.goto(f"{live_server.url}/{address}")
        check(page, f"door-{name}-fi-{width}-{look}")


def test_own_pages_in_finnish_are_fit_to_use(live_server, home, people, empty, width, look):
    people["owner"].language = "fi"
    people["owner"].save()
    page = empty
    for name, address in {"you": "you/", "password": "you/password/"}.items():
        page.goto(f"{live_server.url}/{address}")
        check(page, f"{name}-fi-{width}-{look}")
    config.save(home, Organisation(name="Kauppakylä Oy", language="fi", sign_in=SignIn(two_factor="required")))
    page.goto(f"{live_server.url}/accounts/")
    page.get_by_label("Salasanasi").fill(PASSWORD)
    page.get_by_role("button", name="Jatka").click()
    check(page, f"two-factor-demanded-fi-{width}-{look}")


def test_the_team_is_fit_to_use_in_both_languages(live_server, home, people, empty, width, look):
    page = empty
    page.goto(f"{live_server.url}/team/")
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_role("button", name="Make an invitation").click()
    page.get_by_text("pass this link on to new@example.org").wait_for()
    check(page, f"team-{width}-{look}")
    people["owner"].language = "fi"
    people["owner"].save()
    page.goto(f"{live_server.url}/team/")
    check(page, f"team-fi-{width}-{look}")
    page.get_by_role("link", name="Colleague").click()
    check(page, f"person-fi-{width}-{look}")
    page.get_by_text("Poista käytöstä", exact=True).click()
    page.get_by_role("button", name="Poista käytöstä: Colleague").click()
    page.get_by_text("Colleague on poistettu käytöstä").wait_for()
    check(page, f"person-out-fi-{width}-{look}")
