"""How the tests of signing in do so, and what they look at."""

import re

from loiste.accounts.models import Audit

PASSWORD = "correct horse battery"


def enter(client, email="owner@example.org", password=PASSWORD, **headers):
    """The answer to the sign-in form."""
    return client.post("/sign-in/", {"login": email, "password": password}, **headers)


def is_in(client):
    """Whether the client is signed in."""
    return client.get("/you/").status_code == 200


def text(response, *without):
    """The page without its tokens, and without these words."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for word in without:
        page = page.replace(word, "")
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())


def audit():
    return list(Audit.objects.order_by("pk"))
