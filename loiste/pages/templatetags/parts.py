"""Small tags of every template: icons, addresses of static files, changed query strings."""

import hashlib
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of Tabler's icons, for the eye only: words beside it carry the meaning."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', asset("icons.svg"), name)


@register.simple_tag
def asset(name: str) -> str:
    """The address of one of our static files, new whenever its content is."""
    return f"{static(name)}?v={fingerprint(name)}"


@cache
def fingerprint(name: str) -> str:
    """Start of the file's hash; `0` while the static files have not been built."""
    found = finders.find(name)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:10] if found else "0"
