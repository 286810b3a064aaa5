"""From the fields of the studio to the plain values of a model: what was typed is kept, also where it is no number."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import yaml

from loiste.judgement import words

TEXTS = ("name.fi", "name.en", "meaning.fi", "meaning.en", "combine", "no_use_because")
NUMBERS = ("order", "scale", "neutral", "bands.yellow_from", "bands.green_from")
FLAGS = ("on", "rounded")
OF_GROUP = ("name.fi", "name.en")
OF_COMPONENT = ("name.fi", "name.en", "attribute", "group", "shape.kind", "shape.at_bound", "missing.rule")
MAY_BE_EMPTY = ("days", "change", "missing.carry_days")
MOST_POINTS = 13  # of the form: twelve and an empty one


def overlay(base: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The base with what the fields say; fields that were not sent leave it as it is."""
    raw = deepcopy(dict(base))
    texts(raw, sent, "", TEXTS)
    numbers(raw, sent, "", NUMBERS)
    for flag in FLAGS:
        if f"{flag}.shown" in sent:
            raw[flag] = flag in sent
    if "applies" in sent:
        put(raw, "applies", of_yaml(sent["applies"]))
    for place, group in enumerate(raw.get("groups", [])):
        texts(group, sent, f"g{place}.", OF_GROUP)
        numbers(group, sent, f"g{place}.", ("weight",))
    for place, component in enumerate(raw.get("components", [])):
        of_component(component, sent, f"c{place}.")
    return raw


def of_component(raw: dict[str, Any], sent: Mapping[str, str], start: str) -> None:
    texts(raw, sent, start, OF_COMPONENT)
    numbers(raw, sent, start, ("weight",))
    for name in MAY_BE_EMPTY:
        if start + name in sent:
            put(raw, name, number(sent[start + name]) if sent[start + name].strip() else None)
    if start + "values" in sent:
        put(raw, "values", of_yaml(sent[start + "values"]))
    if start + "source" in sent:
        metric = sent[start + "source"]
        put(raw, "metric", metric or None)
        if metric:
            put(raw, "attribute", None)
            put(raw, "values", None)
        else:
            put(raw, "days", None)
    if start + "v0" in sent:
        pairs = [(sent.get(f"{start}v{n}", ""), sent.get(f"{start}y{n}", "")) for n in range(MOST_POINTS)]
        put(raw, "shape.points", [[number(at), number(points)] for at, points in pairs if at.strip() or points.strip()])


def texts(raw: dict[str, Any], sent: Mapping[str, str], start: str, names: tuple[str, ...]) -> None:
    for name in names:
        if start + name in sent:
            put(raw, name, sent[start + name].strip() or None)


def numbers(raw: dict[str, Any], sent: Mapping[str, str], start: str, names: tuple[str, ...]) -> None:
    for name in names:
        if start + name in sent:
            put(raw, name, number(sent[start + name]))


def put(raw: dict[str, Any], path: str, value: Any) -> None:
    """Sets a value, or takes it away with None; a part that is left empty goes, too."""
    first, _dot, rest = path.partition(".")
    if rest:
        inner = raw.get(first)
        inner = dict(inner) if isinstance(inner, dict) else {}
        put(inner, rest, value)
        value = inner or None
        path = first
    if value is None:
        raw.pop(path, None)
    else:
        raw[path] = value


def number(text: str) -> int | float | str:
    """The number, or the text as it was typed where it is none."""
    plain = text.strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-")
    try:
        found = float(plain.replace(",", "."))
    except ValueError:
        return text
    return int(found) if found.is_integer() else found


def of_yaml(text: str) -> Any:
    """What the YAML says; the text as it was typed where it is none, None where it is empty."""
    try:
        return words.read(text) if text.strip() else None
    except yaml.YAMLError:
        return text
