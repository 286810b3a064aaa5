"""What the forms of an account's page offer to choose from."""

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import User
from loiste.pages.account.signal_words import NOTE_ICONS, note_name

MOST = 40


def owners(user: User) -> list[str]:
    """Owners in use; people of the team whose names are not among them yet."""
    used = accounts_for(user).exclude(owner="").order_by("owner").values_list("owner", flat=True).distinct()[:MOST]
    team = User.objects.filter(is_active=True).exclude(name="").order_by("name").values_list("name", flat=True)[:MOST]
    return sorted({*used, *team})


def note_kinds() -> list[tuple[str, str, str, str]]:
    """Kinds of notes: value, word, icon, and the key that opens it."""
    keys = {"note": "n", "call": "c", "meeting": "m", "email": ""}
    return [(kind, note_name(kind), NOTE_ICONS.get(kind, "notes"), key) for kind, key in keys.items()]
