"""The form of a rule says what the rule says, and rules are told in words."""

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.organisation.config import Organisation
from loiste.pages.rule_words import sentence
from loiste.pages.segments import draft as drafts
from loiste.pages.segments.draft import Draft, Row, TooDeep, Wrong, rule_of
from loiste.pages.segments.shown import draft_of

NUMBER = st.integers(-(10**9), 10**9).map(float) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: number + 0.0)
TEXT = st.text("abcåäö 12", min_size=1, max_size=6).map(str.strip).filter(bool)
COMPARE = st.one_of(
    st.builds(lambda test, value: Compare(metric="nps", days=30, **{test: value}),
              st.sampled_from(["at_least", "above", "at_most", "below"]), NUMBER),
    st.builds(lambda texts: Compare(attribute="tier", is_one_of=tuple(texts)), st.lists(TEXT, min_size=1, max_size=3)),
    st.builds(lambda days: Compare(attribute="signed_up_on", within_days=days), st.integers(0, 999)),
    st.builds(lambda known: Compare(attribute="tier", known=known), st.booleans()),
)  # fmt: skip
GROUP = st.builds(
    lambda kind, parts, turned: negated(kind(**{"all" if kind is AllOf else "any": tuple(parts)}), turned),
    st.sampled_from([AllOf, AnyOf]), st.lists(COMPARE, min_size=2, max_size=3), st.booleans(),
)  # fmt: skip
RULE = st.one_of(COMPARE, GROUP, st.builds(lambda parts: AllOf(all=tuple(parts)), st.lists(COMPARE | GROUP, min_size=2)))


def negated(rule, turned):
    return Not(**{"not": rule}) if turned else rule


def parts_of(rule):
    """The rule without regard to the order of its parts."""
    if isinstance(rule, AllOf | AnyOf):
        name = "all" if isinstance(rule, AllOf) else "any"
        return name, sorted(map(repr, map(parts_of, getattr(rule, name))))
    return ("not", parts_of(rule.not_)) if isinstance(rule, Not) else repr(rule)


@given(RULE)
def test_a_rule_put_into_rows_and_through_the_address_is_the_same_rule(rule):
    again = drafts.read(QueryDict(draft_of(rule).query({"as_of": ""})))
    assert parts_of(rule_of(again)) == parts_of(rule)


def test_no_rows_mean_every_account_and_deeper_groups_are_left_to_yaml():
    assert rule_of(draft_of(Everyone(everyone=True))) == Everyone(everyone=True)
    one = Compare(attribute="tier", known=True)
    deep = AllOf(all=(one, AnyOf(any=(one, AllOf(all=(one, one))))))
    with pytest.raises(TooDeep):
        draft_of(deep)


def test_buttons_add_and_take_away_rows_and_groups():
    found = drafts.done(drafts.done(Draft((Row("metric:nps", "below", "0"),)), "group"), "row-1")
    assert [row.group for row in found.rows] == [0, 1, 1] and found.hows == ("all", "any")
    assert drafts.done(found, "drop_group-1").rows == found.rows[:1]
    assert len(drafts.done(found, "drop-0").rows) == 2
    assert drafts.done(found, "nonsense-x") == found


@pytest.mark.parametrize("row", [Row("metric:nps", "below", "many"), Row("metric:nps", "is_one_of", "a"), Row("x", "in")])
def test_a_row_that_says_no_comparison_says_so(row):
    with pytest.raises(Wrong):
        rule_of(Draft((row,)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Tier is gold and not (Days of use is at most 2 or Signed up at most 90 days ago)"),
        ("fi", "Asiakastaso: gold ja ei (Käyttöpäivät: enintään 2 tai Rekisteröitynyt: enintään 90 päivää sitten)"),
    ],
)
def test_a_rule_is_told_in_words(language, words):
    either = AnyOf(any=(Compare(metric="days_of_use", at_most=2), Compare(attribute="signed_up_on", within_days=90)))
    rule = AllOf(all=(Compare(attribute="tier", is_one_of=("gold",)), Not(**{"not": either})))
    with translation.override(language):
        assert sentence(rule, Organisation()) == words
