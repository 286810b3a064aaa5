"""Indexes of the insides of names, which PostgreSQL looks through half as fast as SQLite without them.

They need pg_trgm, which comes with PostgreSQL and which the owner of a database may add to it. Where it is not there or
not allowed, searches find the same and take a little longer.
"""

from django.db import Error, connection, transaction

EXTENSION = "create extension if not exists pg_trgm"
INDEX = "create index if not exists {table}_inside_{column} on {table} using gin (upper({column}) gin_trgm_ops)"
COLUMNS = (("accounts_account", "name"), ("accounts_contact", "name"))


def quicken() -> bool:
    """Makes the indexes that are not there yet; whether they are there now. Call once tables are up to date."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local client_min_messages = warning; " + EXTENSION)
            for table, column in COLUMNS:
                cursor.execute(INDEX.format(table=table, column=column))
    except Error:
        return False
    return True
