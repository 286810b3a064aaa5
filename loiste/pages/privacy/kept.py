"""How long signals and rows are kept, in words."""

from typing import get_args

from django.utils.translation import gettext as _

from loiste.organisation.config import Kept
from loiste.pages.here import organisation
from loiste.pages.kinds import KINDS
from loiste.privacy.retention import ROWS, days_of

ALIAS = "alias"


def kept() -> list[tuple[str, int | None]]:
    """(what, days); None = for ever."""
    said = organisation().retention
    rows = {one.key for one in ROWS}
    signals = [one for one in get_args(Kept) if one not in rows and one != ALIAS]
    found = [(_("Signals: %(kind)s") % {"kind": KINDS[one]}, said.get(one)) for one in signals]
    return [*found, *((str(one.name), days_of(one, said)) for one in ROWS)]
