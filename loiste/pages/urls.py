"""Every address of the web."""

from allauth.account.views import login, logout
from django.urls import path
from django.views.decorators.http import require_POST

urlpatterns = [
    path("sign-in/", login, name="account_login"),
    path("sign-out/", require_POST(logout), name="account_logout"),
]
