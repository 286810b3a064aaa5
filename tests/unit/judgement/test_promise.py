"""When a promise is kept, broken, or not known: a table by hand."""

from datetime import date, timedelta

import pytest

from loiste.judgement.promise import Heard, both, state
from loiste.judgement.tier import Tier

TODAY = date(2026, 6, 30)
WORDS = {"fi": "x", "en": "x"}


def ago(days):
    return None if days is None else TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    "promised, last, recorded, signed_up, word, due_in",
    [
        # every, last contact, contacts recorded for, customer for (all in days ago) -> how it stands, due in days
        (90, 10, 400, 900, "kept", 81),
        (90, 90, 400, 900, "kept", 1),  # on the last day that was promised
        (90, 91, 400, 900, "broken", 0),
        (90, 300, 400, 900, "broken", -209),
        (90, None, 400, 900, "broken", -309),  # never spoken with, though contacts are written down
        (90, None, 400, 100, "broken", -9),
        (90, None, 400, 20, "kept", 71),  # there is still time
        (90, None, 400, None, "broken", -309),  # nobody knows since when, but it was silent long enough
        (90, None, 30, 900, "unknown", 61),  # contacts are written down since lately: nobody knows
        (90, None, 30, None, "unknown", 61),
        (90, None, 30, 20, "kept", 71),
        (90, None, None, 900, "unknown", None),  # nobody writes contacts down
        (90, None, None, 20, "unknown", None),
        (None, 300, 400, 900, "", None),  # nothing is promised
    ],
)
def test_a_promise_is_broken_only_where_silence_is_known(promised, last, recorded, signed_up, word, due_in):
    found = state(promised, Heard(ago(last), ago(recorded)), ago(signed_up), TODAY)
    assert found.word == word
    assert found.due == (None if due_in is None else TODAY + timedelta(days=due_in))


@pytest.mark.parametrize(
    "contact, meeting, customer, whole",
    [
        (10, 10, True, "kept"),
        (10, 300, True, "broken"),  # spoken with, but not met
        (300, 10, None, "broken"),
        (10, 300, False, ""),  # pays nothing any more
    ],
)
def test_the_worse_of_two_promises_is_that_of_the_account(contact, meeting, customer, whole):
    tier = Tier.model_validate(
        {"key": "a", "name": WORDS, "words": WORDS, "rule": {"everyone": True}, "contact_days": 90, "meeting_days": 90}
    )
    found = both(
        tier, Heard(ago(contact), ago(900)), Heard(ago(meeting), ago(900)), customer=customer, signed_up_on=None,
        as_of=TODAY,
    )  # fmt: skip
    assert found.promise == whole
    assert both(None, Heard(None, None), Heard(None, None), customer=True, signed_up_on=None, as_of=TODAY).promise == ""
