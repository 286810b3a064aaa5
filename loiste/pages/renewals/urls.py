"""Addresses of the renewals."""

from django.urls import path

from loiste.pages.renewals import deeds, views

urlpatterns = [
    path("", views.page, name="renewals"),
    path("export/", views.export, name="renewals_export"),
    path("calls/", views.calls, name="renewal_calls"),
    path("calls/<slug:public_id>/take-back/", deeds.take_back, name="renewal_take_back"),
    path("<slug:public_id>/call/", deeds.call, name="renewal_call"),
]
