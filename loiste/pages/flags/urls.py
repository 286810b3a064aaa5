"""Addresses of the flags; raising one has its address below the account."""

from django.urls import path

from loiste.pages.alerts import deeds
from loiste.pages.flags.views import flags

urlpatterns = [
    path("", flags, name="flags"),
    path("<slug:public_id>/take-up/", deeds.take_up, name="flag_take_up"),
    path("<slug:public_id>/put-back/", deeds.put_back, name="flag_put_back"),
    path("<slug:public_id>/withdraw/", deeds.withdraw, name="flag_withdraw"),
]
