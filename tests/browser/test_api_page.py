"""The page that describes the API: every operation and parameter in words, at every width."""

import pytest

from tests.browser.checking import check


@pytest.mark.parametrize("language", ["en", "fi"])
def test_it_tells_what_each_operation_takes(empty, live_server, width, look, language, people):
    people["owner"].language = language
    people["owner"].save()
    empty.goto(f"{live_server.url}/api/")
    words = empty.locator("#list_accounts tr", has_text="cursor").first.inner_text()
    assert ("edellisen sivun next" if language == "fi" else "next of the page before") in words
    assert empty.locator("main ul li").first.evaluate("one => getComputedStyle(one).listStyleType") == "disc"
    assert empty.locator("#get_export").is_visible()
    check(empty, f"api-{width}-{look}-{language}")
