"""Search over everything: a page of its own, and the part that a dialog on every page shows."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loiste.accounts.models import User
from loiste.pages.search.found import found
from loiste.pages.shell import ways


@require_GET
@login_required
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()
    context = {"q": q, "groups": found(cast(User, request.user), q, ways(request))}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "search/_found.html" if part else "search/page.html", context)
