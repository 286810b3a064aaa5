"""The list of people with open invitations, and the page of one person for those who may change it."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loiste.accounts import invitations, mail, two_factor
from loiste.accounts.doors import accounts_for
from loiste.accounts.models import Invitation, Reach, Role, User
from loiste.accounts.permissions import Right, may
from loiste.pages.allowed import needs
from loiste.pages.here import now, organisation
from loiste.pages.sign_in.adapter import language_of
from loiste.pages.team.lines import lines


@require_GET
@login_required
def team(request: HttpRequest) -> HttpResponse:
    return team_page(request)


@never_cache
def team_page(request: HttpRequest, **more: Any) -> HttpResponse:
    """`more`: link and email of an invitation just made, what was typed, errors."""
    admin = may(cast(User, request.user), Right.TEAM)
    context = {
        "lines": lines(), "admin": admin, "roles": Role.choices, "languages_": settings.LANGUAGES,
        "invitations": invitations.waiting(now()) if admin else [], "zone": organisation().zone,
        "mail_set": settings.MAIL_SET,
    }  # fmt: skip
    return render(request, "team/page.html", context | more)


@require_http_methods(["GET", "POST"])
@needs(Right.TEAM)
def invite(request: HttpRequest) -> HttpResponse:
    """Makes an invitation and mails it; the page shows its link where no mail is set, or the mail could not be sent."""
    if request.method == "GET":  # the address of the answer, asked again
        return redirect("team")
    typed = {key: request.POST.get(key, "") for key in ("email", "name", "role", "language")}
    if typed["language"] not in dict(settings.LANGUAGES):
        typed["language"] = ""
    try:
        made, token = invitations.invite(
            typed["email"], name=typed["name"], role=typed["role"], language=typed["language"],
            by=cast(User, request.user), now=now(),
        )  # fmt: skip
    except ValidationError as error:
        return team_page(request, typed=typed, error=" ".join(error.messages))
    link = settings.LOISTE_URL + reverse("invitation", args=[token])
    why = mailed(request, made, link)
    if why is None:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made.email})
        return redirect("team")
    return team_page(request, link=link, invited=made.email, why=why)


def mailed(request: HttpRequest, made: Invitation, link: str) -> str | None:
    """None when the mail was taken; else why not, empty where no mail is set."""
    if not settings.MAIL_SET:
        return ""
    by = cast(User, request.user)
    context = {"organisation": organisation().name, "by": by.name or by.email, "link": link}
    try:
        mail.send(mail.written(made.email, "invitation", context, made.language or language_of(None)))
    except mail.NotSent as error:
        return str(error)
    return None


@require_POST
@needs(Right.TEAM)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    one = get_object_or_404(Invitation, public_id=public_id)
    invitations.withdraw(one, by=cast(User, request.user), now=now())
    messages.success(request, _("The invitation of %(email)s no longer holds.") % {"email": one.email})
    return redirect("team")


@require_GET
@needs(Right.TEAM)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    return person_page(request, found(public_id))


def found(public_id: str) -> User:
    one = User.objects.filter(public_id=public_id).first()
    if one is None:
        raise Http404
    return one


@never_cache
def person_page(request: HttpRequest, one: User, **more: Any) -> HttpResponse:
    """`more`: a link for a new password just made, errors."""
    others = User.objects.filter(is_active=True).exclude(pk=one.pk).order_by("name", "email")
    context = {
        "one": one, "two_factor": two_factor.has(one), "others": others, "roles": Role.choices,
        "reaches": Reach.choices, "teams": User.objects.exclude(team="").values_list("team", flat=True).distinct(),
        "known_as": "\n".join(one.known_as),
        "count": accounts_for(cast(User, request.user)).filter(owner__in=one.owner_names()).count(),
    }  # fmt: skip
    return render(request, "team/person.html", context | more)
