"""Which tests of a run with `-n` go to one process together.

Tests of one file do, so that what they share is made once; those of the folders and files of ONE_BY_ONE share nothing
that is dear, take long, and are given out singly at the end, so that no process waits long for another.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

ONE_BY_ONE = ("tests/integration/", "tests/browser/", "tests/independent/test_edges.py")
TOGETHER = (
    "tests/integration/test_demo.py", "tests/integration/test_commands.py", "tests/integration/test_start_up.py",
    "tests/unit/demo/",
)  # fmt: skip


class Spread(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        for place in TOGETHER:
            if nodeid.startswith(place):
                return place
        return nodeid if nodeid.startswith(ONE_BY_ONE) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """In place of `--dist load`, what `-n` means; any other that is asked for is left."""
    return Spread(config, log) if config.option.dist == "load" else None
