"""Receipts of erasures: what was done and when, with nothing in them that names the person."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from loiste.accounts.permissions import Actor, Right, check
from loiste.privacy.models import Erasure, State

SHOWN = 200


@dataclass(frozen=True)
class Receipt:
    """`rows`: how many changed or went, by table. What there is no more work for is 0."""

    public_id: str
    pseudonym: str
    by: str
    at: datetime
    done_at: datetime | None
    state: str
    blocks_seen: int
    blocks_left: int
    blocks: int
    signals: int
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return self.state == State.DONE

    @property
    def blocks_all(self) -> int:
        return self.blocks_seen + self.blocks_left

    @property
    def every_row(self) -> int:
        return sum(self.rows.values())

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        said = vars(self) | {"id": self.public_id, "at": self.at.isoformat()}
        said["done_at"] = self.done_at.isoformat() if self.done_at else None
        return {name: value for name, value in said.items() if name != "public_id"}


def receipts(*, by: Actor) -> list[Receipt]:
    """The newest first."""
    check(by, Right.PRIVACY)
    return made(Erasure.objects.order_by("-at", "-id")[:SHOWN])


def receipt(public_id: str, *, by: Actor) -> Receipt:
    """ObjectDoesNotExist when there is none."""
    check(by, Right.PRIVACY)
    found = made(Erasure.objects.filter(public_id=public_id))
    if not found:
        raise ObjectDoesNotExist
    return found[0]


def made(found: QuerySet[Erasure]) -> list[Receipt]:
    return [Receipt(**row) for row in found.values(*Receipt.__dataclass_fields__)]
