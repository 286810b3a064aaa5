"""Who may see a page at all. Rows within it come through the doors; what it changes is checked by the verbs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from loiste.accounts.models import User
from loiste.accounts.permissions import Right, check

View = Callable[..., HttpResponseBase]


def needs(right: Right) -> Callable[[View], View]:
    """For people who are signed in and have the right; others read why not, with 403."""

    def barred(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            check(cast(User, request.user), right)
            return view(request, *args, **more)

        return cast(View, login_required(asked))

    return barred
