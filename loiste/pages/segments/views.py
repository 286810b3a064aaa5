"""Segments: the list of them, one built from rows of a form or from YAML, kept with a reason, switched off and on."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, check, may
from loiste.judgement import checks, comings, members
from loiste.judgement.judge import catch_up
from loiste.judgement.keeping import last_judged
from loiste.judgement.kinds import SEGMENT
from loiste.judgement.segment import Segment
from loiste.judgement.texts import Text, every
from loiste.judgement.versions import change_text, switch_text
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation
from loiste.pages.rule_words import sentence
from loiste.pages.segments import board, state
from loiste.pages.segments import draft as drafts
from loiste.pages.segments.builder import groups
from loiste.pages.segments.state import State


@require_GET
@login_required
def segments(request: HttpRequest) -> HttpResponse:
    ours = organisation()
    context = {
        "entries": board.entries(home(), ours, ours.today(now())),
        "judged_until": last_judged(),
        "may_save": may(cast(User, request.user), Right.SETTINGS),
        "zone": ours.zone,
    }
    return render(request, "segments/list.html", context)


@require_GET
@login_required
def new(request: HttpRequest) -> HttpResponse:
    return page(request, None)


@require_GET
@login_required
def segment(request: HttpRequest, key: str) -> HttpResponse:
    return page(request, found_segment(key))


def found_segment(key: str) -> Text[Segment]:
    known = every(SEGMENT)
    if key not in known:
        raise Http404
    return known[key]


def page(request: HttpRequest, stored: Text[Segment] | None) -> HttpResponse:
    """The builder, with what its rule matches on the day; a button that changes the rows leads to the new address."""
    ours = organisation()
    here = reverse("segment", args=[stored.text.key]) if stored else reverse("segment_new")
    seen = state.read(request, stored, ours.today(now()))
    if request.GET.get("do") and seen.draft is not None:
        more = {**seen.meta, "as_of": seen.as_of.isoformat() if seen.past else ""}
        return redirect(f"{here}?{drafts.done(seen.draft, request.GET['do']).query(more)}")
    context = {
        "state": seen,
        "stored": stored,
        "here": here,
        "groups": groups(seen.draft, home()) if seen.draft is not None else [],
        "may_save": may(cast(User, request.user), Right.SETTINGS),
        "zone": ours.zone,
        **preview(cast(User, request.user), seen, stored),
        **history(stored, seen),
    }
    return render(request, "segments/page.html", context)


def preview(user: User, seen: State, stored: Text[Segment] | None) -> dict[str, Any]:
    """What the rule matches. Numbers of a stored segment are open to everyone; a rule of one's own making could ask for
    a single account, so it is counted among those that one may see."""
    if seen.rule is None:
        return {}
    ours = organisation()
    try:
        checks.rule("rule", seen.rule)
    except ValidationError as error:
        return {"wrong": " ".join(error.messages)}
    found, own = board.looked(home(), ours, {"": seen.rule}, seen.as_of)[""], stored is None or seen.changed
    narrowed = own and not user.sight().everything
    found = board.within(user, found) if narrowed else found
    return {
        "narrowed": narrowed,
        "found": found,
        "count": len(found.accounts),
        "mrr": board.money(found, ours),
        "sample": board.sample(user, found, ours),
        "sentence": sentence(seen.rule, ours),
    }


def history(stored: Text[Segment] | None, seen: State) -> dict[str, Any]:
    if stored is None:
        return {}
    key = stored.text.key
    counted = members.versions().get(key)
    return {
        "months": comings.months(key, seen.today),
        "changes": board.changes(key),
        "counted": counted == stored.version,
    }


@require_POST
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keeps a version; `do=try` only shows what the YAML says."""
    yaml, because = request.POST.get("yaml", "")[: state.LONGEST], request.POST.get("because", "")
    back = request.POST.get("key", "")
    here = reverse("segment", args=[back]) if back in every(SEGMENT) else reverse("segment_new")
    drafted = f"{here}?{urlencode({'yaml': yaml})}"
    if request.POST.get("do") == "try":
        return redirect(drafted)
    check(cast(User, request.user), Right.SETTINGS)
    try:
        made = change_text(SEGMENT, yaml, by=cast(User, request.user), now=now(), because=because)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(drafted)
    if made is None:
        messages.info(request, _("Nothing changed: the segment says so already."))
        return redirect(here)
    count()
    messages.success(request, _("Saved as version %(number)s.") % {"number": made.number})
    return redirect("segment", made.text_key)


def count() -> None:
    """So that lists can be filtered by what was saved just now."""
    moment, ours = now(), organisation()
    catch_up(home(), ours, as_of=ours.today(moment), now=moment)


@require_POST
@needs(Right.SETTINGS)
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Off or on; the same button undoes it."""
    stored, on = found_segment(key), request.POST.get("on") == "1"
    try:
        switch_text(SEGMENT, stored.text.key, on=on, by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("segment", key)
    count()
    said = _("The segment is on.") if on else _("The segment is off; nothing was deleted. Switch it on to undo this.")
    messages.success(request, said)
    return redirect("segment", key)
