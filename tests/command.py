"""Running the program as a person would, in a process and a home of its own."""

import json
import os
import shutil

from tests import cluster
from tests.forks import python


def environment(home, **more):
    """The environment of a program with this home, and where the tests use PostgreSQL, with a database of its own."""
    store = {"DATABASE_URL": cluster.url_of(home)} if cluster.wanted() else {}
    return os.environ | {"LOISTE_HOME": str(home)} | store | more


def copied(home, to):
    """A copy of a home that nobody has open, with what its database holds."""
    shutil.copytree(home, to)
    if cluster.wanted():
        cluster.url_of(to, like=home)
    return to


def loiste(home, *words, exit_code=0, **environ):
    """Runs `loiste WORDS`; returns its stdout. The exit code must be as expected."""
    environ = environment(home, **{"LOISTE_LANGUAGE": "en", **environ})
    done = python(["-m", "loiste", *words], env=environ)
    assert done.returncode == exit_code, f"{done.returncode}: {done.stderr}"
    return done.stdout or done.stderr


def as_json(home, *words, **more):
    return json.loads(loiste(home, *words, "--json", **more))
