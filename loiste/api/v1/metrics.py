"""Metrics: what there is, what it amounts to as of a day, how it got there, the rows behind it; and the KPI report."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import Field

from loiste.accounts.doors import ids_for
from loiste.api.v1 import cursors, here
from loiste.api.v1.accounts import Cursor, Limit
from loiste.api.v1.keys import needs
from loiste.api.v1.problems import Wrong, not_found
from loiste.metrics import told
from loiste.metrics.dimensions import known
from loiste.metrics.explain import explain
from loiste.metrics.models import Reading
from loiste.metrics.registry import Metric, metrics, reported
from loiste.metrics.run import measure
from loiste.plain.days import parse_months

router = Router(tags=["metrics"])
SIZE = 100
MOST_MONTHS = 60
Key = Annotated[str, Field(max_length=60)]
FIRST, LAST = date(1970, 1, 1), date(2200, 1, 1)
Day = Annotated[date | None, Field(ge=FIRST, le=LAST)]


def found_metric(key: str) -> Metric:
    if key not in metrics():
        raise not_found()
    return metrics()[key]


@router.get(
    "/metrics", response=dict[str, Any], operation_id="list_metrics",
    summary=gettext_noop("The catalogue of metrics"),
    description=gettext_noop("Name, meaning and formula of each, in the language of Accept-Language."),
)  # fmt: skip
def catalogue(request: HttpRequest) -> Any:
    needs(request, "read")
    names = ("key", "name", "meaning", "formula", "window", "unit", "better", "group", "level")
    return {"items": [{name: str(getattr(one, name)) for name in names} for one in metrics().values()]}


@router.get(
    "/metrics/{key}", response=dict[str, Any], operation_id="get_metric",
    summary=gettext_noop("A metric explained"),
    description=gettext_noop(
        "Its value as of a day, its formula, inputs, query and sources, and a page of the rows behind it."
    ),
)  # fmt: skip
def explained(request: HttpRequest, key: Key, as_of: Day = None, cursor: Cursor = "", limit: Limit = SIZE) -> Any:
    by, metric = needs(request, "read"), found_metric(key)
    place = cursors.read(cursor, int)
    start = max(0, min(place[0], 10**9)) if place else 0
    found = explain(
        here.home(), here.organisation(), metric.key, here.day(as_of), mine=ids_for(by), limit=limit, offset=start
    )
    following = [start + limit] if start + limit < found.rows.total else None
    return told.explained(found) | {"next": cursors.written(following)}


@router.get(
    "/metrics/{key}/readings", response=dict[str, Any], operation_id="list_readings",
    summary=gettext_noop("Its stored values"),
    description=gettext_noop(
        "Readings of the whole organisation that are stored: every month end, and each of the last 35 "
        "days."
    ),
)  # fmt: skip
def readings(request: HttpRequest, key: Key, since: Day = None, until: Day = None) -> Any:
    needs(request, "read")
    found = Reading.objects.filter(metric=found_metric(key).key).order_by("as_of")
    found = found.filter(as_of__gte=since) if since else found
    found = found.filter(as_of__lte=until) if until else found
    rows = found.values("as_of", "value", "numerator", "denominator")
    return {"metric": key, "unit": metrics()[key].unit, "items": list(rows)}


@router.get(
    "/reports/kpis", response=dict[str, Any], operation_id="get_kpis",
    summary=gettext_noop("The KPI report"),
    description=gettext_noop("Every metric as of a day or of month ends, whole or in groups `by` a dimension."),
)  # fmt: skip
def kpis(
    request: HttpRequest, as_of: Day = None, by: Annotated[str, Field(max_length=100)] = "",
    months: Annotated[str, Field(max_length=20)] = "",
) -> Any:  # fmt: skip
    needs(request, "read")
    home, ours = here.home(), here.organisation()
    if by and by not in known(home):
        text = _("There is no dimension %(name)r. Known are: %(words)s.")
        raise Wrong(422, "no_dimension", text % {"name": by, "words": ", ".join(known(home))})
    days = month_ends(months) if months else [here.day(as_of)]
    whole = measure(home, ours, reported(), days)
    grouped = measure(home, ours, reported(), days, by=by) if by else None
    return {"items": [told.as_object(day, whole, grouped, by or None, ours.currency) for day in days]}


def month_ends(text: str) -> list[date]:
    try:
        days = parse_months(text)
    except ValueError as error:
        raise Wrong(422, "no_months", _("Write months as YYYY-MM..YYYY-MM, the earlier first.")) from error
    if len(days) > MOST_MONTHS:
        raise Wrong(422, "too_many_months", _("Ask for at most %(count)s months at once.") % {"count": MOST_MONTHS})
    return days
