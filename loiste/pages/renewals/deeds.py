"""Calling a renewal from a page, and taking a call back."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loiste.accounts.doors import account_for
from loiste.accounts.models import Account, User
from loiste.accounts.one.own import own
from loiste.accounts.permissions import Right
from loiste.judgement import renewal_calls, renewal_contracts
from loiste.judgement.renewal_terms import Term, terms
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.renewals.wish import NAMES
from loiste.pages.renewals.words import said
from loiste.timeline.within import reading


@require_POST
@needs(Right.CHANGE)
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """One press of a button, or a whole form: what is not written is as the verb takes it."""
    user, moment, typed = cast(User, request.user), now(), request.POST
    one, today = account_for(user, public_id), organisation().today(moment)
    try:
        term = term_of(one, typed.get("about", ""), today)
        made = renewal_calls.call_renewal(
            one, term, typed.get("says", ""), by=user, now=moment, today=today, amount=number(typed.get("amount", "")),
            on=day(typed.get("on", "")), next_step=typed.get("next_step", ""),
        )  # fmt: skip
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s: %(call)s.") % {"name": one.name, "call": said(made.says).word})
    return redirect(back(request, one))


@require_POST
@login_required
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    user, moment = cast(User, request.user), now()
    one = renewal_calls.call_for(user, public_id)
    try:
        renewal_calls.take_back_call(one, by=user, now=moment, today=organisation().today(moment))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s: the call was taken back.") % {"name": one.account.name})
    return redirect(back(request, one.account))


def term_of(one: Account, about: str, today: date) -> Term:
    """The term that ends on the day that the form names; ValidationError when the contract says otherwise by now."""
    ours, own_signals = organisation(), own(reading(home()), one)
    held = renewal_contracts.of_one(own_signals, one.pk, ours, today)
    found, _open = terms(held, today, renewal_contracts.worth(held, ours, today), ours.currency)
    match = next((term for term in found if term.about.isoformat() == about), None)
    if match is None:
        raise ValidationError(_("No contract of the account ends on that day any more; look again."))
    return match


def number(text: str) -> Decimal | None:
    tidy = "".join(text.split()).replace(",", ".").replace("\N{NO-BREAK SPACE}", "")
    try:
        return Decimal(tidy) if tidy else None
    except InvalidOperation as error:
        raise ValidationError({"amount": _("The amount cannot be read; write it like 1250.50.")}) from error


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ValidationError({"on": _("The day cannot be read; write it like 2026-10-31.")}) from error


def back(request: HttpRequest, one: Account) -> str:
    """The list as it was asked for, or the account's page where it was done there."""
    if request.POST.get("from") == "account":
        return reverse("account", args=[one.public_id]) + "#renewal"
    asked = QueryDict(request.POST.get("query", ""))
    kept = {name: asked[name] for name in (*NAMES, "page") if asked.get(name)}
    return reverse("renewals") + (f"?{urlencode(kept)}" if kept else "")
