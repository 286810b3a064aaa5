"""Asking for work from a page: what is small is done while the page waits, the rest by a worker."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from loiste.accounts.models import User
from loiste.pages.here import home, now, organisation
from loiste.sources.models import Upload
from loiste.sources.wizard import store
from loiste.sources.wizard.uploads import CHECK, ask
from loiste.sources.wizard.work import run_this


def ask_now(request: HttpRequest, upload: Upload, task: str) -> None:
    """Asks for a dry run or an import. A dry run of a small file is done at once. Refusals become messages."""
    try:
        asked = ask(home(), organisation(), upload, task, by=cast(User, request.user), now=now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return
    if task == CHECK and store.is_small(home(), asked):
        run_this(home(), organisation(), asked, now())
