"""The list of accounts: search, filter, sort, columns, pages; everything asked stands in the address."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from loiste.accounts.bulk import MOST
from loiste.accounts.doors import accounts_for, views_for
from loiste.accounts.models import Account, BulkEdit, User
from loiste.accounts.permissions import Right, may
from loiste.judgement.models import Place
from loiste.metrics import standing
from loiste.pages.accounts import asked, choices, columns, entries
from loiste.pages.accounts.asked import Wish
from loiste.pages.accounts.bulk import bulk_words
from loiste.pages.accounts.filters import kept
from loiste.pages.accounts.keyset import Order
from loiste.pages.here import home, now, organisation

SIZE = 50
UNDO_SHOWN = timedelta(minutes=30)


@require_GET
@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    user, ours = cast(User, request.user), organisation()
    if not request.GET and (first := views_for(user).filter(owner=user, default=True).first()):
        return redirect(f"{reverse('accounts')}?{asked.of_text(f'{first.query}&view={first.public_id}').query}")
    wish = asked.read(request.GET)
    order = ordered(user, wish)
    page = order.page(wish.cursor, SIZE)
    context = {
        "asked": wish,
        "page": page,
        "before": wish.at("before", page.before) if page.before else "",
        "after": wish.at("after", page.after) if page.after else "",
        "heads": entries.heads(wish),
        "entries": entries.entries(page.rows, wish, ours),
        "any": bool(page.rows) or accounts_for(user).exists(),
        "chips": choices.chips(wish, ours),
        "key_accounts": key_accounts(page.rows),
        "filling": standing.filling(),
        "zone": ours.zone,
        **tools(user, wish),
    }
    return render(request, "accounts/page.html", context)


def ordered(user: User, wish: Wish) -> Order:
    """The accounts asked for, in the order asked for."""
    found = kept(accounts_for(user), wish, organisation().today(now()))
    return Order(found.accounts, wish.sorted_by, descending=wish.descending, few=found.few)


def key_accounts(rows: Iterable[Account]) -> set[int]:
    """Which of the rows are key accounts."""
    return set(Place.objects.filter(account__in=rows, key_account=True).values_list("pk", flat=True))


def tools(user: User, wish: Wish) -> dict[str, Any]:
    """What the forms around the table offer."""
    names = choices.attribute_names(home())
    known = {one.key for one in wish.shown}
    offered = [*columns.EVERY.values(), *(columns.column(columns.OWN + name) for name in names)]
    return {
        "fields": choices.fields(user, wish),
        "names": names,
        "offered": [(one, one.key in known) for one in offered if one and one.key != columns.ALWAYS],
        "views": list(views_for(user)),
        "own_filters": [(key, value) for key, value in wish.where.items() if key.startswith(columns.OWN)],
        "parts": list(wish.parts().items()),
        "column_parts": list(wish.parts(columns="").items()),
        "may_change": may(user, Right.CHANGE),
        "may_share": may(user, Right.SHARE),
        "most": MOST,
        **last_edit(user),
    }


def last_edit(user: User) -> dict[str, Any]:
    """The newest change of many accounts that this person may still want to undo."""
    newest = BulkEdit.objects.filter(by=user, undone_at=None, at__gt=now() - UNDO_SHOWN, accounts__gt=0)
    one = newest.defer("before", "after").order_by("-at").first()
    return {"edit": one, "edit_words": bulk_words(one.what, one.value)} if one and may(user, Right.CHANGE) else {}
