"""The API asked thousands of odd things made from its own description: no 5xx, no answer that is not described."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from loiste.api.v1 import rate
from loiste.wsgi import pages
from tests.integration.api_client import Asking

# Of each operation: 2,000 in all; those that count much, or write, take longer. `make endure` asks for ten times as many.
TIMES = max(1, int(os.environ.get("LOISTE_EXAMPLES", "20")) // 20)
READ, SLOW = 180 * TIMES, 50 * TIMES
WANTED = [
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_schema_conformance, checks.response_headers_conformance,
]  # fmt: skip


@pytest.fixture
def asking(client, home, db, settings):
    settings.API_RATE = 10**9
    settings.ALLOWED_HOSTS = ["*"]
    rate._buckets.clear()
    asking = Asking(client, "read", "write")
    asking.post("/accounts", {"account_id": "K1", "name": "Kuha"})
    # As with Django's test client, which connects them again after its own requests: the connection is the test's.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield asking
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", pages)
OPERATIONS = [one.ok() for one in schema.get_all_operations()]


@pytest.mark.parametrize("operation", OPERATIONS, ids=[one.label for one in OPERATIONS])
def test_every_odd_request_gets_an_answer_that_is_described(operation, asking):
    @settings(
        max_examples=SLOW if is_slow(operation) else READ, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def ask(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {asking.key}"}, checks=WANTED)

    ask()


def is_slow(operation) -> bool:
    return operation.method != "get" or "kpis" in operation.path or operation.path.endswith("{key}")


def test_they_are_two_thousand():
    assert sum(SLOW if is_slow(one) else READ for one in OPERATIONS) >= 2_000 * TIMES
