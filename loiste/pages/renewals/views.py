"""Renewals: what comes to its end, what was called of it, and whose calls came true."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import renewal_right, renewals
from loiste.judgement.obstacles import Obstacles, obstacles
from loiste.judgement.renewal_wanted import asked, notice
from loiste.judgement.renewals import Line, Look
from loiste.pages import paging, sheet
from loiste.pages.accounts.export import csv_form, texts
from loiste.pages.here import home, now, organisation
from loiste.pages.renewals import entries as rows
from loiste.pages.renewals import told, words
from loiste.pages.renewals import wish as wishes
from loiste.pages.renewals.wish import Wish
from loiste.plain.days import year_before
from loiste.plain.money import from_millionths

SIZE = 50


def look_of(request: HttpRequest) -> tuple[Wish, Look]:
    ours = organisation()
    wish = wishes.read(request.GET, ours.today(now()))
    by = cast(User, request.user)
    return wish, renewals.look(home(), ours, by=by, day=wish.day, today=wish.today, months=wish.months)


@require_GET
@login_required
def page(request: HttpRequest) -> HttpResponse:
    user, ours = cast(User, request.user), organisation()
    (wish, look), number = look_of(request), paging.page_number(request)
    found = asked(look.lines, wish.wanted, wish.day)
    shown = found[(number - 1) * SIZE : number * SIZE]
    ways = obstacles([one.who.pk for one in shown], wish.day)
    calls, whole = rows.whole(found, ours.currency)
    context = {
        "wish": wish, "look": look, "facets": wishes.facets(wish, look), "heads": rows.heads(wish), "calls": calls,
        "spans": wishes.SPANS, "slices": slices(wish), "groups": rows.groups(found, wish.by, wish, ours.currency),
        "entries": rows.entries(shown, ways, wish, user, ours.currency), "total": len(found), "whole": whole,
        "expected": rows.money(whole.expected, ours.currency), "query": request.GET.urlencode(),
        "open_worth": rows.money(look.open_worth, ours.currency), "zone": ours.zone,
        "call_words": words.CALLED,
        "may_change": may(user, Right.CHANGE) and not wish.past,
        "pages": paging.pages(number, SIZE, len(found), wish.filters, "#list"),
    }  # fmt: skip
    return render(request, "renewals/page.html", context)


def slices(wish: Wish) -> list[tuple[str, str, bool]]:
    """What sums can be made by: name, address, whether it is chosen."""
    names = {"month": _("By month"), "owner": _("By owner"), "tier": _("By tier")}
    return [(name, wish.address(by=key), key == wish.by) for key, name in names.items()]


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The renewals asked for as a file, all pages of them."""
    wish, look = look_of(request)
    found = asked(look.lines, wish.wanted, wish.day)
    ways = obstacles([one.who.pk for one in found], wish.day)
    heads = [
        _("Id in files"), _("Account"), _("Owner"), _("Tier"), _("Notice by"), _("Ends or renews"), _("Notice"),
        _("MRR"), _("Currency"), _("Health score"), _("Health"), _("Last two-way contact"), _("Obstacles"),
        _("Manager's call"), _("Expected a month"), _("Expected on"), _("Called by"), _("Called"), _("Next step"),
    ]  # fmt: skip
    delimiter, mark = csv_form(request.GET)
    lines = texts(cells(found, ways, wish), mark)
    name, bom = f"renewals-{wish.day.isoformat()}.csv", request.GET.get("bom", "1") == "1"
    return sheet.answer(name, heads, lines, delimiter=delimiter, bom=bom)


def cells(found: list[Line], ways: dict[int, Obstacles], wish: Wish) -> Iterator[list[Any]]:
    names = wishes.tier_names()
    for one in found:
        term, call = one.term, one.call
        yield [
            one.who.ref, one.who.name, one.who.owner, names.get(one.who.tier, one.who.tier), term.notice_on, term.about,
            str(words.NOTICES[notice(one, wish.day)]), major(term.amount), term.currency,
            None if one.score is None else round(one.score), one.band, one.contact_on,
            "; ".join(text for _icon, text in words.ways(ways.get(one.who.pk))), one.says,
            major(call.amount) if call else None, call.on if call else None, told.author(call) if call else None,
            call.day if call else None, call.next_step if call else None,
        ]  # fmt: skip


def major(millionths: int | None) -> Decimal | None:
    return None if millionths is None else from_millionths(millionths)


@require_GET
@login_required
def calls(request: HttpRequest) -> HttpResponse:
    """Terms that ended in the last year, and whether what was called of them came true."""
    ours, user = organisation(), cast(User, request.user)
    today = ours.today(now())
    since = year_before(today) + timedelta(days=1)
    found = renewal_right.ended(home(), ours, by=user, day=today, today=today, since=since)
    number = paging.page_number(request)
    context = {
        "records": [told.record(one) for one in renewal_right.records(found)], "since": since,
        "ahead": renewal_right.AHEAD, "total": len(found),
        "ended": [told.ended(one) for one in found[(number - 1) * SIZE : number * SIZE]],
        "pages": paging.pages(number, SIZE, len(found), {}, "#list"),
    }  # fmt: skip
    return render(request, "renewals/calls.html", context)


