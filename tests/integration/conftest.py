"""A real server for the tests that speak to one."""

import pytest

from tests.command import loiste
from tests.serving import Serving


@pytest.fixture
def serving(tmp_path):
    loiste(tmp_path, "init")
    found = Serving(tmp_path)
    yield found.start()
    found.end()
