"""The segment: versioned text that names accounts by a rule over their attributes and metrics."""

from loiste.judgement.rules import Rule
from loiste.judgement.words import Key, Part, Words


class Segment(Part):
    """Accounts that surely match `rule` are in it; a segment that is not `on` is offered nowhere."""

    key: Key
    on: bool = True
    name: Words
    meaning: Words | None = None
    rule: Rule
