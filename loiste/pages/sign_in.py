"""Signing in: accounts of the team are made with `loiste user add`, so the door for sign-up stays shut."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class NoSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Says nothing on signing in and out: the page that follows says it."""
