"""What is said before Django is awake: complaints about settings, in the language of whoever gives the command."""

import gettext
import os
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils import translation

FOLDER = Path(__file__).resolve().parent.parent / "locale"
SPOKEN = ("fi", "en")
WHERE = ("LOISTE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that names a language of ours


def said(text: str) -> str:
    """The text in the language that is on, or before any is, in the one that the environment names, else English."""
    if apps.ready:
        return translation.gettext(text)
    return catalogue(named()).gettext(text)


def named() -> str:
    wishes = (os.environ.get(name, "")[:2].lower() for name in WHERE)
    return next((wish for wish in wishes if wish in SPOKEN), "en")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", FOLDER, languages=[language], fallback=True)
