"""Numbers as programs read them, on the command line and over the API: JSON numbers, unknown is null."""

from datetime import date
from decimal import Decimal
from typing import Any

from loiste.metrics.registry import reported


def number(value: Decimal | None) -> int | float | None:
    """Whole ones without a fraction, unknown as null."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_object(day: date, whole: Any, grouped: Any, by: str | None, currency: str) -> dict[str, Any]:
    """One day in the shape that scripts read."""
    found: dict[str, Any] = {"as_of": day.isoformat(), "metrics": values(whole, day, currency)}
    if grouped is not None:
        found |= {"by": by, "overlapping": grouped.overlapping}
        found["groups"] = [
            {"key": group, "metrics": values(grouped, day, currency, group)} for group in grouped.groups
        ]
    return found


def values(found: Any, day: date, currency: str, *group: str | None) -> dict[str, Any]:
    """Metrics of one day and group; in groups, metrics that cannot be split are left out."""
    shown: dict[str, dict[str, Any]] = {}
    for key, metric in reported().items():
        if group and (key, day, group[0]) not in found.values and not any(k == key for k, _, _ in found.values):
            continue
        worth = found.at(key, day, *group)
        shown[key] = {"value": number(worth.value), "unit": metric.unit}
        if metric.unit == "money":
            shown[key]["currency"] = currency
        if metric.shape == "ratio":
            shown[key] |= {"numerator": number(worth.numerator), "denominator": number(worth.denominator)}
    return shown


def explained(found: Any) -> dict[str, Any]:
    """The explanation in the shape that scripts read."""
    return {
        "metric": found.metric.key, "as_of": found.as_of.isoformat(), "unit": found.metric.unit,
        "name": str(found.metric.name), "meaning": str(found.metric.meaning), "formula": str(found.metric.formula),
        "window": str(found.metric.window), "value": number(found.value.value),
        "numerator": number(found.value.numerator), "denominator": number(found.value.denominator),
        "inputs": {
            key: {day.isoformat(): number(value) for day, value in days.items()}
            for key, days in found.inputs.items()
        },
        "settings": found.settings,
        "sources": [vars(source) for source in found.sources],
        "query": found.query,
        "views": [{"name": name, "query": text} for name, text in found.views],
        "rows": {
            "total": found.rows.total,
            "items": [
                {
                    "account": row.account.public_id if row.account else None,
                    "account_id": row.account.ref if row.account else None,
                    "name": row.account.name if row.account else None,
                    "value": number(row.value),
                    "numerator": number(row.numerator),
                    "denominator": number(row.denominator),
                }
                for row in found.rows.items
            ],
        },
    }  # fmt: skip
