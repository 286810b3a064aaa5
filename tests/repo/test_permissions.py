"""The tables of docs/permissions.md say what the code does: every right, verb, page and command is in them once."""

import re
from collections import Counter
from pathlib import Path

import click
import pytest
from django.urls import URLPattern, get_resolver

from loiste.accounts.permissions import ROLES, TABLE, Right
from loiste.cli.main import COMMANDS, Lazy
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
    """Of addresses that are ours."""
    found: set[str] = set()
    waiting = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLPattern):
            found.add(str(one.name))
        elif one.app_name != "ninja":  # the API has keys, not people
            waiting += one.url_patterns
    return found - {"None"}


def test_each_command_stands_in_the_table_once():
    written = Counter(column(3))
    assert [name for name, times in written.items() if times > 1] == []
    assert set(written) == set(commands()) - NO_PERSON


def commands() -> list[str]:
    group, found = Lazy("loiste"), []
    for name in COMMANDS:
        one = group.get_command(click.Context(group), name)
        found += [f"{name} {sub}" for sub in one.commands] if isinstance(one, click.Group) else [name]
    return found


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
