"""The rules of matching in words, and how many references each has placed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from loiste.accounts.models import ContactIdentity, Identity, Rule


@dataclass(frozen=True)
class RuleLine:
    key: str
    name: str
    meaning: str
    accounts: int
    people: int
    newest: datetime | None


def rule_name(key: str) -> str:
    words = {
        "reference": _("own reference"), "group": _("group id"), "attribute": _("attribute"),
        "users_account": _("named with the account"), "email": _("e-mail address"), "email_domain": _("e-mail domain"),
        "alias": _("alias"), "created": _("made"), "hand": _("by hand"),
    }  # fmt: skip
    return words.get(key, key)


def meaning(key: str) -> str:
    words = {
        "reference": _("The sender uses the reference under which the account or contact is known here."),
        "group": _("The group id is the account's own reference."),
        "attribute": _("An attribute of the account holds the reference; the source's settings say which."),
        "users_account": _("The person was named together with the account."),
        "email": _("One contact, and no other, has the same e-mail address."),
        "email_domain": _("One account, and no other, has the domain of the e-mail address."),
        "alias": _("The sender said that two references are one person."),
        "created": _("It was made for the reference, because the source's settings say so."),
        "hand": _("Somebody of the team matched it."),
    }
    return words.get(key, "")


def lines() -> list[RuleLine]:
    """Every rule with what it has placed."""
    counted = {
        model: {
            rule: (number, newest)
            for rule, number, newest in model._default_manager.values_list("rule").annotate(Count("id"), Max("since"))
        }
        for model in (Identity, ContactIdentity)
    }
    found = []
    for key in Rule.values:
        accounts, first = counted[Identity].get(key, (0, None))
        people, second = counted[ContactIdentity].get(key, (0, None))
        newest = max((moment for moment in (first, second) if moment), default=None)
        found.append(RuleLine(key, rule_name(key), meaning(key), accounts, people, newest))
    return found
