"""Judging days: what is kept, what is never rewritten, and that the future cannot be seen."""

import json
import os
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loiste.accounts.models import Account
from loiste.jobs.judging import judge_due
from loiste.judgement import judge, texts, versions
from loiste.judgement.judge_alerts import judge_alerts
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Alert, AlertChange, AlertDay, AlertWatch, Judged, Score
from loiste.judgement.whole_days import judge_whole
from tests.command import loiste
from tests.world import World

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LOISTE_EXAMPLES", "3"))
DAY = date(2026, 3, 31)
NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
OWN = """
key: own
order: 1
name: {fi: Oma, en: Own}
bands: {yellow_from: 40, green_from: 70}
components:
- {key: use, metric: days_of_use, weight: 1, shape: {kind: linear, points: [[0, 0], [10, 100]]}}
- {key: nps, metric: nps, weight: 1, shape: {kind: linear, points: [[-100, 0], [100, 100]]}}
"""


@pytest.fixture
def world(home):
    """One that uses and praises, one that uses less, one of which nothing was heard."""
    world = World(home)
    for ref in ("K1", "K2", "K3"):
        world.account(ref, name=ref)
    for number in range(10):
        world.usage("K1", f"2026-03-{10 + number}", "a")
    world.usage("K2", "2026-03-20", "b").answer("nps", 10, "2026-03-01", "K1")
    world.save()
    return world


@pytest.fixture
def own(people):
    versions.change_text(HEALTH, OWN, by=people["owner"], now=NOW)


def judged(world, day=DAY):
    return judge.judge(world.home, world.organisation, as_of=day, now=NOW)


def scores():
    return {score.account.ref: score for score in Score.objects.select_related("account").order_by("as_of")}


def test_each_account_gets_its_score_its_band_and_what_they_rest_on(world, own):
    assert judged(world) == 2
    found = scores()
    assert (found["K1"].score, found["K1"].band, found["K1"].coverage) == (100, "green", 1)
    assert (found["K2"].score, found["K2"].band, found["K2"].coverage) == (10, "red", 0.5)
    assert (found["K3"].score, found["K3"].band, found["K3"].coverage) == (None, "", 0)
    assert (found["K1"].model, found["K1"].version) == ("own", 1)
    assert Judged.objects.get().versions["own"] == 1


def test_a_day_is_judged_once_and_only_what_changes_is_kept(world, own, people):
    judged(world)
    assert judged(world) is None and judged(world, DAY - timedelta(days=1)) is None
    assert judged(world, DAY + timedelta(days=1)) == 2
    assert Score.objects.count() == 3  # nothing changed
    versions.change_text(HEALTH, OWN.replace("[10, 100]", "[20, 100]"), by=people["owner"], now=NOW)
    judged(world, DAY + timedelta(days=2))
    found = scores()
    assert (found["K1"].score, found["K1"].version) == (75, 2)
    assert Score.objects.filter(account__ref="K1", as_of=DAY).get().score == 100


def judged_days():
    return list(Judged.objects.order_by("as_of").values_list("as_of", flat=True))


def test_the_worker_judges_a_day_once_when_it_has_ended_in_helsinki(world, own):
    assert judge_due(world.home, datetime(2026, 3, 31, 20, 59, tzinfo=UTC))  # 23.59 there
    assert not judge_due(world.home, datetime(2026, 3, 31, 20, 59, tzinfo=UTC))
    assert judged_days() == [date(2026, 3, 30)]
    assert judge_due(world.home, datetime(2026, 3, 31, 21, 0, tzinfo=UTC))
    assert not judge_due(world.home, datetime(2026, 3, 30, 12, 0, tzinfo=UTC))  # a clock that went back
    assert judged_days() == [date(2026, 3, 30), DAY]


def test_nobody_is_judged_before_there_are_accounts(home):
    assert not judge_due(home, NOW)
    assert judged_days() == []


def test_a_day_cut_off_before_its_alerts_is_taken_up_again(world, own):
    judged(world)
    assert judge_due(world.home, NOW)
    assert set(AlertDay.objects.values_list("as_of", flat=True)) == {DAY}
    assert not judge_due(world.home, NOW)


def test_alerts_by_the_facts_of_health_are_those_by_facts_of_their_own(world, own):
    days = [DAY - timedelta(days=ago) for ago in (7, 0)]
    assert [len(one.alerts) > 9 for one in judge_whole(world.home, world.organisation, days, now=NOW)] == [True, True]
    together = looked()
    for rows in (AlertDay, AlertWatch, AlertChange, Alert):
        rows.objects.all().delete()
    for day in days:
        judge_alerts(world.home, world.organisation, as_of=day, now=NOW)
    assert looked() == together


def looked():
    lines = AlertDay.objects.order_by("as_of", "rule").values_list("as_of", "rule", "looked", "matched", "opened")
    return list(lines), list(Alert.objects.order_by("id").values_list("rule", "account", "opened_on", "evidence"))


