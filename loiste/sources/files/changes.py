"""What a program says of accounts and contacts again and again, cut down to what is new: a change holds from today."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from loiste.accounts.hand import value_of
from loiste.accounts.models import Account, Contact

OWN_ID = {"accounts": "account_id", "contacts": "contact_id"}
CHUNK = 500
Item = Mapping[str, Any]


def news(kind: str, items: Sequence[Item], today: date) -> list[Item | None]:
    """Of each item what is not so already; None where all of it is.

    An item with `valid_from` states its day itself. Of those that nobody knew, all holds since ever.
    """
    if kind not in OWN_ID:
        return list(items)
    known = there(kind, [str(item[OWN_ID[kind]]) for item in items if item.get(OWN_ID[kind])])
    return [
        item if item.get("valid_from") else new(kind, item, known.get(str(item.get(OWN_ID[kind]))), today)
        for item in items
    ]


def there(kind: str, refs: list[str]) -> dict[str, Any]:
    """The rows of these references."""
    rows = Account.objects.select_related("parent") if kind == "accounts" else Contact.objects.select_related("account")
    parts = [refs[start : start + CHUNK] for start in range(0, len(refs), CHUNK)]
    return {row.ref: row for part in parts for row in rows.filter(ref__in=part)}


def new(kind: str, item: Item, row: Any, today: date) -> Item | None:
    if row is None or getattr(row, "made_by_row", False):
        return item
    own = {OWN_ID[kind], "valid_from"}
    said = {name: value for name, value in item.items() if name in own or plain(value) != now(row, name)}
    if not set(said) - own:
        return None
    said = said if kind == "accounts" else dict(item)  # a contact's row says all that it has
    return {**said, "valid_from": today.isoformat()}


def plain(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(sorted(str(one).strip() for one in value))
    return "" if value is None else str(value).strip()


def now(row: Any, name: str) -> str:
    """What the row says, in the same form."""
    if name == "parent_id":
        return row.parent.ref if row.parent else ""
    if name == "account_id":
        return row.account.ref if row.account else ""
    if isinstance(row, Account) and name != "signed_up_on":
        return value_of(row, name) or ""
    found = getattr(row, name)
    return "" if found is None else str(found)
