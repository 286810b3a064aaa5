"""The rules of alerts: a list with how often each told, and each as its text, to be changed and switched."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, may
from loiste.judgement import alert_preview
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.alert_switch import switch_rule
from loiste.judgement.kinds import ALERT
from loiste.judgement.models import Alert, AlertDay, Version
from loiste.judgement.texts import Text, every
from loiste.judgement.versions import change_text
from loiste.pages.alerts.wish import severities
from loiste.pages.allowed import needs
from loiste.pages.here import home, now, organisation

DAYS = 90  # for which it is counted how often a rule told
WRONG = 422  # a text that could not be saved comes back as it was written


@dataclass(frozen=True)
class Line:
    """Of the last DAYS days; `open` of today."""

    one: Text[AlertRule]
    fired: int
    not_useful: int
    open: int
    paused: str

    @property
    def severity(self) -> str:
        return severities()[self.one.text.severity]


def told(today: date) -> list[Line]:
    """Every rule, those that are on first; two questions for all of them."""
    since = today - timedelta(days=DAYS)
    counted: dict[str, Any] = {
        row["rule"]: row
        for row in Alert.objects.exclude(rule="").values("rule").annotate(
            fired=Count("id", filter=Q(opened_on__gt=since)), open=Count("id", filter=~Q(state="closed")),
            not_useful=Count("id", filter=Q(opened_on__gt=since, closed_because="not_useful")),
        )
    }  # fmt: skip
    paused = dict(AlertDay.objects.filter(as_of__gt=since).order_by("as_of").values_list("rule", "paused"))
    none = {"fired": 0, "open": 0, "not_useful": 0}
    lines = [
        Line(one, **{name: counted.get(key, none)[name] for name in none}, paused=paused.get(key, ""))
        for key, one in every(ALERT).items()
    ]
    return sorted(lines, key=lambda line: (not line.one.text.on, str(line.one.text.name).casefold()))


@require_GET
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    context = {"lines": told(organisation().today(now())), "days": DAYS, "may_change": mine(request)}
    return render(request, "alerts/rules.html", context)


def mine(request: HttpRequest) -> bool:
    return may(cast(User, request.user), Right.SETTINGS)


@require_GET
@login_required
def rule(request: HttpRequest, key: str) -> HttpResponse:
    return page(request, key)


def page(request: HttpRequest, key: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """`more`: what was written and could not be saved."""
    one = every(ALERT).get(key)
    if one is None:
        raise Http404
    line = next(line for line in told(organisation().today(now())) if line.one.text.key == key)
    context = {
        "line": line, "rule": one.text, "yaml": one.yaml, "version": one.version, "days": DAYS,
        "versions": Version.objects.filter(kind=ALERT.name, text_key=key).select_related("by").order_by("-number")[:20],
        "may_change": mine(request), "matching": None if one.text.on else matching(home(), key),
    }  # fmt: skip
    return render(request, "alerts/rule.html", context | more, status=status)


def matching(where: Path, key: str) -> int:
    """How many accounts match already, were the rule switched on now."""
    ours = organisation()
    return alert_preview.matching(where, ours, every(ALERT)[key].text, ours.today(now()))


@require_POST
@needs(Right.SETTINGS)
def save(request: HttpRequest, key: str) -> HttpResponse:
    """A new version of the text."""
    yaml, because = request.POST.get("yaml", ""), request.POST.get("because", "")
    try:
        made = change_text(ALERT, yaml, by=cast(User, request.user), now=now(), because=because)
    except ValidationError as error:
        return page(request, key, status=WRONG, yaml=yaml, error=" ".join(error.messages))
    messages.success(request, _("Saved.") if made else _("Nothing differs."))
    return redirect("alert_rule", made.text_key if made else key)


@require_POST
@needs(Right.SETTINGS)
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """On or off; on with what is chosen for those that match already."""
    on, matching = request.POST.get("on") == "1", request.POST.get("matching") == "open"
    try:
        switch_rule(key, on, by=cast(User, request.user), now=now(), open_matching=matching)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("alert_rules")
    text = _("It is on from the next judged day.") if on else _("It is off; its alerts close on the next judged day.")
    messages.success(request, text)
    return redirect("alert_rule", key)