def test_several_days_of_the_past_are_scored_as_each_by_itself(world, own):
    days = [DAY - timedelta(days=ago) for ago in (21, 14, 7, 0)]
    assert [day for day, _scored in judge.judge_days(world.home, world.organisation, days, now=NOW)] == days
    together = list(Score.objects.values_list("account", "as_of", "score", "coverage").order_by("id"))
    Score.objects.all().delete()
    Judged.objects.all().delete()
    for day in days:
        judged(world, day)
    assert list(Score.objects.values_list("account", "as_of", "score", "coverage").order_by("id")) == together
    assert len({day for _account, day, *_rest in together}) > 1


def test_only_who_may_change_settings_changes_a_model_and_the_log_tells(people, home):
    from django.core.exceptions import PermissionDenied

    for name in ("colleague", "read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            versions.change_text(HEALTH, OWN, by=people[name], now=NOW)
    assert versions.change_text(HEALTH, OWN, by=people["owner"], now=NOW).number == 1
    assert versions.change_text(HEALTH, OWN, by=people["owner"], now=NOW) is None
    from loiste.accounts.models import Audit

    assert [line.action for line in Audit.objects.all()] == ["health_model.change"]


@pytest.mark.parametrize(
    "text, advice",
    [
        ("key: x", "name: "),
        (OWN.replace("days_of_use", "nonsense"), "there is no metric nonsense"),
        (OWN.replace("days_of_use", "arr"), "there is no metric arr"),
        (OWN.replace("days_of_use", "csat"), "rests on no metric of use"),
        (OWN.replace("[[0, 0], [10, 100]]", "[[10, 0], [0, 100]]"), "in order of their values"),
        (OWN + "applies: {attribute: tier}\n", "write just one of these"),
        (OWN + "applies: {metric: nonsense, above: 1}\n", "applies: there is no metric nonsense"),
        (OWN + "applies: {not: {segment: big}}\n", "there is no segment big"),
        (OWN.replace("metric: days_of_use", "metric: ticket_volume, days: 7"), "ticket_volume has no window in days"),
        (OWN.replace("- {key: nps", "- {key: use"), "two components are named use"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_advice(people, home, text, advice):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=advice):
        versions.change_text(HEALTH, text, by=people["owner"], now=NOW)
    assert "own" not in texts.every(HEALTH)


LATER = st.lists(
    st.tuples(
        st.sampled_from(["usage", "nps", "ticket"]), st.sampled_from(["K1", "K2", "K3"]),
        st.integers(-40, 40), st.integers(0, 10),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=EXAMPLES)
@given(LATER)
def test_what_happens_or_becomes_known_later_never_changes_a_score_of_an_earlier_day(world, own, told):
    """Signals that became known before the end of the day are all there were; those told later are known later."""

    def asked():
        known, found = judge.health(
            world.home, world.organisation, texts.models(), as_of=DAY, known_by=datetime(2026, 3, 31, 21)
        )
        ids = dict(Account.objects.values_list("id", "ref"))
        return {
            ids[account]: score for one in found
            for account, score in zip(known.accounts[one.places].tolist(), one.scored.score.tolist(), strict=True)
        }  # fmt: skip

    before = asked()
    for kind, account, days, value in told:
        on = (DAY + timedelta(days=days)).isoformat()
        if kind == "usage":
            world.usage(account, on, "c")
        elif kind == "nps":
            world.answer("nps", value, on, account)
        else:
            world.tell(
                "ticket", ref=f"T{account}{on}{value}", account_ref=account, name="opened", day=date.fromisoformat(on)
            )
    world.save(known_at=datetime(2026, 4, 2, tzinfo=UTC))
    after = asked()
    assert {ref: after[ref] for ref in before}.keys() == before.keys()
    for ref, score in before.items():
        assert np.array_equal(after[ref], score, equal_nan=True), ref


def test_a_day_that_has_not_been_is_refused_for_no_earlier_one_could_be_judged_after_it(tmp_path):
    loiste(tmp_path / "home", "init")
    assert "has not been yet" in loiste(tmp_path / "home", "judge", "--as-of", "2999-01-01", exit_code=2)
    said = loiste(tmp_path / "home", "judge", "--as-of", "2026-03-15", "--from", "2026-03-01", "--every", "10", "--json")
    none = {"scored": 0, "alerts": {"opened": 0, "closed": 0}}
    assert json.loads(said) == [{"as_of": "2026-03-05", **none}, {"as_of": "2026-03-15", **none}]
    assert "exchange them" in loiste(tmp_path / "home", "judge", "--from", "2026-03-20", "--as-of", "2026-03-19", exit_code=2)
    assert "what was said stays said" in loiste(tmp_path / "home", "judge", "--as-of", "2026-03-14")
