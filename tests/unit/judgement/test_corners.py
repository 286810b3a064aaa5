"""Which corner an account stands in, from facts alone."""

from datetime import date

import numpy as np

from loiste.judgement import needs
from loiste.judgement.corners import judged
from loiste.judgement.facts import Known
from loiste.judgement.kinds import QUADRANT
from loiste.judgement.quadrant import CORNERS, corner
from loiste.judgement.texts import shipped
from loiste.metrics.by_account import Ask

TEXT = shipped(QUADRANT)["quadrant"].text


def corners(**values):
    """The rows of accounts of which nothing is known but these values of metrics, one for each account."""
    size = len(next(iter(values.values())))
    known = Known(date(2026, 3, 31), np.arange(1, size + 1))
    known.numbers = {ask: np.full(size, np.nan) for ask in needs.of_quadrant(TEXT).asks}
    known.numbers |= {(Ask(name), 0): np.array(found, dtype=float) for name, found in values.items()}
    return list(judged(TEXT, 0, known).values())


def test_a_score_on_the_boundary_is_good():
    rows = corners(customer_growth=[0.0, -0.001], nps=[10, 9])
    assert [(row.outcomes, row.corner) for row in rows][0] == (50, "both")
    assert (rows[0].experience, rows[1].corner) == (60, "neither")


def test_an_unknown_axis_puts_into_no_corner():
    rows = corners(customer_growth=[0.1, np.nan, np.nan], nps=[np.nan, 100, np.nan])
    assert [row.corner for row in rows] == ["experience_unknown", "outcomes_unknown", "unknown"]
    assert [(row.experience, row.outcomes is None) for row in rows] == [(None, False), (100, True), (None, True)]


def test_tickets_alone_are_too_little_to_know_the_experience():
    (row,) = corners(ticket_volume=[0.0], customer_growth=[0.0])
    assert (row.corner, row.experience) == ("experience_unknown", None)
    assert 0 < row.experience_coverage < TEXT.experience.known_from
    (row,) = corners(ticket_volume=[0.0], first_response_minutes_mean=[30.0], customer_growth=[0.0])
    assert (row.corner, row.experience) == ("both", 100)


def test_who_pays_nothing_any_more_stands_nowhere():
    assert [row.corner for row in corners(mrr=[0.0, 10.0, np.nan], nps=[100, 100, 100])] == [
        "",
        *2 * ["outcomes_unknown"],
    ]


def test_each_pair_of_levels_has_a_corner_of_its_own_but_for_what_is_not_known():
    levels = [(x, y) for x in ("good", "bad", "") for y in ("good", "bad", "")]
    assert {corner(*pair) for pair in levels} == set(CORNERS)
    assert len({corner(*pair) for pair in levels if all(pair)}) == 4
