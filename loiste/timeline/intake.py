"""Taking a batch in exactly once: stage it, judge each row against the batch and the store, write what is new."""

import fcntl
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from loiste.timeline import blocks, engine
from loiste.timeline.models import Block
from loiste.timeline.signal import HEADER, STAGED
from loiste.timeline.stamp import stamped

MEMORY = "160MB"  # judging spills to disk beyond this, so that a large file needs no more memory than a small one


@dataclass(frozen=True)
class Verdict:
    """What became of the rows: how many are new, how many known already, and which reuse an id for other content."""

    accepted: int
    duplicate: int
    clashes: list[int]


class Intake:
    """One batch from one source. Use as a context manager; leaving it deletes the staging folder.

    `state_kind`: rows are versions of something, and the last content taken in holds. Otherwise rows are events, and
    an id once used for other content is a clash, unless `same_id` is "keep".
    """

    def __init__(
        self, home: Path, *, source: str, batch: str, now: datetime, known_now: bool = False, state_kind: bool,
        same_id: str = "reject",
    ) -> None:  # fmt: skip
        self.home, self.source, self.batch, self.now = home, source, batch, now
        self.known_now, self.state_kind, self.same_id = known_now, state_kind, same_id
        (home / "tmp").mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="intake-", dir=home / "tmp"))
        self.connection = engine.connect(home, memory=MEMORY)
        self.kinds: set[str] = set()
        self.parts = 0
        self.lock = (home / "tmp" / "intake.lock").open("w")
        self.connection.execute("create temp table dropped (row bigint)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        self.lock.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def add(self, headers: pa.Table, signals: pa.Table) -> None:
        """Stages some rows: their headers (HEADER) and the signals they give (STAGED)."""
        pq.write_table(headers.cast(HEADER), self.folder / f"headers-{self.parts:06}.parquet")
        pq.write_table(signals.cast(STAGED), self.folder / f"signals-{self.parts:06}.parquet")
        self.kinds.update(signals.column("kind").unique().to_pylist())
        self.parts += 1

    def staged(self, what: str) -> str:
        if not self.parts:
            schema = HEADER if what == "headers" else STAGED
            pq.write_table(schema.empty_table(), self.folder / f"{what}-000000.parquet")
        return f"read_parquet('{engine.quoted(self.folder)}/{what}-*.parquet')"

    def account_refs(self) -> list[str]:
        """The account references that the staged rows name, sorted."""
        rows = self.connection.execute(
            f"select distinct account_ref from {self.staged('signals')} where account_ref is not null "
            "and row not in (select row from dropped) order by 1"
        ).fetchall()
        return [ref for (ref,) in rows]

    def refs(self, most: int) -> set[str] | None:
        """All references that the staged rows name, of accounts or of themselves; None when there are more."""
        rows = self.connection.execute(
            f"select distinct unnest([account_ref, ref]) as one from {self.staged('signals')} limit {2 * most + 2}"
        ).fetchall()
        return {one for (one,) in rows if one is not None} if len(rows) <= most else None

    def drop_rows(self, rows: list[int]) -> None:
        """Takes staged rows out again, as if they had never been added."""
        if rows:
            self.connection.register("dropping", pa.table({"row": pa.array(rows, pa.int64())}))
            self.connection.execute("insert into dropped select row from dropping")
            self.connection.unregister("dropping")

    def judge(self) -> Verdict:
        """Compares each row with the rows before it and with what is stored. Call once, after the last `add`.

        From here until the context is left no other batch is judged, so that two files taken in at the same moment
        cannot both find the same row new. The lock goes with the process, however it ends.
        """
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.connection.execute(
            f"create temp table judged as {self.state_sql() if self.state_kind else self.event_sql()}"
        )
        counts = dict(self.connection.execute("select verdict, count(*) from judged group by verdict").fetchall())
        clashes = self.connection.execute("select row from judged where verdict = 'clash' order by row").fetchall()
        return Verdict(counts.get("accepted", 0), counts.get("duplicate", 0), [row for (row,) in clashes])

    def headers(self) -> str:
        return f"(select * from {self.staged('headers')} where row not in (select row from dropped))"

    def event_sql(self) -> str:
        """Rows with an id keep it; of equal rows without one, the n-th has an identity of its own.

        An id belongs to the content it came with first. Another content under it is a clash or, if kept, a row of
        its own beside it; so a later import finds both again, whatever it says about reused ids.
        """
        keep = self.same_id == "keep"
        again = "was_kept or turn > 1" if keep else "was_kept"
        return f"""
            with numbered as (
                select row, content,
                       case when given_id then key
                            else md5(key || ':' || row_number() over (partition by key order by row)) end as id_key
                from {self.headers()}
            ), known as ({self.known("id", "content")}), owned as (
                select n.row, n.content, n.id_key, md5(n.id_key || ':' || n.content) as kept_key,
                       coalesce(k.content, first_value(n.content) over (partition by n.id_key order by n.row)) as owner,
                       k.id is not null as is_known,
                       row_number() over (partition by n.id_key, n.content order by n.row) as turn
                from numbered n
                left join known k on k.id = md5('{self.source}/' || n.id_key || '/0')::uuid
            ), compared as (
                select o.*, o.content = o.owner as owns, k.id is not null as was_kept
                from owned o
                left join known k on o.content <> o.owner and k.id = md5('{self.source}/' || o.kept_key || '/0')::uuid
            )
            select row, case when owns then id_key else kept_key end as id_key,
                   case when owns and (is_known or turn > 1) then 'duplicate'
                        when owns then 'accepted'
                        when {again} then 'duplicate'
                        else '{"accepted" if keep else "clash"}' end as verdict
            from compared"""

    def state_sql(self) -> str:
        """A row says something new when it differs from the row before it of the same key, or from the stored one.

        Where the last row of a key says what is stored, none of its rows says anything new.
        """
        return f"""
            with held as (
                select row_key, arg_max(content, (received_at, position)) as content
                from ({self.known("row_key", "content", "received_at", "position")}) group by row_key
            ), compared as (
                select h.row, h.key, h.content, held.content as stored,
                       coalesce(lag(h.content) over (partition by h.key order by h.row), held.content) as before,
                       last_value(h.content) over (partition by h.key order by h.row
                           rows between unbounded preceding and unbounded following) as final
                from {self.headers()} h
                left join held on held.row_key = md5('{self.source}/' || h.key)::uuid
            )
            select row, key as id_key,
                   case when before = content or final = stored then 'duplicate' else 'accepted' end as verdict
            from compared"""

    def known(self, *names: str) -> str:
        """Stored rows of this source and these kinds."""
        relations = [
            f"select {', '.join(names)} from ({engine.relation(self.home, kind)}) where source = '{self.source}'"
            for kind in sorted(self.kinds)
        ] or [f"select {', '.join(names)} from ({engine.relation(self.home, 'none')})"]
        return " union all ".join(relations)

    def write(self) -> int:
        """Writes and lists the accepted rows' signals; returns how many. Call inside `transaction.atomic()`."""
        rows = f"""(
            select s.*, j.id_key, h.content from {self.staged("signals")} s
            join judged j on j.row = s.row and j.verdict = 'accepted'
            join {self.staged("headers")} h on h.row = s.row)"""
        version = f" || '/{self.batch}/' || row" if self.state_kind else ""
        select = stamped(
            rows, identity=f"'{self.source}/' || id_key || '/' || part{version}",
            row_key=f"md5('{self.source}/' || id_key)::uuid" if self.state_kind else "null::uuid",
            content="content", position="row", source=self.source, batch=self.batch, now=self.now,
            known_now=self.known_now,
        )  # fmt: skip
        made = blocks.publish(self.home, self.connection, select, self.now)
        Block.objects.bulk_create(made)
        return sum(block.rows for block in made)
