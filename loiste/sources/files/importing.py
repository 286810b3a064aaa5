"""The one verb of this source: take a file in, whole or not at all, and report on every row."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from loiste.accounts import audit
from loiste.accounts.actors import Machine
from loiste.accounts.projection import project
from loiste.accounts.suppression import ErasedMeanwhile, Suppressed, hold, suppressed
from loiste.organisation.config import Organisation
from loiste.sources.files import accounts_in, mapping, refusals
from loiste.sources.files.cells import Readers
from loiste.sources.files.dates import Clock
from loiste.sources.files.errors import FileError
from loiste.sources.files.kinds.catalogue import find_kind
from loiste.sources.files.kinds.kind import Kind
from loiste.sources.files.mapping import Source
from loiste.sources.files.notes import notes
from loiste.sources.files.opening import open_asked
from loiste.sources.files.rates_in import collect
from loiste.sources.files.refusals import Refusals
from loiste.sources.files.report import Report, Some
from loiste.sources.files.request import ImportRequest, check_request, zone
from loiste.sources.files.rows import RowReader
from loiste.sources.files.staging import stage
from loiste.sources.files.survey import Survey, look_over
from loiste.sources.files.table import Table
from loiste.sources.models import Import, import_public_id
from loiste.timeline.intake import Intake, Verdict

FEW = 5_000  # references up to which only their rows are made anew
PROJECTED = ("accounts", "contacts", "subscriptions")


@dataclass(frozen=True)
class Job:
    """An import under way: what was asked, of which organisation, by whom, when (aware)."""

    request: ImportRequest
    home: Path
    organisation: Organisation
    now: datetime
    by: str
    kind: Kind
    table: Table
    sources: list[Source]
    survey: Survey
    reader: RowReader
    refusals: Refusals
    batch: str
    origin: str

    def progress(self, done: int) -> None:
        self.request.progress(done, self.survey.rows)


def import_file(
    request: ImportRequest, *, home: Path, organisation: Organisation, now: datetime, by: str, origin: str = ""
) -> Report:  # fmt: skip
    """Takes the file in and returns the report. `now` is aware; `by` names who asked, `origin` from where.

    FileError when the file cannot be taken in, WrongUsage when the request does not fit it; then nothing has changed.
    """
    check_request(request)
    clock = Clock(zone(request, organisation), organisation.zone)
    kind = find_kind(request.kind)
    table = open_asked(request)
    sources = mapping.sources(kind, request, table.header)
    survey = look_over(table, kind, sources, request)
    currencies = mapping.written_with(sources, organisation.currency)
    readers = Readers(mark=request.decimal, clock=clock, currencies=currencies)
    reader = RowReader(kind, sources, readers, survey.layouts)
    with Refusals() as refused:
        batch = request.import_id or import_public_id()
        job = Job(request, home, organisation, now, by, kind, table, sources, survey, reader, refused, batch, origin)
        return import_rates(job) if kind.name == "rates" else import_signals(job)


def import_rates(job: Job) -> Report:
    rates = collect(job.reader.rows(job.table.records()), job.refusals.on_reading)
    with whole_or_nothing(job):
        accepted, duplicate = rates.judge()
        report = reported(job, Verdict(accepted, duplicate, []))
        if not job.request.dry_run:
            rates.write()
        return finished(job, report)


def import_signals(job: Job) -> Report:
    request = job.request
    with Intake(
        job.home, source=accounts_in.SOURCE, batch=job.batch, now=job.now, known_now=request.known_now,
        state_kind=job.kind.state, same_id=request.same_id,
    ) as intake:  # fmt: skip
        hidden, rows = suppressed(), job.reader.rows(job.table.records())
        refused = accounts_in.unknown_refs if bars_strangers(job) else None
        stage(intake, job.reader, rows, job.refusals.on_reading, refused, job.progress)
        verdict = intake.judge()  # from here on, other imports wait until this one is written
        refuse_clashes(job, verdict.clashes)
        intake.drop_rows(verdict.clashes)
        refs = intake.account_refs()
        unknown = accounts_in.unknown_refs(refs)
        report = reported(job, verdict, sorted(unknown))
        with whole_or_nothing(job):
            if not request.dry_run:
                still_masked(hidden)
                write_signals(job, report, intake, refs, unknown)
            return finished(job, report)


def still_masked(hidden: Suppressed) -> None:
    """FileError when somebody was erased since the rows were read: they might tell of that person."""
    try:
        hold(hidden)
    except ErasedMeanwhile as error:
        raise FileError(str(error)) from error


def whole_or_nothing(job: Job) -> AbstractContextManager[object]:
    """One transaction for all that is written; none for a dry run, which writes nothing."""
    return nullcontext() if job.request.dry_run else transaction.atomic()


def makes_accounts(job: Job) -> bool:
    """Rows of accounts always make theirs; other rows do as the request says."""
    return job.kind.name == "accounts" or job.request.unknown_accounts == "create"


def bars_strangers(job: Job) -> bool:
    return job.kind.name != "accounts" and job.request.unknown_accounts == "reject"


def refuse_clashes(job: Job, numbers: list[int]) -> None:
    """Finds the rows that reuse an id in the file again, and refuses them."""
    wanted = set(numbers)
    if wanted:
        for number, record in enumerate(job.table.records()):
            if number in wanted:
                job.refusals.on_judging.add(job.reader.refusal(number, record, "id_used", job.kind.own_id))


def reported(job: Job, verdict: Verdict, unknown: list[str] | None = None) -> Report:
    names = Some.of(unknown or [])
    request, table = job.request, job.table
    report = Report(
        kind=job.kind.name, file=request.name, dry_run=request.dry_run,
        import_id=job.batch if request.keep_report and not request.dry_run else None,
        read=job.survey.rows, accepted=verdict.accepted, duplicate=verdict.duplicate, rejected=job.refusals.count,
        errors=job.refusals.errors(), encoding=table.encoding.name, delimiter=table.delimiter,
        columns={source.field.name: source.label for source in job.sources if source.index is not None},
        dates=dict(dates(job)),
        created_accounts=names if makes_accounts(job) else Some(),
        waiting_accounts=Some() if makes_accounts(job) else names,
    )  # fmt: skip
    report.notes = notes(report, job.kind, table, request)
    return report


def dates(job: Job) -> Iterator[tuple[str, str]]:
    """(column, layout) of each column of dates that was read."""
    for source in job.sources:
        layout = job.survey.layouts.get(source.field.name)
        if source.index is not None and layout:
            yield source.label, layout


def finished(job: Job, report: Report) -> Report:
    """Keeps the report, unless it is a dry run; writes the rejected rows where they were asked for."""
    if not job.request.dry_run and job.request.keep_report:
        store(job, report)
    if job.request.save_rejected:
        refusals.save(job.refusals, job.table, job.request.save_rejected)
    return report


def write_signals(job: Job, report: Report, intake: Intake, refs: list[str], unknown: set[str]) -> None:
    accounts_in.take_in(
        refs, unknown, create=makes_accounts(job), own_rows=job.kind.name == "accounts", by=job.by, now=job.now
    )
    intake.write()
    if job.kind.name in PROJECTED or report.created_accounts.count:
        touched = intake.refs(FEW)
        project(job.home, as_of=job.organisation.today(job.now), touched=touched)


def store(job: Job, report: Report) -> None:
    """The import with its report, the rows that were not taken in, and its line in the audit log."""
    run = Import.objects.create(
        public_id=job.batch, kind=job.kind.name, file_name=job.request.name[:300], by=job.by, at=job.now,
        report=report.without_errors(), mapping=job.request.as_mapping(), header=list(job.table.header),
    )  # fmt: skip
    refusals.keep(job.refusals, run, job.table.header)
    counts = {name: getattr(report, name) for name in ("read", "accepted", "duplicate", "rejected")}
    said = {"kind": run.kind, "file": run.file_name, **counts}
    audit.write(Machine(job.by, origin=job.origin), "import.done", run.public_id, job.now, after=said)
