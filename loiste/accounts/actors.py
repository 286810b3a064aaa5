"""Actors that are no people: the command line, and what Loiste does of itself."""

from dataclasses import dataclass

from loiste.accounts.permissions import EVERYTHING, Extent, Right, Sight


@dataclass(frozen=True)
class Machine:
    """Whoever can run commands on the machine can do everything."""

    label: str = "cli"
    name: str = ""
    origin: str = "cli"

    def extent(self, right: Right) -> Extent:
        return Extent.YES

    def sight(self) -> Sight:
        return EVERYTHING


COMMAND_LINE = Machine()
DEMO = Machine("demo")  # what fills the demo
