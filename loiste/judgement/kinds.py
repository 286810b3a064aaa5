"""The kinds of versioned texts: how each is named, where its files lie, and what schema it has."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.health_model import HealthModel
from loiste.judgement.segment import Segment
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
ALERT = Kind("alert_rule", "alerts", AlertRule)
KINDS: tuple[Kind[Any], ...] = (SEGMENT, HEALTH, ALERT)  # what others name is taken in first
