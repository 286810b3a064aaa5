"""The last change of an account by this person, kept in the session until it has been offered for undoing."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from loiste.accounts.models import Account
from loiste.pages.dimensions import word

KEY = "account_change"


@dataclass(frozen=True)
class Undo:
    """What was changed, in words, and the values before as (field, value)."""

    text: str
    before: list[tuple[str, str]]


def keep(request: HttpRequest, account: Account, before: dict[str, str | None]) -> None:
    """Keeps only the newest change."""
    request.session[KEY] = {"account": account.public_id, "before": before}


def take(request: HttpRequest, account: Account) -> Undo | None:
    """The change of this account, once."""
    kept = request.session.get(KEY)
    if not kept or kept["account"] != account.public_id:
        return None
    del request.session[KEY]
    names = ", ".join(word(name.removeprefix("attr.")) for name in kept["before"])
    text = _("Changed: %(names)s.") % {"names": names}
    return Undo(text, [(name, value or "") for name, value in kept["before"].items()])
