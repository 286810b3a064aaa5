"""Where all accounts stand in the quadrant as of a day: as was said, or counted now."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loiste.judgement import corner_keeping, corners, needs
from loiste.judgement.corners import Row
from loiste.judgement.facts import Needs, gather
from loiste.judgement.judge import MRR, accounts
from loiste.judgement.keeping import paired, summed
from loiste.judgement.models import Judged
from loiste.judgement.quadrant import Quadrant
from loiste.judgement.texts import Text
from loiste.organisation.config import Organisation


@dataclass(frozen=True)
class Layout:
    """`rows` by account, those only whom the quadrant is for; `sums`: corner -> accounts, MRR in millionths, accounts
    of unknown MRR. `judged`: whether it was said when the day was judged."""

    key: str
    version: int
    rows: dict[int, Row]
    sums: dict[str, list[int]]
    judged: bool


def layout(home: Path, organisation: Organisation, text: Text[Quadrant], as_of: date) -> Layout:
    """What was said of a day that was judged; else the day by what is known now, under the text in force."""
    said = Judged.objects.filter(as_of=as_of).exclude(quadrant={}).first()
    if said is not None:
        rows, kept = corner_keeping.said(as_of), said.quadrant
        return Layout(kept["key"], kept["version"], standing(rows), kept["corners"], judged=True)
    wanted = needs.of_quadrant(text.text) | Needs(frozenset([(MRR, 0)]))
    known = gather(home, organisation, wanted, as_of, accounts())
    rows = standing(corners.judged(text.text, text.version, known))
    mrr = paired(known.accounts, known.metric(MRR.metric))
    sums = summed({account: row.corner for account, row in rows.items()}, mrr)
    return Layout(text.text.key, text.version, rows, sums, judged=False)


def standing(rows: dict[int, Row]) -> dict[int, Row]:
    return {account: row for account, row in rows.items() if row.corner}
