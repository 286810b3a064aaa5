"""The fields of a draft: made of its plain values, so that what was typed stands there also when it is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from loiste.judgement import words as texts
from loiste.metrics.by_account import askable, windowed
from loiste.metrics.registry import metrics
from loiste.pages.health_models import words
from loiste.pages.health_models.draft import Draft, listed
from loiste.pages.health_models.overlay import MOST_POINTS
from loiste.pages.metric.words import group_name

Option = tuple[str, str, bool]  # value, text, chosen
OF_SUMS = ("sum", "from_neutral")


@dataclass(frozen=True)
class Field:
    """`kind`: text, number, select, check or area. `fault`: what is wrong with it."""

    name: str
    label: str
    kind: str
    value: str = ""
    options: tuple[Option, ...] = ()
    fault: str = ""
    wide: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Pair:
    value: Field
    points: Field


@dataclass(frozen=True)
class Component:
    """One component of the form. `groups`: metrics to choose from, by their groups; `share` of the whole weight."""

    place: int
    title: str
    what: str
    source: str
    groups: list[tuple[str, list[Option]]]
    main: list[Field]
    unknown: list[Field]
    more: list[Field]
    pairs: list[Pair]
    weight: Field
    share: float | None
    faults: bool


class Sheet:
    """Makes fields of a draft; knows what is wrong with each."""

    def __init__(self, draft: Draft) -> None:
        self.raw: Mapping[str, Any] = draft.raw
        self.wrong = {one.field: one.text for one in reversed(draft.faults)}

    def field(self, of: Mapping[str, Any], start: str, path: str, label: str, kind: str = "text", **more: Any) -> Field:
        return Field(start + path, label, kind, shown(at(of, path)), fault=self.wrong.get(start + path, ""), **more)

    def select(
        self, of: Mapping[str, Any], start: str, path: str, label: str, choices: Mapping[str, object], default: str = ""
    ) -> Field:
        chosen = shown(at(of, path)) or default
        return self.field(of, start, path, label, "select", options=options(choices.items(), chosen))

    def check(self, path: str, label: str, *, default: bool) -> Field:
        return Field(path, label, "check", "1" if self.raw.get(path, default) is True else "")


def at(raw: Any, path: str) -> Any:
    for part in path.split("."):
        raw = raw.get(part) if isinstance(raw, Mapping) else None
    return raw


def shown(value: Any) -> str:
    """A plain value as it stands in a field."""
    if value is None or isinstance(value, Mapping | list):
        return "" if not value else texts.written(value).strip()
    return str(texts.whole(value))


def options(pairs: Iterable[tuple[str, object]], chosen: str) -> tuple[Option, ...]:
    return tuple((value, str(text), value == chosen) for value, text in pairs)


def of_model(draft: Draft) -> dict[str, list[Field]]:
    """Fields of the whole model: what is always shown, and what few change."""
    sheet, raw = Sheet(draft), draft.raw
    main = [
        sheet.field(raw, "", "name.fi", _("Name in Finnish")), sheet.field(raw, "", "name.en", _("Name in English")),
        with_default(sheet.field(raw, "", "bands.yellow_from", _("Yellow from"), "number"), "40"),
        with_default(sheet.field(raw, "", "bands.green_from", _("Green from"), "number"), "70"),
        with_default(sheet.field(raw, "", "order", _("Order; the lowest that fits holds"), "number"), "50"),
        sheet.check("on", _("On: it scores accounts"), default=True),
    ]  # fmt: skip
    rule = sheet.field(raw, "", "applies", _("Accounts that it is for, as a rule"), "area", wide=True)
    more = [
        with_default(rule, "everyone: true"),
        sheet.select(raw, "", "combine", _("How components become a score"), words.COMBINE, "mean"),
        with_default(sheet.field(raw, "", "scale", _("Scale: points run up to"), "number"), "100"),
        with_default(sheet.field(raw, "", "neutral", _("Middle of the scale"), "number"), "50"),
        sheet.check("rounded", _("Whole points only"), default=False),
        sheet.field(raw, "", "no_use_because", _("Why it rests on no metric of use, if it does not"), wide=True),
        sheet.field(raw, "", "meaning.fi", _("What it is for, in Finnish"), "area", wide=True),
        sheet.field(raw, "", "meaning.en", _("What it is for, in English"), "area", wide=True),
    ]  # fmt: skip
    return {"main": main, "more": more}


def with_default(field: Field, value: str) -> Field:
    return field if field.value or field.fault else Field(**{**vars(field), "value": value})


def of_groups(draft: Draft) -> list[list[Field]]:
    sheet = Sheet(draft)
    return [
        [sheet.field(one, f"g{place}.", "name.fi", _("Name in Finnish")),
         sheet.field(one, f"g{place}.", "name.en", _("Name in English")),
         sheet.field(one, f"g{place}.", "weight", _("Weight"), "number")]
        for place, one in enumerate(listed(draft.raw, "groups"))
    ]  # fmt: skip


def of_components(draft: Draft) -> list[Component]:
    sheet, groups = Sheet(draft), group_choices(draft.raw)
    return [component(sheet, place, one, groups) for place, one in enumerate(listed(draft.raw, "components"))]


def group_choices(raw: Mapping[str, Any]) -> dict[str, str]:
    return {str(one.get("key")): str(local(one.get("name")) or one.get("key")) for one in listed(raw, "groups")}


def local(name: Any) -> str:
    """A name in the reader's language; empty where there is none yet."""
    try:
        return str(texts.Words.model_validate(name))
    except ValueError:
        return ""


