"""Writing models: with a reason, on top of what was seen; tried before they hold, compared, taken back."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loiste.accounts.models import Audit
from loiste.judgement import judge, needs, snapshot, texts, versions
from loiste.judgement.changes import changes
from loiste.judgement.health_model import HealthModel
from loiste.judgement.kinds import HEALTH
from loiste.judgement.models import Run, RunState, Score
from loiste.judgement.running import run_next
from loiste.judgement.runs import Wish, ask, newest
from loiste.judgement.trial import spread, trial
from loiste.judgement.words import parse
from tests.integration.judgement.test_judging import DAY, NOW, OWN, world  # noqa: F401

pytestmark = pytest.mark.django_db
MILDER = OWN.replace("[10, 100]", "[2, 100]")


@pytest.fixture(autouse=True)
def nothing_kept():
    snapshot.forget()
    yield
    snapshot.forget()


def adopt(text, by, seen, because="tried it"):
    return versions.adopt(HEALTH, text, key="own", seen=seen, because=because, by=by, now=NOW)


def test_a_version_is_saved_with_its_reason_by_who_may_change_settings(people, home):
    for name in ("colleague", "read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            adopt(OWN, people[name], None)
        with pytest.raises(PermissionDenied):
            versions.restore(HEALTH, "own", 1, because="back", by=people[name], now=NOW)
    made = adopt(OWN, people["owner"], None)
    assert (made.number, made.because, made.by) == (1, "tried it", people["owner"])
    assert [line.action for line in Audit.objects.all()] == ["health_model.change"]


@pytest.mark.parametrize(
    "text, seen, because, advice",
    [
        (MILDER, 1, " ", "Write why"),
        (MILDER, 0, "x", "saved another version meanwhile"),
        (MILDER, None, "x", "saved another version meanwhile"),
        (OWN, 1, "x", "says the same"),
        (MILDER.replace("key: own", "key: other"), 1, "x", "stays so"),
        (MILDER.replace("key: own", "key: default"), 1, "x", "meaning of its own"),
        (MILDER.replace("days_of_use", "csat"), 1, "x", "rests on no metric of use"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_advice(people, home, text, seen, because, advice):
    adopt(OWN, people["owner"], None)
    with pytest.raises(ValidationError, match=advice):
        adopt(text, people["owner"], seen, because)
    assert texts.every(HEALTH)["own"].version == 1


def test_an_earlier_version_comes_back_as_a_new_one(people, home):
    adopt(OWN, people["owner"], None)
    adopt(MILDER, people["owner"], 1)
    back = versions.restore(HEALTH, "own", 1, because="was better", by=people["owner"], now=NOW)
    assert (back.number, back.text) == (3, OWN)
    assert [one.number for one in texts.written(HEALTH, "own")] == [3, 2, 1]
    with pytest.raises(ValidationError, match="no version 9"):
        versions.restore(HEALTH, "own", 9, because="x", by=people["owner"], now=NOW)
    shipped = versions.adopt(
        HEALTH, texts.every(HEALTH)["low_touch"].yaml.replace("yellow_from: 60", "yellow_from: 50"),
        key="low_touch", seen=0, because="x", by=people["owner"], now=NOW,
    )  # fmt: skip
    assert shipped.number == 1
    assert versions.restore(HEALTH, "low_touch", 0, because="x", by=people["owner"], now=NOW).number == 2


def test_a_difference_names_the_places():
    before, after = (parse(HealthModel, text, "x") for text in (OWN, MILDER.replace("- {key: nps", "- {key: nps2")))
    found = {(one.kind, ".".join(one.place)): (one.before, one.after) for one in changes(before, after)}
    assert found["changed", "components.use.shape.points"] == ("[[0, 0], [10, 100]]", "[[0, 0], [2, 100]]")
    assert {key for key in found if key[0] != "changed"} == {
        ("removed", "components.nps"),
        ("added", "components.nps2"),
    }
    assert changes(before, before) == []


def test_a_draft_is_tried_on_the_facts_of_the_day_and_nothing_is_kept(world, people):  # noqa: F811
    adopt(OWN, people["owner"], None)
    draft, now = parse(HealthModel, MILDER, "x"), [one.text for one in texts.models()]
    wanted = judge.needed(texts.models()) | needs.of_model(draft)
    known = snapshot.facts(world.home, world.organisation, wanted, day=DAY, now=NOW).known
    found = trial(now, draft, known)
    assert (found.before.count("red"), found.after.count("red"), found.after.count("green")) == (1, 0, 1)
    assert found.moved.tolist() == [1] and found.before.score[1] == 10 and found.after.score[1] == 50
    assert found.before.covered == pytest.approx(0.5)
    off = trial(now, draft.model_copy(update={"on": False}), known)
    assert len(off.held) == 3 and off.after.covered is not None
    assert trial(now, now[0], known).moved.tolist() == []
    assert not Score.objects.exists()


def test_facts_are_gathered_once_and_only_what_is_lacking_is_added(world, people, monkeypatch):  # noqa: F811
    asked = []
    gather = snapshot.gather
    monkeypatch.setattr(snapshot, "gather", lambda *args, **more: asked.append(args[2]) or gather(*args, **more))
    one, two = (
        needs.of_model(parse(HealthModel, text, "x")) for text in (OWN, OWN.replace("metric: nps", "metric: csat"))
    )
    for wanted in (one, one, two):
        found = snapshot.facts(world.home, world.organisation, wanted, day=DAY, now=NOW)
    assert [sorted(ask.metric for ask, _ago in wanted.asks) for wanted in asked] == [["days_of_use", "nps"], ["csat"]]
    assert found.state == snapshot.state(world.organisation)
    world.usage("K3", "2026-03-30", "c").save()
    again = snapshot.facts(world.home, world.organisation, one, day=DAY, now=NOW + timedelta(hours=1))
    assert again is found and again.state != snapshot.state(world.organisation)
    snapshot.forget()
    fresh = snapshot.facts(world.home, world.organisation, one, day=DAY, now=NOW)
    assert fresh.known.metric("days_of_use").tolist() == [10, 1, 1]


def test_values_lie_in_bars_that_hold_every_known_one():
    found = spread(np.array([0, 1, 1, 5, np.nan]), [0, 3])
    assert (found.known, found.all, sum(found.counts), found.counts[1]) == (4, 5, 4, 2)
    assert found.edges[0] == -0.5 and spread(np.array([np.nan]), [0, 1]).counts == ()
    assert sum(spread(np.linspace(0, 1, 1000), [-2, 3]).counts) == 1000


WISH = Wish("default", 0, date(2026, 2, 1), date(2026, 3, 1), "revenue", 30)


def test_a_rehearsal_is_asked_for_once_and_done_by_whoever_takes_it_first(world, people):  # noqa: F811
    today = NOW.date()
    for name in ("colleague", "read_only", "stranger"):
        with pytest.raises(PermissionDenied):
            ask(WISH, today=today, by=people[name], now=NOW)
    run = ask(WISH, today=today, by=people["owner"], now=NOW)
    assert ask(WISH, today=today, by=people["owner"], now=NOW) == run and run.total == 2
    assert run_next(world.home, world.organisation, NOW) is True
    assert run_next(world.home, world.organisation, NOW) is False
    told = newest(WISH)
    assert (told.state, told.done, told.told["verdict"]) == (RunState.DONE, 2, "too_few_leavers")
    assert [one["tier"] for one in told.told["tiers"]] in ([], [None])
    assert [line.action for line in Audit.objects.all()] == ["health_model.rehearse"]


@pytest.mark.parametrize(
    "change, advice",
    [
        ({"first": date(2026, 3, 2)}, "first day"),
        ({"last": date(2027, 1, 1)}, "up to today"),
        ({"first": date(2010, 1, 1)}, "more than 60 days"),
        ({"lead": 0}, "Choose from 1 to 730"),
        ({"model": "nobody"}, "no such version"),
    ],
)
def test_a_rehearsal_that_makes_no_sense_is_refused(people, home, change, advice):
    wish = Wish(**{**vars(WISH), **change})
    with pytest.raises(ValidationError, match=advice):
        ask(wish, today=NOW.date(), by=people["owner"], now=NOW)


def test_a_rehearsal_goes_on_when_its_worker_died_but_not_for_ever(world, people):  # noqa: F811
    run = ask(WISH, today=NOW.date(), by=people["owner"], now=NOW)
    Run.objects.update(state=RunState.RUNNING, holder="other:1:a", held_until=NOW + timedelta(minutes=1))
    assert run_next(world.home, world.organisation, NOW) is False
    assert run_next(world.home, world.organisation, NOW + timedelta(minutes=2)) is True
    run.refresh_from_db()
    assert run.state == RunState.DONE
    Run.objects.update(state=RunState.WAITING, tries=3)
    assert run_next(world.home, world.organisation, NOW) is True
    run.refresh_from_db()
    assert run.state == RunState.FAILED


def test_asking_names_the_moment(people, home):
    run = ask(WISH, today=NOW.date(), by=people["owner"], now=datetime(2026, 4, 1, tzinfo=UTC))
    assert (run.asked_at.day, run.by) == (1, people["owner"])
