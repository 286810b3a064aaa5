"""The pages of health models: everyone reads, who may writes; fields and text are one draft; rehearsals are plain."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from loiste.judgement import snapshot, texts, words
from loiste.judgement.kinds import HEALTH
from loiste.judgement.running import run_next
from loiste.pages.health_models import fields
from loiste.pages.health_models.draft import of_fields, of_text
from tests.shop import TODAY, shop

pytestmark = pytest.mark.django_db
LOW = "/health/models/low_touch/"
EFFECT = {"hx-request": "true", "hx-target": "effect"}


@pytest.fixture(autouse=True)
def still(monkeypatch, settings):
    from loiste.pages import here
    from loiste.pages.health_models import listing, rehearsal, studio, versions

    settings.STATIC_ROOT = None
    snapshot.forget()
    for module in (here, listing, rehearsal, studio, versions):
        monkeypatch.setattr(module, "now", lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))
    yield
    snapshot.forget()


@pytest.fixture
def world(home, db):
    return shop(home)


@pytest.fixture
def owner(client, people):
    client.force_login(people["owner"])
    return client


def text(answer) -> str:
    return unescape(answer.content.decode())


def base() -> str:
    return texts.every(HEALTH)["low_touch"].yaml


def for_everyone(**bands: float) -> str:
    """A draft of the model that is for all accounts, before any other."""
    raw = words.read(base())
    return words.written({**raw, "order": 1, "applies": {"everyone": True}, "bands": {**raw["bands"], **bands}})


def sent_by(draft) -> dict[str, str]:
    """What a browser sends of the fields of a draft that nobody touched."""
    every = [*fields.of_model(draft)["main"], *fields.of_model(draft)["more"]]
    every += [one for group in fields.of_groups(draft) for one in group]
    sent = {"base": draft.yaml}
    for part in fields.of_components(draft):
        sent[f"c{part.place}.source"] = part.source
        every += [part.weight, *part.main, *part.unknown, *part.more]
        every += [one for pair in part.pairs for one in (pair.value, pair.points)]
    for one in every:
        if one.kind == "check":
            sent |= {f"{one.name}.shown": "1"} | ({one.name: "1"} if one.value else {})
        else:
            sent[one.name] = one.value
    return sent


@pytest.mark.parametrize("one", [*texts.shipped(HEALTH).values(), *texts.presets()], ids=lambda one: one.text.key)
def test_fields_that_nobody_touches_say_what_the_text_says(one):
    draft = of_fields(sent_by(of_text(one.yaml)))
    assert (draft.faults, draft.model) == ([], one.text)


def test_the_list_says_for_whom_each_model_is_and_how_many_that_are(world, owner):
    said = text(owner.get("/health/models/"))
    assert "Tier is one of: high, gold, enterprise" in said and "(in the manner of Vitally)" in said
    rows = {row[0]: row[1] for row in re.findall(r"<code>(\w+)</code>.*?<td class=\"num\">(\d+)</td>", said, re.S)}
    assert rows == {"onboarding": "0", "high_touch": "3", "low_touch": "0", "tech_touch": "4"}
    assert owner.post("/health/models/new/", {"key": "Bad key"}).status_code == 400
    assert owner.post("/health/models/new/", {"key": "low_touch"}).status_code == 400
    made = owner.post("/health/models/new/", {"key": "mine", "from": "preset:three_levels"}, follow=True)
    assert "not saved yet" in text(made) and "key: mine\n" in text(made) and "\non: false\n" in text(made)
    assert owner.get("/health/models/nobody/").status_code == 404


def test_a_stroke_shows_who_would_change_band_to_who_may_change_the_model(world, owner, people, client):
    answer = owner.post(LOW, {"yaml": for_everyone(yellow_from=1, green_from=1)}, headers=EFFECT)
    moved = int(re.search(r"<b>(\d+) accounts? changes? band", text(answer))[1])
    assert moved > 0 and b"<html" not in answer.content
    assert len(re.findall(r"/accounts/acc_\w+/", text(answer))) == moved
    client.force_login(people["colleague"])  # may change no model: a rule of their own could ask for a single account
    assert "changes band" not in text(client.post(LOW, {"yaml": for_everyone(green_from=1)}, headers=EFFECT))


def test_who_may_not_change_settings_reads_and_saves_nothing(world, client, people):
    client.force_login(people["read_only"])
    said = text(client.get(LOW))
    assert '<fieldset class="bare stack" disabled>' in said and "Save as version" not in said
    assert client.post(f"{LOW}save/", {"yaml": for_everyone(), "because": "x", "seen": "0"}).status_code == 403
    assert client.post(f"{LOW}restore/", {"number": "0", "because": "x"}).status_code == 403
    assert texts.every(HEALTH)["low_touch"].version == 0


def test_what_is_wrong_is_named_and_stays_as_it_was_typed(world, owner):
    sent = {"base": base(), "c0.weight": "three", "c0.v1": "", "c0.y1": "50", "c0.v0": "0", "c0.y0": "0", "seen": "0"}
    answer = owner.post(f"{LOW}save/", {**sent, "because": "heavier"})
    said = text(answer)
    assert answer.status_code == 400 and texts.every(HEALTH)["low_touch"].version == 0
    assert 'value="three"' in said and ">heavier</textarea>" in said
    assert 'href="#f-c0.weight">Component activity: weight</a>: Write a number.' in said
    assert 'href="#f-c0.v1">Component activity: value 2</a>: Write a number.' in said
    broken = owner.post(LOW, {"yaml": "key: [low_touch"}, headers=EFFECT)
    assert "That is not YAML" in text(broken)


def test_fields_and_text_are_two_views_of_one_draft(world, owner):
    as_text = text(owner.post(LOW, {"base": base(), "bands.green_from": "77,5", "do": "text"}))
    yaml = re.search(r'name="yaml"[^>]*>(.*?)</textarea>', as_text, re.S)[1]
    assert "green_from: 77.5" in yaml
    as_fields = text(owner.post(LOW, {"yaml": yaml, "do": "fields"}))
    assert 'name="bands.green_from" value="77.5"' in as_fields


def test_components_and_groups_come_and_go(world, owner):
    def after(do, **more):
        found = text(owner.post(LOW, {"base": base(), "do": do, **more}))
        return of_text(re.search(r'name="base" value="(.*?)">', found, re.S)[1].replace("&quot;", '"'))

    keys = [one.key for one in of_text(base()).model.components]
    added = after("add", metric="days_of_use").model
    assert [one.key for one in added.components] == [*keys, "days_of_use"]
    assert [one.key for one in after("remove:0").model.components] == keys[1:]
    assert len(after("group").raw["groups"]) == 3
    assert {one.group for one in after("ungroup:0").model.components} == {"experience"}
    assert after("nonsense:1").model == of_text(base()).model


def test_a_version_is_saved_compared_and_taken_back(world, owner):
    changed = {"base": base(), "bands.green_from": "80", "seen": "0", "because": "too many were green"}
    assert owner.post(f"{LOW}save/", changed).status_code == 302
    assert texts.every(HEALTH)["low_touch"].text.bands.green_from == 80
    late = owner.post(f"{LOW}save/", {**changed, "bands.green_from": "81"})
    assert late.status_code == 400 and "saved another version meanwhile" in text(late)
    assert 'name="seen" value="1"' in text(late)
    said = text(owner.get(f"{LOW}versions/"))
    assert "too many were green" in said and "bands › green_from" in said and "From version 0 to version 1" in said
    assert owner.post(f"{LOW}restore/", {"number": "0", "because": ""}).status_code == 400
    owner.post(f"{LOW}restore/", {"number": "0", "because": "the old was better"})
    assert (texts.every(HEALTH)["low_touch"].version, texts.every(HEALTH)["low_touch"].yaml) == (
        2,
        texts.version(HEALTH, "low_touch", 0).yaml,
    )
    assert "They say the same." in text(owner.get(f"{LOW}versions/?a=0&b=2"))


REHEARSAL = "/health/models/default/rehearsal/?from=2026-05-01&to=2026-06-20&churn=revenue&lead=90"


def test_a_rehearsal_is_asked_for_done_and_read_and_boasts_of_nothing(world, owner, client, people):
    assert "Not rehearsed yet" in text(owner.get(REHEARSAL))
    sent = {"from": "2026-05-01", "to": "2026-06-20", "churn": "revenue", "lead": "90", "every": "28"}
    asked = owner.post("/health/models/default/rehearsal/ask/", sent)
    assert asked.status_code == 302 and "Waiting for the worker" in text(owner.get(asked.url))
    run_next(world.home, world.organisation, datetime(2026, 11, 20, tzinfo=UTC))
    client.force_login(people["read_only"])
    part = client.get(asked.url, headers={"hx-request": "true"})
    assert b"<html" not in part.content and "Too few left to say anything (1; at least 20 are needed)." in text(part)
    assert "can be mere chance" in text(part) and "AUC)" not in text(part)
    assert client.post("/health/models/default/rehearsal/ask/", sent).status_code == 403


@pytest.mark.parametrize("asked, status, words", [
    ("from=2026-07-01&to=2026-06-01", 400, "Choose a first day"),
    (f"to={date(2026, 11, 1)}&lead=90", 200, "still to leave counts as having stayed"),
    ("lead=0", 400, "Choose from 1 to 730"),
    ("from=nonsense&lead=abc&every=x", 200, "Not rehearsed yet"),
])  # fmt: skip
def test_what_makes_no_sense_is_said(world, owner, asked, status, words):
    answer = owner.get(f"/health/models/low_touch/rehearsal/?{asked}")
    assert answer.status_code == status and words in text(answer)
