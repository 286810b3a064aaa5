"""PostHog's wire: https://posthog.com/docs/api/capture. Events are usage; names that begin with $ have a meaning."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from loiste.sources.inbox import values
from loiste.sources.inbox.facts import BadEvent, Event, Fact, Reading
from loiste.sources.inbox.values import NOTHING
from loiste.sources.inbox.wire import Wire

USED = {"$pageview": "page", "$screen": "screen", "$autocapture": "track"}
GROUP_TYPES = ("company", "account", "organization", "organisation", "customer")
Told = dict[tuple[str, str], dict[str, str]]
Facts = tuple[tuple[Fact, ...], Told]


class Written(msgspec.Struct, gc=False):
    event: Any = None
    uuid: Any = None
    distinct_id: Any = None
    timestamp: datetime | None = None
    properties: msgspec.Raw = NOTHING
    set_: msgspec.Raw = msgspec.field(name="$set", default=NOTHING)


decode = msgspec.json.Decoder(Written).decode


def read(raw: bytes, reading: Reading) -> Event:
    try:
        written = decode(raw)
    except msgspec.ValidationError as error:
        raise BadEvent("bad_field", values.field_of(error)) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadEvent("malformed", str(error)) from error
    name = values.text(written.event)
    if name is None:
        raise BadEvent("missing", "event")
    if name.startswith("$") and name not in READERS and name not in USED:
        raise BadEvent("unknown_type", name, kind=name)
    properties = values.mapping(written.properties, "properties")
    facts, told = READERS.get(name, used)(written, properties, reading.settings)
    key = values.ref(written.uuid, "uuid") or values.ref(properties.get("$insert_id"), "$insert_id")
    return Event(key, written.timestamp, facts, told)


def group_of(properties: Mapping[str, Any], settings: Mapping[str, Any]) -> str | None:
    """The account: of the groups that the event names, the type that the source's settings say, or a usual one."""
    groups = properties.get("$groups")
    if not isinstance(groups, dict):
        return None
    wanted = (settings.get("group_type"),) if settings.get("group_type") else (*GROUP_TYPES, *groups)
    return next((values.ref(groups[kind], "$groups") for kind in wanted if kind in groups), None)


def who_of(written: Written, properties: Mapping[str, Any]) -> str | None:
    return values.ref(written.distinct_id, "distinct_id") or values.ref(properties.get("distinct_id"), "distinct_id")


def used(written: Written, properties: Mapping[str, Any], settings: Mapping[str, Any]) -> Facts:
    who, group = who_of(written, properties), group_of(properties, settings)
    if who is None and group is None:
        raise BadEvent("nobody", "distinct_id")
    type_ = USED.get(str(written.event), "track")
    path = values.text(properties.get("$pathname")) or values.text(properties.get("$screen_name"))
    fact = Fact(
        "usage", name=values.text(written.event) if type_ == "track" else path or type_, account_ref=group,
        contact_ref=who, channel={"page": "web", "screen": "app"}.get(type_), category=type_,
        value=values.number(properties.get("value", properties.get("revenue"))),
        properties=values.written(written.properties),
    )  # fmt: skip
    return (fact,), {}


def identified(written: Written, properties: Mapping[str, Any], settings: Mapping[str, Any]) -> Facts:
    who = who_of(written, properties)
    if who is None:
        raise BadEvent("nobody", "distinct_id")
    inside = properties.get("$set")
    traits = {**values.mapping(written.set_, "$set"), **(inside if isinstance(inside, dict) else {})}
    facts = [values.contact(who, group_of(properties, settings), traits)]
    anonymous = values.ref(properties.get("$anon_distinct_id"), "$anon_distinct_id")
    if anonymous and anonymous != who:
        facts.append(Fact("alias", contact_ref=who, ref=anonymous))
    return tuple(facts), {("contact", who): values.told(traits)}


def grouped(written: Written, properties: Mapping[str, Any], settings: Mapping[str, Any]) -> Facts:
    kind, group = str(properties.get("$group_type")), values.ref(properties.get("$group_key"), "$group_key")
    if group is None:
        raise BadEvent("missing", "$group_key")
    if group_of({"$groups": {kind: group}}, settings) is None:
        raise BadEvent("unknown_type", f"$groupidentify {kind}", kind=f"$groupidentify {kind}")
    inside = properties.get("$group_set")
    traits = inside if isinstance(inside, dict) else {}
    facts = values.attributes(group, traits)
    if not facts:
        raise BadEvent("says_nothing", "$group_set")
    return facts, {("account", group): values.told(traits)}


def renamed(written: Written, properties: Mapping[str, Any], settings: Mapping[str, Any]) -> Facts:
    who, previous = values.ref(properties.get("alias"), "alias"), who_of(written, properties)
    if who is None or previous is None:
        raise BadEvent("missing", "alias" if who is None else "distinct_id")
    return (Fact("alias", contact_ref=who, ref=previous),), {}


READERS: dict[str, Callable[[Written, Mapping[str, Any], Mapping[str, Any]], Facts]] = {
    "$identify": identified, "$set": identified, "$groupidentify": grouped, "$create_alias": renamed,
}  # fmt: skip

WIRE = Wire(
    name="posthog",
    paths={"/batch": "", "/capture": "event", "/i/v0/e": "event"},
    event_limit=1024 * 1024,
    batch_limit=20 * 1024 * 1024,
    key_name="api_key",
    clock_name="sent_at",
    read=read,
)
