"""Switching alert rules on and off, and what is done with accounts that match already."""

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.permissions import Actor, Right, check
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import AlertStart
from loiste.judgement.texts import Text, every
from loiste.judgement.versions import change_text

SWITCH = re.compile(r"^[\"']?on[\"']?:.*$", re.MULTILINE)


def switch_rule(
    key: str, on: bool, *, by: Actor, now: datetime, open_matching: bool = False, because: str = ""
) -> None:
    """Switches a rule on or off. `open_matching`: whoever matches on the next judged day gets an alert, too; otherwise
    only those who come to match after it. Off: its alerts are closed on the next judged day."""
    check(by, Right.SETTINGS)
    one = found(key)
    with transaction.atomic():
        change_text(ALERT, switched(one.yaml, on), by=by, now=now, because=because)
        if on and (not one.text.on or open_matching):
            AlertStart.objects.create(rule=key, at=now, by=by.label, open_matching=open_matching)
            audit.write(by, "alert_rule.start", key, now, after={"open_matching": open_matching})


def found(key: str) -> Text[AlertRule]:
    one = every(ALERT).get(key)
    if one is None:
        raise ValidationError(_("There is no alert rule %(key)s; look at the list of rules.") % {"key": key})
    return one


def switched(yaml: str, on: bool) -> str:
    """The text with its switch set; all else stays as it was written, remarks too."""
    line = f'"on": {"true" if on else "false"}'
    return SWITCH.sub(line, yaml, count=1) if SWITCH.search(yaml) else f"{line}\n{yaml.lstrip()}"
