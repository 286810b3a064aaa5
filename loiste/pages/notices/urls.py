"""Addresses of the notices."""

from django.urls import path

from loiste.pages.notices.views import notices, seen

urlpatterns = [
    path("", notices, name="notices"),
    path("seen/", seen, name="notices_seen"),
]
