"""The different values of a column, found by jumping from one to the next along its index.

`select distinct` reads the whole index, 100,000 entries for a dozen owners.
"""

from collections.abc import Sequence

from django.db import connection

from loiste.accounts.models import Account, Audit, Subscription

HOLDERS = {
    "owner": Account, "tier": Account, "country": Account, "plan": Subscription,
    "by": Audit, "action": Audit, "origin": Audit,
}  # fmt: skip
JUMPS = """
    select '{column}', value from (
        with recursive found(value, number) as (
            select min({column}), 1 from {table} where {column} > ''
            union all
            select (select min({column}) from {table} where {column} > found.value), number + 1
            from found where found.value is not null and number < %s
        )
        select value from found where value is not null
    ) as {column}_found"""


def distinct(column: str, most: int) -> list[str]:
    """At most `most` values of a column of HOLDERS in order, empty ones left out."""
    return distinct_of([column], most)[column]


def distinct_of(columns: Sequence[str], most: int) -> dict[str, list[str]]:
    """The same of several columns, in one question."""
    text = " union all ".join(JUMPS.format(column=one, table=HOLDERS[one]._meta.db_table) for one in columns)
    found: dict[str, list[str]] = {one: [] for one in columns}
    with connection.cursor() as cursor:
        cursor.execute(f"{text} order by 1, 2", [most] * len(columns))
        for column, value in cursor.fetchall():
            found[column].append(value)
    return found
