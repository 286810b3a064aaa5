"""The glossary says each word once, in both languages, in one sentence."""

import re

from loiste.accounts.models import ContactRole, Role
from loiste.timeline.signal import KINDS
from tests.repo.places import text

# Said by the glossary under other headings: a contact's paperwork, and the parts of an account.
ELSEWHERE = {"billing", "attribute"}


def rows() -> list[list[str]]:
    """The cells of each row of each table, headings left out."""
    lines = [line.strip("|").split("|") for line in text("docs/words.md").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line] for line in lines]
    return [row for row in cells if row[0] != "English" and not row[0].startswith("---")]


def english() -> list[str]:
    return [row[0].lower() for row in rows()]


def test_every_word_has_both_languages_and_a_sentence_in_each():
    assert len(rows()) > 50
    for row in rows():
        assert len(row) == 4 and all(row), row
        for sentence in row[2:]:
            assert re.fullmatch(r"[A-ZÅÄÖ][^.!?]*\.", sentence), sentence


def test_no_word_is_defined_twice():
    assert sorted(english()) == sorted(set(english()))


def test_kinds_of_signals_and_roles_are_in_the_glossary():
    words = {*KINDS, *Role.values, *ContactRole.values} - ELSEWHERE
    known = {word.replace("-", " ").replace("_", " ") for word in english()}
    assert {word.replace("_", " ") for word in words} <= known
