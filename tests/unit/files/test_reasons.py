import re
from pathlib import Path

from loiste.sources import files
from loiste.sources.files.reasons import REASONS, reason


def used_codes():
    text = "\n".join(path.read_text() for path in Path(files.__file__).parent.rglob("*.py"))
    raised = re.findall(r'BadCell\(\s*"(\w+)"', text)
    named = re.findall(r'code="(\w+)"', text)
    return {*raised, *named, "cells", "quotes", "id_used", "unknown_account", "decimal_mark", "bad_number"}


def test_every_code_has_a_text_and_every_text_a_code():
    assert used_codes() == set(REASONS)


def test_texts_name_their_cell():
    assert reason("missing", "Päivä", "") == "Päivä is empty, but every row needs it."
    assert reason("id_used", "usage_id", "U1") == "id already used for another row"
    assert "100 %" in reason("bad_number", "x", "100 %")
    for code in REASONS:
        assert "%(" not in reason(code, "column", "value")
