"""Random ids for addresses: they tell nothing and cannot be counted up."""

from django.utils.crypto import get_random_string


def public_id(prefix: str) -> str:
    """`acc_` and 14 letters or digits, for the prefix acc."""
    return f"{prefix}_{get_random_string(14, 'abcdefghijkmnpqrstuvwxyz23456789')}"


def user_public_id() -> str:
    return public_id("usr")
