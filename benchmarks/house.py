"""A home for the benchmarks, and Loiste woken up in it."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the package beside this folder, whether or not it is installed

NOW = datetime(2026, 1, 15, tzinfo=UTC)
CURRENCY = "EUR"


def wake(home: Path) -> None:
    """Sets Loiste up in `home`, which is made when it is not there. One home per process."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ["LOISTE_HOME"] = str(home)
    os.environ["LOISTE_SECRET_KEY"] = "only-for-benchmarks-" + "x" * 40
    from loiste.cli.init import initialise
    from loiste.organisation.config import Organisation

    initialise(home, Organisation(name="Benchmark", currency=CURRENCY, language="en"))
