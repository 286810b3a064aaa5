"""Flags in a browser: raised in two keystrokes from an account and from a row of its timeline, and taken up by keys."""

from playwright.sync_api import expect

from loiste.accounts.models import Account, User
from loiste.judgement.models import Alert, AlertChange, Notice
from tests.browser.checking import check


def test_a_flag_is_raised_in_two_keystrokes_answered_by_keys_and_told(at):
    account = Account.objects.get(name__contains="Hauki")
    page = at(f"/accounts/{account.public_id}/")
    page.keyboard.press("f")
    expect(page.get_by_text("an opportunity")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_label("What did you see")).to_be_focused()
    page.keyboard.type("They ask how to leave")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The flag is up")).to_be_visible()
    page.locator("li[data-flag] summary").first.focus()
    page.keyboard.press("f")
    page.keyboard.press("o")
    expect(page.get_by_label("Opportunity")).to_be_checked()
    page.get_by_label("What did you see").fill("They grow")
    page.get_by_role("button", name="Raise the flag").click()
    expect(page.locator("#alerts")).to_contain_text("They grow")
    assert Alert.objects.get(sort="opportunity").about["kind"]
    page = at("/flags/?whose=raised")
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.keyboard.type("I call them")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="taken up")).to_be_visible()
    for user in User.objects.filter(is_active=True):
        for turn in AlertChange.objects.filter(what="opened"):
            Notice.objects.create(user=user, change=turn, at=turn.at)
    page = at("/notices/")
    expect(page.get_by_role("link", name="Notices 2 unseen")).to_be_visible()
    page.get_by_role("button", name="Mark all as seen").click()
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    page = at("/you/")
    page.get_by_label("By e-mail").select_option("digest")
    page.locator("#notices").get_by_role("button", name="Save").click()
    expect(page.get_by_label("By e-mail")).to_have_value("digest")


def test_flags_and_notices_fit_the_window_in_both_languages(at, width, look):
    at("/alerts/")
    account = Account.objects.get(name__contains="Hauki")
    user = User.objects.get(email="owner@example.org")
    User.objects.update(language="fi")
    day = account.signed_up_on
    alert = Alert.objects.create(
        account=account, sort="worry", severity="high", opened_on=day, at=user.last_login, deadline=day, raised_by=user,
        reason="Kysyivät, miten tilauksen voi päättää, ja mainitsivat kilpailijan tarjouksen", state="open",
    )  # fmt: skip
    for what in ("opened", "taken_up", "put_back"):
        turn = AlertChange.objects.create(alert=alert, what=what, on=day, at=user.last_login, by=user.email, why="Soitan")
    Notice.objects.create(user=user, change=AlertChange.objects.get(what="opened"), at=user.last_login)
    assert turn.what == "put_back"
    for name in ("flags", "notices", "you"):
        check(at(f"/{name}/"), f"{name}-{width}-{look}")
    check(at(f"/accounts/{account.public_id}/flag/"), f"flag-form-{width}-{look}")
