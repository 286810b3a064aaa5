"""All kinds of rows that a file may hold, in the order in which they are offered."""

from django.utils.translation import gettext as _

from loiste.sources.files.errors import WrongUsage, did_you_mean
from loiste.sources.files.kinds import (
    accounts,
    churn,
    contacts,
    costs,
    milestones,
    notes,
    rates,
    subscriptions,
    surveys,
    tickets,
    usage,
)  # fmt: skip
from loiste.sources.files.kinds.kind import Kind

MODULES = (accounts, contacts, subscriptions, usage, tickets, surveys, churn, costs, notes, milestones, rates)
KINDS: dict[str, Kind] = {module.KIND.name: module.KIND for module in MODULES}


def find_kind(name: str) -> Kind:
    """The kind of this name, or WrongUsage with the names that there are."""
    if name in KINDS:
        return KINDS[name]
    text = _("There is no kind %(name)s; use one of: %(kinds)s.") % {"name": name, "kinds": ", ".join(KINDS)}
    raise WrongUsage(text + did_you_mean(name, KINDS))
