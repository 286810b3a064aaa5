"""What an export holds for people: accounts, contacts and subscriptions as CSV, and a text that says what is what."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from loiste.accounts.models import Account, Contact, Subscription
from loiste.copies.making import Work
from loiste.copies.writing import Counted
from loiste.organisation import config
from loiste.plain.cells import safe
from loiste.plain.money import from_millionths

BOM = "\N{BYTE ORDER MARK}"  # without it a spreadsheet reads the letters wrong
AT_ONCE = 1000
ACCOUNTS = ("account_id", "name", "business_id", "signed_up_on", "owner", "tier", "parent_id", "country", "tags")
CONTACTS = ("contact_id", "account_id", "name", "email", "phone", "role", "language")
SUBSCRIPTIONS = ("subscription_id", "account_id", "plan", "mrr", "currency", "started_on", "ended_on", "trial")
DUCKDB = """
  select kind, count(*) from read_parquet('blocks/*/*.parquet', union_by_name = true) group by kind;
  select * from read_json('tables/accounts_account.jsonl');"""
PANDAS = """
  pandas.read_parquet('blocks/usage')
  pandas.read_json('tables/accounts_account.jsonl', lines=True)"""
Cells = Iterable[Sequence[object]]


def besides(work: Work, alias: str) -> None:
    """The files for people, of the rows of a moment. Their columns are called as those of files to import."""
    more = attributes(alias)
    table(work, "accounts.csv", (*ACCOUNTS, *more), accounts(alias, more))
    table(work, "contacts.csv", CONTACTS, contacts(alias))
    table(work, "subscriptions.csv", SUBSCRIPTIONS, subscriptions(alias))
    organisation = config.load(work.home)
    with translation.override(organisation.language):
        work.text("README.txt", readme(organisation.name).encode())


def table(work: Work, name: str, header: Sequence[str], cells: Cells) -> None:
    with work.out.entry(name) as file:
        write(file, header, cells)
    work.content.files[name] = file.as_file()


def write(file: Counted, header: Sequence[str], cells: Cells) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    text.write(BOM)
    writer.writerow(header)
    for row in cells:
        writer.writerow([safe(cell) for cell in row])
        if text.tell() > AT_ONCE * 100:
            file.write(text.getvalue().encode("utf-8", "replace"))
            text.seek(0)
            text.truncate()
    file.write(text.getvalue().encode("utf-8", "replace"))


def attributes(alias: str) -> list[str]:
    """Names of the organisation's own attributes of accounts."""
    found: set[str] = set()
    for held in Account.objects.using(alias).values_list("attributes", flat=True).iterator(chunk_size=AT_ONCE):
        found.update(held)
    return sorted(found - set(ACCOUNTS))


def accounts(alias: str, more: list[str]) -> Iterator[list[object]]:
    names = ("ref", "name", "business_id", "signed_up_on", "owner", "tier", "parent__ref", "country", "tags")
    every = Account.objects.using(alias).filter(merged_into=None).order_by("id")
    for *facts, tags, held in every.values_list(*names, "attributes").iterator(chunk_size=AT_ONCE):
        yield [*facts, ",".join(map(str, tags)), *(held.get(name) for name in more)]


def contacts(alias: str) -> Iterator[Sequence[object]]:
    names = ("ref", "account__ref", "name", "email", "phone", "role", "language")
    every = Contact.objects.using(alias).filter(merged_into=None).order_by("id")
    yield from every.values_list(*names).iterator(chunk_size=AT_ONCE)


def subscriptions(alias: str) -> Iterator[Sequence[object]]:
    names = ("ref", "account__ref", "plan", "mrr", "currency", "started_on", "ended_on", "trial")
    every = Subscription.objects.using(alias).order_by("id")
    for ref, account, plan, mrr, *rest, trial in every.values_list(*names).iterator(chunk_size=AT_ONCE):
        price = None if mrr is None else from_millionths(mrr).normalize()
        yield [ref, account, plan, None if price is None else f"{price:f}", *rest, "true" if trial else "false"]


def readme(name: str) -> str:
    """What each file is and how it is opened, in the language that is on."""
    files = [f"{file}\n  {meaning}" for file, meaning in meanings().items()]
    secrets = _(
        "Passwords, keys and other secrets are not in it. People are, but nobody can sign in before they are asked."
    )
    ways = [
        _("To open it with DuckDB:") + DUCKDB, _("To open it with pandas:") + PANDAS,
        _("To read it into an empty Loiste:") + "\n  loiste restore .",
    ]  # fmt: skip
    head = _("Everything that Loiste held of %(name)s at one moment, in open formats.") % {"name": name}
    return "\n\n".join([head, *files, secrets, *ways]) + "\n"


def meanings() -> dict[str, str]:
    table = _("Every table, one JSON object a row. Money is in millionths, times are in UTC, bytes are base64.")
    return {
        "accounts.csv, contacts.csv, subscriptions.csv": _(
            "Customers, for people and spreadsheets: UTF-8, comma, point."
        ),
        "blocks/KIND/*.parquet": _(
            "Every signal: use, subscriptions, tickets, answers and more. One row is one signal."
        ),
        "tables/*.jsonl": table,
        "uploads/": _("Files that were sent for import, as they came."),
        "organisation.yaml": _("The settings."),
        "copy.json": _("What the copy holds: each file with its length and SHA-256, each table with its rows."),
    }
