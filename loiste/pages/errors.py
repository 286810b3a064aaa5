"""The page for what broke: one that says what to do where the disk is full, else the plain one."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import server_error

from loiste.organisation.store import unreachable
from loiste.pages.here import home
from loiste.plain.room import out_of_room

WAIT, SOON = "60", "10"  # seconds


def broken(request: HttpRequest) -> HttpResponse:
    """The answer after an exception; its page needs neither the store nor a person."""
    error = sys.exc_info()[1]
    if error is not None and out_of_room(error, home()):
        return HttpResponse(loader.get_template("503.html").render(), status=503, headers={"Retry-After": WAIT})
    if error is not None and unreachable(error):
        return HttpResponse(loader.get_template("away.html").render(), status=503, headers={"Retry-After": SOON})
    return server_error(request)
