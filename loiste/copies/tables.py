"""Which tables a copy holds, and why the others stay out."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db.models import Model

Table = type[Model]
# What Django writes down by itself when tables are made.
DJANGOS = ("contenttypes", "auth")
# Gone soon, or made anew from the rest: who is signed in, who does which job, and what is counted from the signals.
NOT_COPIED = {
    "sessions.session", "usersessions.usersession", "account.emailconfirmation", "timeline.lease",
    "metrics.reading", "metrics.filling", "metrics.standing", "sources.answered",
}  # fmt: skip
LEASES = "timeline.lease"
# Of what an export holds beside our own tables: nothing. Of ours it leaves out what lets somebody in or names places
# of this machine.
OURS = "loiste."
NOT_EXPORTED = {"sources.key", "copies.backup", "accounts.invitation"}
# What an export says in place of a secret, by table and column.
WITHHELD: dict[str, dict[str, Any]] = {
    "accounts.user": {"password": "!", "is_active": False}, "privacy.erasure": {"sought": {}},
}  # fmt: skip
# Rows that stay when a stopped system is replaced by a copy, beside those of the copy: list here what nobody may
# bring back, by label, as "accounts.suppression".
STAYING: tuple[str, ...] = ("accounts.suppression", "privacy.erasure")


def label(table: Table) -> str:
    return table._meta.label_lower


def name(table: Table) -> str:
    """As it is called in the database, and in a copy."""
    return table._meta.db_table


def every(registry: Apps = apps) -> Iterator[Table]:
    for table in registry.get_models(include_auto_created=True):
        if table._meta.managed and not table._meta.proxy and table._meta.app_label not in DJANGOS:
            yield table


def copied(kind: str = "backup", registry: Apps = apps) -> list[Table]:
    """The tables of a copy of this kind: backup or export."""
    kept = [table for table in every(registry) if label(table) not in NOT_COPIED]
    return kept if kind == "backup" else [table for table in kept if is_exported(table)]


def is_exported(table: Table) -> bool:
    return table.__module__.startswith(OURS) and label(table) not in NOT_EXPORTED


def replaced(registry: Apps = apps) -> list[Table]:
    """The tables that are emptied before a copy is read in; leases say who is at work at this moment."""
    return [table for table in every(registry) if label(table) != LEASES]


def staying() -> list[Table]:
    return [table for table in copied() if label(table) in STAYING]
