"""What admins are told on every page when backups do not come as they should."""

from datetime import datetime
from pathlib import Path

from loiste.accounts.permissions import Actor, Right, may
from loiste.copies import book
from loiste.organisation.config import Organisation
from loiste.pages.kept import keep


def worry(home: Path, organisation: Organisation, user: Actor, now: datetime) -> str:
    """Empty when all is well, nobody asked for backups, or somebody else has to see to it. Looked at once a minute."""
    wanted = organisation.backup
    if not may(user, Right.COPY) or wanted.limit_hours is None:
        return ""
    key = ("backups", str(home), wanted.model_dump_json(), now.replace(second=0, microsecond=0))
    return keep(key, lambda: book.worry(wanted, now))
