"""Words that mean one of a few things: yes and no, roles, levels, intervals; currency codes, tags, business ids."""

import re
from collections.abc import Mapping

from loiste.plain import business_ids
from loiste.sources.files.errors import BadCell
from loiste.sources.files.numbers import is_missing

YES = frozenset(("true", "t", "1", "1.0", "yes", "y", "kyllä", "k", "tosi"))
NO = frozenset(("false", "f", "0", "0.0", "no", "n", "ei", "e", "epätosi"))
ROLES = {role: role for role in ("decision_maker", "buyer", "champion", "user", "billing")}
NOTES = {
    "note": "note", "muistiinpano": "note",
    "call": "call", "phone_call": "call", "phone": "call", "puhelu": "call",
    "meeting": "meeting", "visit": "meeting", "tapaaminen": "meeting", "kokous": "meeting",
    "email": "email", "e_mail": "email", "mail": "email", "sähköposti": "email",
}  # fmt: skip
LEVELS = {
    "relationship": "relationship", "service": "service",
    "encounter": "service", "transactional": "service", "ticket": "service",
}  # fmt: skip
COST_KINDS = {
    kind: kind for kind in ("sales", "marketing", "success_team", "account_management", "adoption", "services")
}
INTERVALS = {
    "month": "month", "monthly": "month", "kuukausi": "month",
    "quarter": "quarter", "quarterly": "quarter", "kvartaali": "quarter",
    "half_year": "half_year", "half_yearly": "half_year", "semiannual": "half_year", "puolivuosi": "half_year",
    "year": "year", "yearly": "year", "annual": "year", "annually": "year", "vuosi": "year",
}  # fmt: skip
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def flag(text: str) -> bool | None:
    """Yes or no; None when missing."""
    word = text.strip().lower()
    if word in YES or word in NO:
        return word in YES
    if is_missing(word):
        return None
    raise BadCell("bad_flag")


def choice(text: str, words: Mapping[str, str], code: str) -> str | None:
    """What the word means, spaces and hyphens being as good as underscores; None when empty."""
    word = re.sub(r"[\s-]+", "_", text.strip().lower())
    if not word:
        return None
    if word not in words:
        raise BadCell(code)
    return words[word]


def currency(text: str) -> str | None:
    code = text.strip().upper()
    if code and not re.fullmatch("[A-Z]{3}", code):
        raise BadCell("bad_currency")
    return code or None


def tags(text: str) -> str | None:
    """Tags parted by commas, semicolons or bars: each once, sorted, joined by commas."""
    found = {tag.strip() for tag in re.split("[,;|]", text)} - {""}
    return ",".join(sorted(found)) or None


def business_id(text: str) -> str | None:
    """A business id; one that looks Finnish gets its leading zero and is checked, others are taken as they are."""
    try:
        return business_ids.tidy(text) or None
    except ValueError as error:
        raise BadCell("bad_business_id") from error
