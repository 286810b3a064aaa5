"""Running the program as a person would, in a process and a home of its own."""

import json
import os

from tests.forks import python


def loiste(home, *words, exit_code=0, **environ):
    """Runs `loiste WORDS`; returns its stdout. The exit code must be as expected."""
    environ = os.environ | {"LOISTE_HOME": str(home), "LOISTE_LANGUAGE": "en"} | environ
    done = python(["-m", "loiste", *words], env=environ)
    assert done.returncode == exit_code, f"{done.returncode}: {done.stderr}"
    return done.stdout or done.stderr


def as_json(home, *words, **more):
    return json.loads(loiste(home, *words, "--json", **more))
