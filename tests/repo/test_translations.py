"""Every text that people see is there in Finnish, and the list of texts is that of the sources."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.repo.places import PACKAGE

FINNISH = PACKAGE / "locale" / "fi" / "LC_MESSAGES" / "django.po"
HOLDER = re.compile(r"%\((\w+)\)[a-z]")
NO_TOOLS = shutil.which("xgettext") is None or shutil.which("msgfmt") is None
needs_gettext = pytest.mark.skipif(NO_TOOLS, reason="needs the programs of gettext")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale="fi")


def keys(found: Catalog) -> set[tuple[str | None, str]]:
    """(context, first form) of every text but the heading."""
    return {(message.context, one(message.id)) for message in found if message.id}


def one(text) -> str:
    return text if isinstance(text, str) else text[0]


def forms(text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.fixture(scope="module")
def finnish() -> Catalog:
    return catalogue(FINNISH)


def test_nothing_is_left_untranslated_or_doubtful(finnish):
    unfinished = [one(m.id) for m in finnish if m.id and (m.fuzzy or not all(forms(m.string)))]
    assert unfinished == []
    assert not finnish.obsolete, "take out the texts that are no longer used"


def test_placeholders_are_the_same_in_both_languages(finnish):
    def holders(text):
        return {name for form in forms(text) for name in HOLDER.findall(form)}

    wrong = [one(m.id) for m in finnish if m.id and all(forms(m.string)) and holders(m.id) != holders(m.string)]
    assert wrong == []


def test_sentences_end_alike(finnish):
    """A lost full stop is the commonest slip."""
    wrong = [
        one(m.id) for m in finnish
        if " " in one(m.id) and all(forms(m.string)) and one(m.id).endswith(".") != forms(m.string)[0].endswith(".")
    ]  # fmt: skip
    assert wrong == []


@needs_gettext
def test_the_file_is_well_formed():
    """Formats are left to the placeholder test: `75 % of` would pass for one."""
    command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", FINNISH]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@needs_gettext
def test_the_list_of_texts_is_that_of_the_sources(tmp_path, finnish):
    copy = tmp_path / "loiste"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "locale", "migrations", "__pycache__"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "fi", "--no-wrap", "--no-location"]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=copy, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wanted, there = keys(catalogue(copy / "locale" / "fi" / "LC_MESSAGES" / "django.po")), keys(finnish)
    assert sorted(text for _, text in wanted - there) == [], "run tools/messages.py and translate these"
    assert sorted(text for _, text in there - wanted) == [], "no source has these any more"
