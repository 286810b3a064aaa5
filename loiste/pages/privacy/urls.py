"""Addresses of what is held on a person. Who is asked about never stands in an address, but for the public id."""

from django.urls import path

from loiste.pages.privacy import views

urlpatterns = [
    path("", views.privacy, name="privacy"),
    path("disclose/", views.tell, name="privacy_disclose"),
    path("erase/", views.sure, name="privacy_erase"),
    path("erasures/<slug:public_id>/", views.erasure, name="erasure"),
]
