"""What a person wants to hear of: the form on the page of their settings."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loiste.accounts.models import User
from loiste.judgement.notice_choice import Chosen, choice_of, choose_notices
from loiste.judgement.texts import segments
from loiste.pages.alerts.wish import severities
from loiste.pages.here import now

NONE = -1  # an hour that cannot be read; it is refused like one that is no hour


def offered(user: User) -> dict[str, Any]:
    """What the form shows."""
    return {
        "choice": choice_of(user), "mail_set": settings.MAIL_SET, "hours": range(24),
        "whose": [("own", _("My accounts")), ("team", _("My team's accounts")), ("all", _("All accounts I see"))],
        "ways": [("off", _("No mail")), ("once", _("At once")), ("digest", _("Once a day"))],
        "segments": [(key, str(one.text.name)) for key, one in segments().items()],
        "severities": [("low", _("Any")), ("medium", severities()["medium"] + "+"), ("high", severities()["high"])],
    }  # fmt: skip


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    user, said = cast(User, request.user), request.POST
    chosen = Chosen(
        whose=said.get("whose", ""), segment=said.get("segment", ""), least=said.get("least", ""),
        shown=said.get("shown") == "1", mail=said.get("mail", "off"),
        digest_hour=hour(said.get("digest_hour", "8")) or 0,
        quiet_from=hour(said.get("quiet_from", "")), quiet_until=hour(said.get("quiet_until", "")),
    )  # fmt: skip
    try:
        choose_notices(user, chosen, by=user, now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved. It holds of what turns from now on."))
    return redirect(reverse("you") + "#notices")


def hour(text: str) -> int | None:
    """None where none is named."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else NONE
