"""A real server for the tests that speak to one."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.command import loiste
from tests.serving import Serving


@pytest.fixture
def serving(tmp_path):
    loiste(tmp_path, "init")
    found = Serving(tmp_path)
    yield found.start()
    found.end()


@pytest.fixture
def django_client():
    """Makes another browser."""
    return Client


@pytest.fixture
def now():
    return datetime.now(UTC)
