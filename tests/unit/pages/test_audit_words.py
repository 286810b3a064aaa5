"""Every action that the code writes into the audit log has words, in both languages."""

import re

from django.utils import translation

from loiste.judgement.kinds import KINDS
from loiste.pages.audit.words import PHRASES, phrase, who
from tests.repo.places import ROOT

OF_LOG = {one.partition(".")[0] for one in PHRASES}
OTHERS = {"copy.json", "account.emailconfirmation", "health.band", "health.band_before", "health.score"}  # no actions


def written() -> set[str]:
    """Texts of the code that look like actions."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "loiste").rglob("*.py") if "words" not in path.name)
    found = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', code))
    return {one for one in found if one.partition(".")[0] in OF_LOG} - OTHERS


def test_every_action_has_words_and_every_word_an_action():
    made = {"account.merge", "contact.merge", "account.unmerge", "contact.unmerge", "account.remove", "contact.remove",
            "import.check", "import.import", "copy.restore_backup", "copy.restore_export", "sign_in", "sign_out"}  # fmt: skip
    made |= {f"{kind.name}.change" for kind in KINDS}
    assert written() | made == set(PHRASES)


def test_they_are_said_in_finnish_too():
    with translation.override("fi"):
        assert [one for one in PHRASES if phrase(one) == one] == []
        assert phrase("contacts.take_in") == "Toimitti rivejä: contacts"
        assert who("key till") == "Avain till"
    assert phrase("brew.tea") == "brew.tea"