def component(sheet: Sheet, place: int, one: Mapping[str, Any], groups: Mapping[str, str]) -> Component:
    start, key = f"c{place}.", str(one.get("key", ""))
    metric = metrics().get(str(one.get("metric", "")))
    window = metric is None or windowed(metric) is not None
    main = [
        *([sheet.select(one, start, "group", _("Group"), groups)] if groups else []),
        sheet.select(one, start, "shape.kind", _("Shape"), words.SHAPES),
        *([sheet.select(one, start, "shape.at_bound", _("Bounds"), words.BOUNDS, "upper")]
          if at(one, "shape.kind") == "thresholds" else []),
    ]  # fmt: skip
    unknown = [
        sheet.select(one, start, "missing.rule", _("When it is unknown"), words.MISSING, "leave_out"),
        sheet.field(one, start, "missing.carry_days", _("First look so many days back"), "number"),
    ]
    more = [
        *([sheet.field(one, start, "days", _("Window in days"), "number", hint=_("empty: as in the settings"))]
          if one.get("metric") and window else []),
        sheet.field(
            one, start, "change", _("Change against so many days before"), "number", hint=_("empty: the value itself")
        ),
        sheet.field(one, start, "name.fi", _("Name in Finnish")),
        sheet.field(one, start, "name.en", _("Name in English")),
        *([] if one.get("metric") else [sheet.field(one, start, "attribute", _("Attribute of the account")),
          sheet.field(one, start, "values", _("What its texts stand for, as gold: 100"), "area", wide=True)]),
    ]  # fmt: skip
    weight = with_default(sheet.field(one, start, "weight", _("Weight"), "number"), "1")
    title = local(one.get("name")) or (str(metric.name) if metric else str(one.get("attribute") or key))
    wrong = any(name.startswith(start) for name in sheet.wrong)
    return Component(
        place, title, source_words(one), str(one.get("metric", "")), choices(str(one.get("metric", ""))),
        main, unknown, more, pairs(sheet, one, start), weight, share(sheet.raw, one), wrong,
    )  # fmt: skip


def source_words(one: Mapping[str, Any]) -> str:
    """What the values are: metric with its unit, or attribute, and whether it is their change."""
    metric = metrics().get(str(one.get("metric", "")))
    if one.get("change"):
        return _("change over %(days)s days, a share") % {"days": one["change"]}
    return words.unit(metric) if metric else _("attribute %(name)s") % {"name": one.get("attribute", "")}


def choices(chosen: str) -> list[tuple[str, list[Option]]]:
    """The metrics that can be chosen, by group, each by its name."""
    groups: dict[str, list[Option]] = {}
    for one in askable():
        groups.setdefault(group_name(one.group), []).append((one.key, str(one.name), one.key == chosen))
    return [(name, sorted(some, key=lambda option: option[1])) for name, some in groups.items()]


def pairs(sheet: Sheet, one: Mapping[str, Any], start: str) -> list[Pair]:
    """The points of the shape, and an empty pair for one more."""
    found = at(one, "shape.points")
    points = [pair if isinstance(pair, list | tuple) and len(pair) == 2 else ("", "") for pair in found or []]
    words_ = (("v", _("Value %(n)s")), ("y", _("Points %(n)s")))
    return [
        Pair(*(number(sheet, f"{start}{side}{n}", label % {"n": n + 1}, said)
               for (side, label), said in zip(words_, pair, strict=True)))
        for n, pair in enumerate([*points, ("", "")][:MOST_POINTS])
    ]  # fmt: skip


def number(sheet: Sheet, name: str, label: str, said: Any) -> Field:
    return Field(name, label, "number", shown(said), fault=sheet.wrong.get(name, ""))


def share(raw: Mapping[str, Any], one: Mapping[str, Any]) -> float | None:
    """The share of the whole weight; None where weights do not count, or are no numbers."""
    if raw.get("combine") in OF_SUMS:
        return None
    try:
        inside = [each for each in listed(raw, "components") if each.get("group") == one.get("group")]
        own = float(one.get("weight", 1)) / sum(float(each.get("weight", 1)) for each in inside)
        groups = {each["key"]: float(each["weight"]) for each in listed(raw, "groups")}
        return own * groups[one["group"]] / sum(groups.values()) if groups else own
    except (TypeError, ValueError, KeyError, ZeroDivisionError):
        return None
