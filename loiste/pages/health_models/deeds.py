"""What the buttons of the form do to a draft: components and groups come and go. Nothing is stored by them."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

import numpy as np

from loiste.judgement.facts import Needs
from loiste.metrics.by_account import Ask, askable
from loiste.pages.health_models.draft import Draft, listed, of_raw
from loiste.pages.health_models.effect import facts_of_today

Raw = dict[str, Any]


def done(draft: Draft, deed: str, sent: dict[str, str], moment: datetime) -> Draft:
    """The draft after a deed, named as `remove:2`; unknown deeds leave it as it is."""
    name, _colon, place = deed.partition(":")
    if not draft.formed or name not in DEEDS:
        return draft
    raw = deepcopy(draft.raw)
    if name == "add":
        add(raw, sent.get("metric", ""), moment)
    else:
        DEEDS[name](raw, int(place) if place.isdigit() else -1)
    return of_raw(raw)


def add(raw: Raw, metric: str, moment: datetime) -> None:
    """A component for a metric, from nothing for the worst tenth of values to full points for the best."""
    found = next((one for one in askable() if one.key == metric), None)
    if found is None:
        return
    keys = [one.get("key") for one in listed(raw, "components")]
    key = next(name for n in range(1, 100) if (name := metric if n == 1 else f"{metric}_{n}") not in keys)
    low, high = ends(metric, moment)
    best = 100 if raw.get("combine", "mean") == "mean" and "scale" not in raw else raw.get("scale", 100)
    points = [[low, 0], [high, best]] if found.better == "up" else [[low, best], [high, 0]]
    fresh: Raw = {"key": key, "metric": metric, "shape": {"kind": "linear", "points": points}}
    groups = listed(raw, "groups")
    if groups:
        fresh["group"] = groups[0].get("key")
    raw["components"] = [*listed(raw, "components"), fresh]


def ends(metric: str, moment: datetime) -> tuple[float, float]:
    """A tenth from either end of the values of today; 0 and 1 where there is no such line."""
    wanted = Needs(asks=frozenset({(Ask(metric), 0)}))
    values = facts_of_today(wanted, moment).known.metric(metric)
    known = values[~np.isnan(values)]
    if not len(known):
        return 0, 1
    low, high = (float(f"{edge:.3g}") for edge in np.quantile(known, [0.1, 0.9]))
    return (low, high) if low < high else (low, low + 1)


def remove(raw: Raw, place: int) -> None:
    raw["components"] = [one for n, one in enumerate(listed(raw, "components")) if n != place]


def group(raw: Raw, _place: int) -> None:
    """One more group; the first takes all components in."""
    groups = listed(raw, "groups")
    keys = [one.get("key") for one in groups]
    key = next(name for n in range(1, 100) if (name := f"group_{n}") not in keys)
    raw["groups"] = [*groups, {"key": key, "weight": 1}]
    if not groups:
        for one in listed(raw, "components"):
            one["group"] = key


def ungroup(raw: Raw, place: int) -> None:
    """A group goes; its components go to the first that is left."""
    groups = listed(raw, "groups")
    if not 0 <= place < len(groups):
        return
    gone = groups[place].get("key")
    left = [one for n, one in enumerate(groups) if n != place]
    raw["groups"] = left
    for one in listed(raw, "components"):
        if not left:
            one.pop("group", None)
        elif one.get("group") == gone:
            one["group"] = left[0].get("key")


DEEDS: dict[str, Callable[..., None]] = {"add": add, "remove": remove, "group": group, "ungroup": ungroup}
