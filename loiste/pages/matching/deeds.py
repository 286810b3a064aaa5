"""What is done on the pages of matching: each calls one verb, tells what came of it, and goes back."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loiste.accounts import hand_matching, merging, proposals
from loiste.accounts.act import Act
from loiste.accounts.doors import account_for
from loiste.accounts.models import Account, Contact, Merge, Unmatched, User
from loiste.accounts.permissions import Right
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.sources.models import Source


def act_of(request: HttpRequest) -> Act:
    moment = now()
    return Act(home(), cast(User, request.user), moment, organisation().today(moment))


def contact_of(public_id: str) -> Contact:
    one = Contact.objects.filter(public_id=public_id, merged_into=None).first()
    if one is None:
        raise Http404
    return one


def told(request: HttpRequest, deed: Callable[[], object], done: str) -> bool:
    """Does it and says so; where it cannot be done, says why."""
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    messages.success(request, done)
    return True


@require_POST
@needs(Right.MATCH)
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Matches to the account or contact that the form names; `new` makes one."""
    act, row = act_of(request), Unmatched.objects.filter(pk=pk).first()
    if row is None:
        messages.error(request, _("Nothing waits under this reference any more."))
        return redirect("unmatched")
    deed, target = deed_for(act, row, request.POST.get("to", ""), request.POST.get("id", ""))
    text = _("%(ref)s means %(target)s, now and in the past. It can be taken back under Matches.")
    told(request, deed, text % {"ref": row.ref, "target": target})
    return redirect("unmatched")


def deed_for(act: Act, row: Unmatched, to: str, public_id: str) -> tuple[Callable[[], object], str]:
    """(what to do, the name of whom the reference will mean)."""
    source, ref = row.source, row.ref
    if to == "new":
        make: Any = hand_matching.make_account if row.what == "account" else hand_matching.make_contact
        return lambda: make(act, source, ref), row.said.get("name") or ref
    if to == "contact":
        contact = contact_of(public_id)
        return lambda: hand_matching.match_person(act, source, ref, contact=contact), contact.name or contact.ref
    account: Account = account_for(act.by, public_id)
    if row.what == "account":
        return lambda: hand_matching.match_account(act, source, ref, account), account.name
    return lambda: hand_matching.match_person(act, source, ref, account=account), account.name


@require_POST
@needs(Right.MATCH)
def unmatch(request: HttpRequest) -> HttpResponse:
    act, source, ref = act_of(request), request.POST.get("source", ""), request.POST.get("ref", "")
    person = request.POST.get("what") == "contact"
    row = Source.objects.filter(name=source).first()
    settings = row.settings if row else {}
    verb = hand_matching.unmatch_person if person else hand_matching.unmatch_account
    text = _("%(ref)s is no longer matched by hand.") % {"ref": ref}
    told(request, lambda: verb(act, source, ref, settings=settings), text)
    return redirect("matches")


@require_POST
@needs(Right.MATCH)
def merge(request: HttpRequest) -> HttpResponse:
    act, words = act_of(request), request.POST
    if words.get("what") == "contact":
        people = contact_of(words.get("kept", "")), contact_of(words.get("gone", ""))
        name, deed = people[0].name, lambda: merging.merge_contacts(act, *people)
    else:
        both = account_for(act.by, words.get("kept", "")), account_for(act.by, words.get("gone", ""))
        name, deed = both[0].name, lambda: merging.merge_accounts(act, *both)
    told(request, deed, _("They are one now: %(name)s. It can be undone below.") % {"name": name})
    return redirect("merges")


@require_POST
@needs(Right.MATCH)
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    one = get_object_or_404(Merge, public_id=public_id)
    told(request, lambda: merging.undo_merge(act_of(request), one), _("The merge is undone; they are two again."))
    return redirect("merges")


@require_POST
@needs(Right.MATCH)
def dismiss(request: HttpRequest) -> HttpResponse:
    proposal = request.POST.get("proposal", "")
    done = _("Dismissed; it is not proposed again.")
    told(request, lambda: proposals.dismiss(act_of(request), proposal), done)
    return redirect("merges")
