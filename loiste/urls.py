"""Every address: the pages, and the API beside them."""

from django.urls import include, path

from loiste.api.v1 import docs

handler500 = "loiste.pages.errors.broken"
urlpatterns = [
    path("api/", docs.page, name="api"),
    path("api/v1/", include("loiste.api.v1.urls")),
    path("", include("loiste.pages.urls")),
]
