"""The tables of docs/permissions.md say what the code does: every right, verb, page and command is in them once."""

import re
from collections import Counter
from pathlib import Path

import click
import pytest
from django.urls import URLPattern, get_resolver

from loiste.accounts.permissions import ROLES, TABLE, Right
from loiste.api.v1.app import api
from loiste.cli.main import COMMANDS, Lazy
from loiste.sources.inbox.keys import SCOPES
from tests.repo.places import ROOT

TEXT = (ROOT / "docs/permissions.md").read_text(encoding="utf-8")
NO_PERSON = {"init", "demo", "serve", "worker", "doctor"}
DOORWAYS = {  # open to everyone, or about one's own signing in; tried in tests/integration/test_sign_in*.py
    "account_login", "account_logout", "mfa_authenticate", "openid_connect_login", "openid_connect_callback",
    "socialaccount_login_cancelled", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "invitation",
    "account_reauthenticate", "mfa_reauthenticate", "account_change_password", "account_set_password", "mfa_index",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
}  # fmt: skip


def table(first: str) -> list[list[str]]:
    """The cells of the rows of the table whose head has these words."""
    lines = TEXT.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} "))
    rows = []
    for line in lines[head + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


PLACES = table("right | verbs")
OPERATIONS = table("operation | address")  # of the API


def column(number: int) -> list[str]:
    return [name for row in PLACES for name in named(row[number])]


def test_each_right_is_written_down_as_it_is_in_the_code():
    written = {named(row[0])[0]: row[2:] for row in table("right | means")}
    assert written == {right.value: [extent.value for extent in TABLE[right]] for right in Right}
    assert f"| {' | '.join(role.value for role in ROLES)} |" in TEXT


def test_each_page_stands_in_the_table_once():
    pages = Counter(column(2))
    assert [name for name, times in pages.items() if times > 1] == []
    assert set(pages) == page_names() - DOORWAYS


def page_names() -> set[str]:
    """Of addresses that are ours; an address without a name is one that the table cannot hold."""
    found: set[str] = set()
    waiting = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLPattern):
            found.add(one.name or f"without a name: {one.pattern}")
        elif str(one.pattern) != "api/v1/":  # the API has keys, not people
            waiting += one.url_patterns
    return found


def test_each_operation_of_the_api_stands_in_the_table_once():
    described = [
        [f"`{said['operationId']}`", f"`{method.upper()} {path.removeprefix('/api/v1')}`"]
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, said in methods.items()
    ]
    assert [row[:2] for row in OPERATIONS] == described
    assert f"| operation | address | {' | '.join(SCOPES)} |" in TEXT


def test_each_address_of_the_api_is_an_operation_or_says_that_there_is_nothing():
    """Nothing can be beside the description: not hidden from it, and not beside the library."""
    ours = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/")
    _library, nothing = ours.url_patterns
    assert nothing.callback.__name__ == "nothing"
    hidden = [view for _prefix, router in api._routers for path in router.path_operations.values()
              for view in path.operations if not view.include_in_schema]  # fmt: skip
    assert hidden == []


def test_each_command_stands_in_the_table_once():
    written = Counter(column(3))
    assert [name for name, times in written.items() if times > 1] == []
    assert set(written) == set(commands()) - NO_PERSON


def commands() -> list[str]:
    group = Lazy("loiste")
    return [leaf for name in COMMANDS for leaf in leaves(name, group.get_command(click.Context(group), name))]


def leaves(name: str, command: click.Command | None) -> list[str]:
    """The commands that do something, however deep they lie; a group that does something by itself, too."""
    if not isinstance(command, click.Group):
        return [name]
    below = [leaf for sub, one in command.commands.items() for leaf in leaves(f"{name} {sub}", one)]
    return [name, *below] if command.invoke_without_command else below


@pytest.mark.parametrize("right", [row[0] for row in PLACES if row[0] != "-"])
def test_each_verb_asks_for_the_right_that_the_table_names(right):
    code = {path: path.read_text(encoding="utf-8") for path in Path(ROOT / "loiste").rglob("*.py")}
    verbs = next(named(row[1]) for row in PLACES if row[0] == right)
    wanted = f"Right.{named(right)[0].upper()}"
    for verb in verbs:
        bodies = [body for text in code.values() for body in functions(text, verb.rpartition(".")[2])]
        assert any(wanted in body or "check_own" in body for body in bodies), verb


def functions(text: str, name: str) -> list[str]:
    """The bodies of functions of this name, with those of the same module that they call."""
    parts = re.split(r"\n(?=def |class |@)", text)
    bodies = {m[1]: part for part in parts if (m := re.match(r"def (\w+)\(", part))}
    if name not in bodies:
        return []
    called = [bodies[word] for word in set(re.findall(r"\b(\w+)\(", bodies[name])) if word in bodies and word != name]
    return ["\n".join([bodies[name], *called])]
