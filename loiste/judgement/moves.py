"""Coming into a segment and leaving it, told on the account's timeline. No sign of life from the customer: the kind of
these signals is their own, and no metric reads it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction

from loiste.accounts.hand import SOURCE, ensure_own_refs
from loiste.accounts.identities import forget
from loiste.accounts.models import Account
from loiste.judgement.models import Membership
from loiste.judgement.segment import Segment
from loiste.judgement.texts import Text
from loiste.timeline.intake import Intake
from loiste.timeline.signal import HEADER, JUDGEMENT, STAGED

ENTERED, LEFT = "segment_entered", "segment_left"
BY = "judge"
Row = tuple[str, str, str]  # segment, public id of the account, ENTERED or LEFT


def tell(home: Path, texts: Mapping[str, Text[Segment]], *, as_of: date, now: datetime) -> int:
    """Puts the day's own movements of accounts on their timelines; returns how many were not there yet.

    What a changed text did is no movement of the account and is not told, nor what an account did that is part of
    another by now. Told twice it is there once.
    """
    told = [row for row in own(as_of) if row[0] in texts]
    if not told:
        return 0
    with Intake(home, source=SOURCE, batch="", now=now, known_now=True, state_kind=False) as intake:
        intake.add(headers(told, as_of), signals(told, texts, as_of))
        intake.judge()
        with transaction.atomic():
            refs = sorted({ref for _segment, ref, _name in told})
            ensure_own_refs(list(accounts(refs)), by=BY, now=now)
            written = intake.write()
    forget()
    return written


def own(as_of: date) -> list[Row]:
    """Who came in and who left on the day, of themselves."""
    rows = Membership.objects.filter(account__merged_into=None).order_by("segment", "account_id")
    came = rows.filter(from_day=as_of, by_rule_in=False).values_list("segment", "account__public_id")
    left = rows.filter(to_day=as_of, by_rule_out=False).values_list("segment", "account__public_id")
    return [(*row, ENTERED) for row in came] + [(*row, LEFT) for row in left]


def accounts(refs: list[str]) -> Iterator[Account]:
    for start in range(0, len(refs), 500):
        yield from Account.objects.filter(public_id__in=refs[start : start + 500])


def headers(told: list[Row], as_of: date) -> pa.Table:
    """An account moves in a segment at most once a day, so that segment, account and day name the movement."""
    keys = [f"{name}/{segment}/{ref}/{as_of}" for segment, ref, name in told]
    columns: list[Any] = [
        list(range(len(told))), keys, [content(key) for key in keys], [True] * len(told),
    ]  # fmt: skip
    return pa.table([pa.array(one, field.type) for one, field in zip(columns, HEADER, strict=True)], schema=HEADER)


def content(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True)


def signals(told: list[Row], texts: Mapping[str, Text[Segment]], as_of: date) -> pa.Table:
    said = {key: properties(one) for key, one in texts.items()}
    rows = [
        {"row": number, "part": 0, "kind": JUDGEMENT, "name": name, "day": as_of, "account_ref": ref, "ref": segment,
         "properties": said[segment]}
        for number, (segment, ref, name) in enumerate(told)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=STAGED)


def properties(one: Text[Segment]) -> str:
    """The segment as it was called then, in both languages."""
    names = {"fi": one.text.name.fi, "en": one.text.name.en}
    return json.dumps({"segment": one.text.key, "version": one.version, "name": names}, ensure_ascii=False)
