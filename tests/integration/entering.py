"""How the tests of signing in do so, and what they look at."""

from loiste.accounts.models import Audit

PASSWORD = "correct horse battery"


def enter(client, email="owner@example.org", password=PASSWORD, **headers):
    """The answer to the sign-in form."""
    return client.post("/sign-in/", {"login": email, "password": password}, **headers)


def is_in(client):
    """Whether the client is signed in."""
    return client.get("/you/").status_code == 200


def audit():
    return list(Audit.objects.order_by("pk"))
