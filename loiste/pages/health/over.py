"""The page of health over all accounts."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import User
from loiste.pages.dimensions import word
from loiste.pages.health import overview
from loiste.pages.health.movers import movers
from loiste.pages.here import now, organisation


@require_GET
@login_required
def over(request: HttpRequest) -> HttpResponse:
    """Sums are open to the whole team; the accounts named are those that the person may see."""
    ours = organisation()
    days = overview.days(ours, ours.today(now()))
    links = [
        (reverse("quadrant"), _("Experience and outcomes")), (reverse("health_models"), _("Health models")),
        (reverse("overrides"), _("Overrides")),
    ]  # fmt: skip
    if not days:
        return render(request, "health/overview.html", {"links": links})
    by = request.GET.get("by", "")
    by = by if by in overview.SLICES else overview.SLICES[0]
    fell, rose = movers(accounts_for(cast(User, request.user)).filter(archived_at=None), days[0].day)
    covered, mean = overview.coverage()
    context = {
        "links": links,
        **overview.shown(days),
        "fell": fell,
        "rose": rose,
        "slices": overview.slices(by, ours),
        "by": word(by),
        "choices": overview.choices(by),
        "covered": covered,
        "mean": mean,
    }
    return render(request, "health/overview.html", context)
