"""The kinds of versioned texts: how each is named, where its files lie, and what schema it has."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.fit import Fit
from loiste.judgement.health_model import HealthModel
from loiste.judgement.quadrant import Quadrant
from loiste.judgement.segment import Segment
from loiste.judgement.tier import KeyAccounts, Tier
from loiste.judgement.words import Part

T = TypeVar("T", bound=Part)


@dataclass(frozen=True)
class Kind(Generic[T]):
    """`name` stands in rows of Version, `folder` in the files of `loiste config export` and of what is shipped."""

    name: str
    folder: str
    schema: type[T]


SEGMENT = Kind("segment", "segments", Segment)
HEALTH = Kind("health_model", "health", HealthModel)
TIER = Kind("tier", "tiers", Tier)
KEY_ACCOUNT = Kind("key_account", "key_account", KeyAccounts)
FIT = Kind("fit", "fit", Fit)
ALERT = Kind("alert_rule", "alerts", AlertRule)
QUADRANT = Kind("quadrant", "quadrant", Quadrant)
# What others name is taken in first.
KINDS: tuple[Kind[Any], ...] = (SEGMENT, HEALTH, TIER, KEY_ACCOUNT, FIT, QUADRANT, ALERT)
