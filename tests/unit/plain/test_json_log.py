"""Log lines: sound JSON with the request's id, and nothing that a person wrote."""

import json
import logging
from types import SimpleNamespace

from loiste.plain.json_log import JsonLines, request_id


def line(level=logging.INFO, message="done", extra=None, error=None):
    record = logging.getLogger("loiste.x").makeRecord(
        "loiste.x", level, __file__, 1, message, (), error and (type(error), error, error.__traceback__), extra=extra
    )
    return json.loads(JsonLines().format(record))


def test_a_line_names_the_request_and_the_extras():
    token = request_id.set("abc")
    found = line(extra={"accepted": 3, "thing": object()})
    request_id.reset(token)
    assert (found["request"], found["accepted"], found["level"], "thing" in found) == ("abc", 3, "info", False)


def test_an_exception_is_told_by_kind_and_place_without_its_text():
    try:
        raise ValueError("maija@example.org")
    except ValueError as error:
        found = line(error=error)
    assert found["error"] == "ValueError"
    assert "maija" not in json.dumps(found)
    assert found["trace"][-1].startswith("test_json_log.py:")


def test_a_request_is_told_by_its_route_not_by_its_address():
    class Request:
        path = "/sign-in/new/secret-4711/"
        resolver_match = SimpleNamespace(route="sign-in/new/<key>/")
        get_full_path = lambda self: self.path + "?email=maija"  # noqa: E731

    record = logging.getLogger("django.request").makeRecord(
        "django.request", logging.WARNING, __file__, 1, "%s: %s", ("Gone", Request.path), None, extra={"request": Request()}
    )
    assert json.loads(JsonLines().format(record))["message"] == "Gone: /sign-in/new/<key>/"
