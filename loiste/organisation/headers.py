"""Headers that every answer carries, whoever gives it: pages, files, API, events, health."""

A_YEAR = 365 * 24 * 60 * 60  # seconds
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"  # for what is no page


def guards(address: str, policy: str = POLICY) -> dict[str, str]:
    """Keeps foreign code, frames and guesses out. `address` is LOISTE_URL: over https browsers come back by https only.

    Other hosts of the same domain are not spoken for, since they are not ours.
    """
    found = {
        "Content-Security-Policy": policy,
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if address.startswith("https://"):
        found["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    return found


def cookie(address: str, name: str) -> str:
    """The name of a cookie. Over https one that no other host or path can set: browsers see to what `__Host-` says."""
    return f"__Host-{name}" if address.startswith("https://") else name
