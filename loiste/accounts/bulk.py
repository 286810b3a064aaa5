"""One change of many accounts at once, and its undoing. All or nothing: every account follows, or none."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts import audit
from loiste.accounts.hand import say, set_attributes, value_of
from loiste.accounts.models import Account, BulkEdit, User
from loiste.accounts.permissions import Right, check
from loiste.accounts.verbs import CHUNK

MOST = 10_000  # accounts in one change
PLAIN = ("owner", "tier", "country")
TAGS = ("add_tags", "remove_tags")
ARCHIVE = "archive"
Said = dict[str, dict[str, str | None]]  # by public id of the account: {name: value}


def edit(
    home: Path, accounts: Sequence[Account], what: str, value: str, *, day: date, by: User, now: datetime
) -> BulkEdit:
    """Changes the accounts: `what` is owner, tier, country, add_tags, remove_tags, attr.NAME or archive.

    An empty value empties owner, tier, country and attributes. Accounts that say so already are left alone; what the
    others said before is kept in the BulkEdit.
    """
    check(by, Right.CHANGE, accounts)
    check_asked(accounts, what, value)
    with transaction.atomic():
        if what == ARCHIVE:
            before, after = archive([one for one in accounts if one.archived_at is None], by=by, now=now)
        else:
            wanted = {one: wish for one in accounts if (wish := changes(one, what, value.strip()))}
            before = set_attributes(home, wanted, day=day, by=by, now=now, action="account.bulk") if wanted else {}
            after = {one.public_id: {name: value_of(one, name) for name in wish} for one, wish in wanted.items()}
        made = BulkEdit.objects.create(
            what=what, value=value.strip(), by=by, at=now, accounts=len(before), before=before, after=after
        )
        note(made, "bulk.edit", {"what": what, "value": made.value, "accounts": made.accounts}, by, now)
    return made


def check_asked(accounts: Sequence[Account], what: str, value: str) -> None:
    if not accounts:
        raise ValidationError(_("Choose the accounts to change first."))
    if len(accounts) > MOST:
        raise ValidationError(_("At most %(count)s accounts change at once; narrow the list.") % {"count": MOST})
    if what not in (*PLAIN, *TAGS, ARCHIVE) and not (what.startswith("attr.") and len(what) > 5):
        raise ValidationError(_("Choose what to change."))
    if what in TAGS and not value.strip(" ,"):
        raise ValidationError(_("Write the tags, parted by commas."))


def changes(account: Account, what: str, value: str) -> dict[str, str | None]:
    """What is to be said of the account; nothing when it says so already."""
    name, said = (what, value or None) if what not in TAGS else ("tags", tags(account, what, value))
    return {} if value_of(account, name) == said else {name: said}


def tags(account: Account, what: str, value: str) -> str | None:
    given = {tag.strip() for tag in value.split(",") if tag.strip()}
    own = set(account.tags)
    return ",".join(sorted(own | given if what == "add_tags" else own - given)) or None


def undo(home: Path, bulk: BulkEdit, *, day: date, by: User, now: datetime) -> tuple[int, int]:
    """Says again what was said before, of each account that nobody has changed since. Returns (undone, left alone)."""
    check(by, Right.CHANGE)
    with transaction.atomic():
        fresh = BulkEdit.objects.select_for_update().get(pk=bulk.pk)
        if fresh.undone_at is not None:
            raise ValidationError(_("This change is undone already."))
        same = [one for one in accounts_of(fresh) if unchanged(one, fresh.after[one.public_id]) and had(by, fresh, one)]
        if fresh.what == ARCHIVE:
            restore(same, by=by, now=now)
        elif same:
            said: Mapping[Account, Mapping[str, str | None]] = {one: fresh.before[one.public_id] for one in same}
            say(home, said, day=day, by=by, now=now, action="account.bulk_undo")
        BulkEdit.objects.filter(pk=fresh.pk).update(undone_at=now)
        left = fresh.accounts - len(same)
        note(fresh, "bulk.undo", {"undone": len(same), "left": left}, by, now)
    return len(same), left


def had(by: User, bulk: BulkEdit, account: Account) -> bool:
    """Whether it is one of their accounts, or was before they gave it away by this very change."""
    former = bulk.before[account.public_id].get("owner")
    return by.sight().covers(account) or (former is not None and former in by.sight().owners)


def accounts_of(bulk: BulkEdit) -> list[Account]:
    """Those it changed that are still there and not merged into others."""
    refs = list(bulk.before)
    return [
        one
        for start in range(0, len(refs), CHUNK)
        for one in Account.objects.filter(public_id__in=refs[start : start + CHUNK], merged_into=None)
    ]


def unchanged(account: Account, after: Mapping[str, str | None]) -> bool:
    now = archived(account) if "archived_at" in after else {name: value_of(account, name) for name in after}
    return now == after


def archived(account: Account) -> dict[str, str | None]:
    return {"archived_at": account.archived_at.isoformat() if account.archived_at else None}


def archive(accounts: Sequence[Account], *, by: User, now: datetime) -> tuple[Said, Said]:
    """Takes them out of lists; returns what was said before and after."""
    before = {one.public_id: archived(one) for one in accounts}
    put(accounts, now, action="account.archive", by=by, now=now)
    return before, {one.public_id: archived(one) for one in accounts}


def restore(accounts: Sequence[Account], *, by: User, now: datetime) -> None:
    put(accounts, None, action="account.restore", by=by, now=now)


def put(accounts: Sequence[Account], value: datetime | None, *, action: str, by: User, now: datetime) -> None:
    """The same moment for all, with a line in the audit log for each."""
    lines = []
    for one in accounts:
        before, one.archived_at = archived(one), value
        lines.append(audit.line(by, action, one.public_id, now, before=before, after=archived(one)))
    ids = [one.pk for one in accounts]
    for start in range(0, len(ids), CHUNK):
        Account.objects.filter(pk__in=ids[start : start + CHUNK]).update(archived_at=value)
    audit.write_all(lines)


def note(bulk: BulkEdit, action: str, said: dict[str, object], by: User, now: datetime) -> None:
    audit.write(by, action, bulk.public_id, now, after=said)
