"""What was said of an account, field by field, with the day from which each value holds."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from loiste.accounts.one.own import Own, signals

LONG_AGO = date(1, 1, 1)
SAID = """
    select id::varchar as id, name, text, valid_from, received_at, position, source, batch, properties from ({own})
    where name is not null order by name, coalesce(valid_from, date '0001-01-01'), received_at, position"""
NOT_SHOWN = ("account_id",)


@dataclass(frozen=True)
class Said:
    """One value of a field; `since` None = from the beginning. `replaced`: another was said later for the same day."""

    id: str
    name: str
    value: str | None
    since: date | None
    received_at: datetime  # UTC, naive
    source: str
    replaced: bool

    def holds_by(self, day: date) -> bool:
        return (self.since or LONG_AGO) <= day


def history(own: Own) -> dict[str, list[Said]]:
    """Every value of every field, the newest first."""
    sql, values = signals(own, "attribute", "*")
    rows = own.reading.fetch(SAID.format(own=sql), values)
    found: dict[str, list[Said]] = {}
    for (name, _since), group in groupby(rows, lambda row: (row["name"], row["valid_from"])):
        same = list(group)
        for place, row in enumerate(same):
            said = Said(
                row["id"], name, row["text"], row["valid_from"], row["received_at"], row["source"],
                replaced=place + 1 < len(same),
            )  # fmt: skip
            found.setdefault(name, []).insert(0, said)
    return {name: said for name, said in found.items() if name not in NOT_SHOWN}


def on_day(said: list[Said], day: date) -> Said | None:
    """The value that held on the day; None when nothing was said that early."""
    return next((one for one in said if not one.replaced and one.holds_by(day)), None)


def values_on(said: dict[str, list[Said]], day: date) -> dict[str, str | None]:
    """Field -> value on the day, of the fields that had one."""
    found = {name: on_day(values, day) for name, values in said.items()}
    return {name: one.value for name, one in found.items() if one is not None}
