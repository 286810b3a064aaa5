"""From where somebody asks: the address of the client, which a forged header cannot change."""

from collections.abc import Mapping
from ipaddress import ip_address

UNKNOWN = "0.0.0.0"  # noqa: S104  (said of who has no address, like a socket file; nothing is bound to it)


def client_address(environ: Mapping[str, str], proxies: int) -> str:
    """The address as text, by the request's `environ` and the number of proxies of ours before it.

    Each proxy adds the address that it was asked from at the end of X-Forwarded-For; so the one that counts stands
    `proxies` from the end, and whatever the client itself wrote stands further left. With fewer than that the request
    came past a proxy, and the address of the connection counts.
    """
    passed = [part for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(passed) >= proxies:
        found = clean(passed[-proxies])
        if found:
            return found
    return clean(environ.get("REMOTE_ADDR", "")) or UNKNOWN


def clean(text: str) -> str:
    """An address without its port, in its shortest form; empty when it is none."""
    text = text.strip().partition("%")[0]  # without the interface of a link-local address
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
