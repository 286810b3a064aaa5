"""Addresses of the API."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from loiste.api.v1.app import api
from loiste.api.v1.problems import answer, not_found


def nothing(request: HttpRequest) -> HttpResponse:
    return answer(not_found())


urlpatterns = [path("", api.urls), re_path("", nothing)]
