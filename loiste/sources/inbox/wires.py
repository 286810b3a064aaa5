"""The wires that are there: every folder of sources with a `wire` module. Adding one edits nothing outside it."""

import importlib
import importlib.util
import pkgutil
from functools import cache

from loiste import sources
from loiste.sources.inbox.wire import Wire


@cache
def wires() -> dict[str, Wire]:
    """By name."""
    found = {}
    for folder in pkgutil.iter_modules(sources.__path__):
        parts = importlib.util.find_spec(f"{sources.__name__}.{folder.name}.wire") if folder.ispkg else None
        if parts is not None and folder.name != "inbox":
            wire: Wire = importlib.import_module(parts.name).WIRE  # noqa: TID251  (that is how wires are found)
            found[wire.name] = wire
    return found


@cache
def paths() -> dict[str, tuple[Wire, str]]:
    """Path of an address -> its wire, and the type of the one event that a body there is ("" = a batch)."""
    return {path: (wire, type_) for wire in wires().values() for path, type_ in wire.paths.items()}
