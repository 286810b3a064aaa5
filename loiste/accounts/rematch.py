"""Trying the rules again on references that nobody knew, now that more is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from loiste.accounts.matching import ACCOUNT, CONTACT, Seen, match_accounts, match_contacts
from loiste.accounts.models import Unmatched

Settings = Mapping[str, Mapping[str, Any]]
RULES = {ACCOUNT: match_accounts, CONTACT: match_contacts}


def rematch(settings: Settings, now: datetime) -> int:
    """Applies the rules to all that is unmatched; returns how many references found whom they mean.

    `settings`: those of each source, by its name.
    """
    before = Unmatched.objects.count()
    for source, what in Unmatched.objects.values_list("source", "what").distinct():
        rows = Unmatched.objects.filter(source=source, what=what).values_list("ref", "said")
        with transaction.atomic():
            RULES[what](source, {ref: Seen(ref, told=said) for ref, said in rows}, settings.get(source, {}), now)
    return before - Unmatched.objects.count()
