"""The references of senders, resolved, as two tables of the engine: `identities` and `people`."""

import threading
from typing import Any

import pyarrow as pa

from loiste.accounts.identities import Known, known

_local = threading.local()


def give(connection: Any) -> None:
    """Makes both tables: identities(source, ref, account), people(source, ref, person, contact, account).

    `person` is the same text for all references of one person. The account of a person whom files name is null: their
    rows name accounts themselves. A connection that has them as they are now keeps them.
    """
    now = known()
    given = getattr(_local, "given", None)
    if given is None or given[0] is not connection or given[1] is not now:
        for name, table in tables(now).items():
            put(connection, name, table)
        _local.given = (connection, now)


def put(connection: Any, name: str, given: pa.Table) -> None:
    """Hands a small table over to the engine; one that lies there already as it is now is left alone."""
    if getattr(_local, "holder", None) is not connection:
        _local.holder, _local.held = connection, {}
    last = _local.held.get(name)
    if last is None or not given.equals(last):
        _local.held.pop(name, None)
        connection.register(f"given_{name}", given)
        connection.execute(f"create or replace temp table {name} as select * from given_{name}")
        connection.unregister(f"given_{name}")
        _local.held[name] = given


def tables(now: Known) -> dict[str, pa.Table]:
    return {
        "identities": table(list(now.accounts), {"account": (list(now.accounts.values()), pa.int64())}),
        "people": table(
            list(now.people),
            {
                "person": ([one.key for one in now.people.values()], pa.string()),
                "contact": ([one.contact for one in now.people.values()], pa.int64()),
                "account": (
                    [None if ref[0] == "files" else one.account for ref, one in now.people.items()], pa.int64()
                ),
            },
        ),
    }  # fmt: skip


def table(refs: list[tuple[str, str]], more: dict[str, tuple[list[Any], pa.DataType]]) -> pa.Table:
    columns = {
        "source": pa.array([source for source, _ in refs], pa.string()),
        "ref": pa.array([ref for _, ref in refs], pa.string()),
    }
    return pa.table(columns | {name: pa.array(values, kind) for name, (values, kind) in more.items()})
