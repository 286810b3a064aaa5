"""What a rule would find today, before it is switched on."""

from datetime import date
from pathlib import Path

from loiste.accounts.models import Account
from loiste.judgement.alert_facts import known_for, needed, stored
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.alert_steps import among, numbers
from loiste.judgement.judge import accounts
from loiste.organisation.config import Organisation


def matching(home: Path, organisation: Organisation, rule: AlertRule, as_of: date) -> int:
    """How many accounts, archived ones left out, surely match."""
    ids = accounts()
    known = known_for(home, organisation, needed([rule]), as_of, ids, stored(ids, as_of))
    found = among(rule.applies.answer(known), rule.rule.answer(known))
    archived = Account.objects.exclude(archived_at=None).values_list("id", flat=True)
    return int((found.yes & ~numbers(ids, list(archived))).sum())
