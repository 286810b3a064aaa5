"""The operational store while it serves: whether it answers, and connections whose other end is gone."""

from django.db import InterfaceError, NotSupportedError, OperationalError, connection

from loiste.plain.room import causes

GONE = (OperationalError, InterfaceError, NotSupportedError)
# Classes of PostgreSQL's conditions: connection, sign-in, no such database, no means, not in this state, stopping.
AWAY = ("08", "28", "3D", "40", "53", "55", "57")


def on_server() -> bool:
    """Whether rows are kept by a server, which can be away; SQLite is a file."""
    return connection.vendor == "postgresql"


def refresh() -> None:
    """Lets go of a connection that no longer works, and has the next query try the others first.

    Django does so at the beginning of its own requests; whoever serves beside them, or works on for days, calls this.
    """
    if on_server() and not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def unreachable(error: BaseException) -> str | None:
    """Why the store did not answer, in one line of its own words; None where `error` is of another kind."""
    found = next((one for one in causes(error) if isinstance(one, GONE) and says_so(one)), None)
    if found is None:
        return None
    lines = str(found).strip().splitlines()
    return lines[0] if lines else type(found).__name__


def says_so(error: Exception) -> bool:
    """Whether it is the store that is away or busy, rather than a statement that it does not understand."""
    if not on_server():
        return "locked" in str(error)
    state = getattr(error.__cause__, "sqlstate", None)  # none where there was nobody to give one
    return state is None or state[:2] in AWAY
