"""By what metrics can be sliced: what is said of accounts, the plan, and a metric's own dimensions."""

from pathlib import Path

from loiste.metrics.registry import Metric, metrics
from loiste.timeline import blocks, engine

# They tell accounts apart, so groups of them would be accounts.
HIDDEN = {"account_id", "name", "business_id", "signed_up_on", "parent_id"}
_kept: dict[tuple[str, tuple[int, int]], list[str]] = {}


def of_accounts(home: Path) -> list[str]:
    """Names of what was said of accounts, and the plan. Kept until the list of blocks changes."""
    state = (str(home), blocks.state())
    if state not in _kept:
        found = engine.reader(home).execute("select distinct name from signals_attribute where name is not null")
        _kept.clear()
        _kept[state] = sorted({"plan", *(name for (name,) in found.fetchall())} - HIDDEN)
    return _kept[state]


def of_metric(home: Path, metric: Metric) -> list[str]:
    """By what this metric can be sliced: its own dimensions, and those of accounts where it has account rows."""
    return [*metric.dimensions, *(of_accounts(home) if metric.level == "account" else [])]


def known(home: Path) -> list[str]:
    """Every dimension that some metric can be sliced by."""
    own = {name for metric in metrics().values() for name in metric.dimensions}
    return sorted({*own, *of_accounts(home)})
