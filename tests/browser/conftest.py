"""A real browser on a live server: Debian's Chromium, a silent console, people signed in."""

import os

import pytest

from tests.shop import shop

# Playwright runs a loop in this thread; the ORM would refuse to work there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = "/usr/bin/chromium"
PASSWORD = "correct horse battery"
WIDTHS = {"desktop": (1440, 900), "phone": (390, 844)}


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
    spared = [item for item in items if is_spared(item)]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in spared]


ORDINARY = ({"width": "desktop", "look": "light", "language": "en"}, {"width": "phone", "look": "dark", "language": "fi"})


def is_spared(item):
    """The ordinary run looks at light desktops in English and dark phones in Finnish; `make looks` at all there are.

    A test that asks for one of width, look and language alone is run with each.
    """
    asked = getattr(getattr(item, "callspec", None), "params", {})
    fits = [all(asked.get(name, value) == value for name, value in each.items()) for each in ORDINARY]
    return not os.environ.get("LOISTE_EVERY_LOOK") and not any(fits)


@pytest.fixture(scope="session")
def base_url():
    """None: addresses are given whole (the plugin's own fixture warns of its own making)."""
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args():
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    args = [*quiet.split(), "--disable-component-update", "--disable-sync"]
    return {"executable_path": CHROMIUM, "args": args}


@pytest.fixture(params=list(WIDTHS))
def width(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def look(request):
    return request.param


@pytest.fixture
def browser_context_args(request, browser_context_args):
    """Desktop and light, unless the test asks for `width` or `look`."""
    asked = {name: request.getfixturevalue(name) for name in ("width", "look") if name in request.fixturenames}
    wide, high = WIDTHS[asked.get("width", "desktop")]
    return {
        **browser_context_args, "viewport": {"width": wide, "height": high}, "locale": "en-GB",
        "color_scheme": asked.get("look", "light"), "reduced_motion": "reduce",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def still(settings):
    from loiste.pages import kept

    kept._kept.clear()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
    settings.STATIC_ROOT = None


@pytest.fixture
def said(page):
    """What the console said; a breach of the content security policy is an error there."""
    lines: list[str] = []
    page.on("console", lambda message: lines.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: lines.append(f"error: {error}"))
    yield lines
    assert lines == []


@pytest.fixture
def empty(live_server, home, people, page, said):
    """The owner, signed in to an empty system."""
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("E-mail address").fill(people["owner"].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/")
    return page


@pytest.fixture
def at(live_server, home, empty):
    """Opens an address of the small shop: `at("/accounts/")` gives the page."""
    shop(home)

    def go(address):
        answer = empty.goto(f"{live_server.url}{address}")
        assert answer.status == 200
        empty.evaluate("document.fonts.ready")
        return empty

    return go
