"""The page behind the link of an invitation: choose a name and a password, and be in."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from loiste.accounts import invitations
from loiste.pages.here import now
from loiste.pages.sign_in import rules


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password", "again")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    found = invitations.opened(token, now())
    if found is None:
        return render(request, "sign_in/invitation_gone.html", status=410)
    name, errors = request.POST.get("name", found.name), []
    if request.method == "POST":
        try:
            return let_in(request, token, name)
        except ValidationError as error:
            errors = error.messages
    context = {
        "invitation": found, "name": name, "errors": errors, "password_on": rules.password_on(),
        "oidc_name": rules.oidc_name(),
    }  # fmt: skip
    # 200 with errors, too: the log names the addresses of refused requests, and this one still lets somebody in.
    return render(request, "sign_in/invitation.html", context)


def let_in(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """Makes the person and signs them in; where passwords are off, they go through OpenID Connect next."""
    if not rules.password_on():
        invitations.accept(token, name=name, password=None, now=now())
        return redirect("account_login")
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise ValidationError(_("The two passwords are not the same; write them again."))
    user = invitations.accept(token, name=name, password=password, now=now())
    login = Login(user=user, email=user.email)
    return perform_password_login(request, {"email": user.email}, login)
