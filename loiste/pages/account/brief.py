"""The brief of an account for a meeting: one page that can be printed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loiste.accounts.doors import account_for, stands_for
from loiste.accounts.models import User
from loiste.judgement.models import Alert
from loiste.pages.account import parts, since
from loiste.pages.account.alerts import open_ones
from loiste.pages.account.header import days_of, header
from loiste.pages.account.look import Look
from loiste.pages.account.views import look_of
from loiste.pages.health.standing import Standing
from loiste.pages.health.views import strongest
from loiste.pages.tiers import of_account

PEOPLE, PLANS, ALERTS, CHANGES, SIGNALS, DATES = 6, 4, 4, 6, 6, 6  # lines, so that a sheet holds them


@dataclass(frozen=True)
class Date:
    """A day ahead, what it brings, and in how many days."""

    day: date
    word: str
    days: int


@require_GET
@login_required
def brief(request: HttpRequest, public_id: str) -> HttpResponse:
    user = cast(User, request.user)
    other = stands_for(user, public_id)
    if other is not None:
        return redirect("account_brief", other.public_id)
    return render(request, "account/brief.html", told(look_of(request, account_for(user, public_id))))


def told(look: Look) -> dict[str, Any]:
    """What stands on the sheet; of each list as much as it holds, and how many more there are."""
    people, plans, changed = parts.persons(look), running(look), since.since(look)
    alerts = [] if look.wish.past else open_ones(look)
    return {
        "look": look, "wish": look.wish, "account": look.account, "zone": look.zone, "header": header(look),
        "people": people[:PEOPLE], "more_people": len(people) - PEOPLE, "plans": plans[:PLANS],
        "more_plans": len(plans) - PLANS, "alerts": alerts[:ALERTS], "more_alerts": len(alerts) - ALERTS,
        "since": changed, "changes": changed.judged[:CHANGES], "signals": changed.signals[:SIGNALS],
        "standing": changed.now, "tiering": of_account.standing(look), **strongest(look.account, look.wish.day),
        "dates": dates(look, plans, [one.alert for one in alerts], changed.now)[:DATES],
    }  # fmt: skip


def running(look: Look) -> list[parts.Line]:
    return [line for line in parts.lines(look) if line.running]


def dates(look: Look, plans: list[parts.Line], alerts: list[Alert], standing: Standing) -> list[Date]:
    """Days that lie ahead: of subscriptions, of alerts, of the override."""
    found = [(ahead, f"{word}: {line.plan}") for line in plans for word, ahead in days_of(line.content)]
    found += [(one.deadline, _("Deadline of an alert")) for one in alerts if one.deadline]
    if standing.override:
        found.append((standing.override.expires, _("The override of health ends")))
    day = look.wish.day
    return [Date(ahead, word, (ahead - day).days) for ahead, word in sorted(set(found)) if ahead >= day]
