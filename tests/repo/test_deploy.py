"""Image, compose and services are what their linters ask for, hold no secret, and run with no right that they need not."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import deploying
from tests.repo.places import ROOT, name, python_files, text, tree
from tests.repo.test_layers import imported

SERVICES = sorted((ROOT / "deploy").glob("*.service"))
OURS = ("init", "web", "worker")
# Clients of HTTP, and who may import one: signing in by OpenID Connect, to the address that an administrator set.
CLIENTS = {"requests", "httpx", "aiohttp", "urllib3", "http.client", "urllib.request", "ftplib", "websockets"}
MAY_CALL_OUT = {"loiste/pages/sign_in/oidc.py"}
HARD = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "User": "loiste",
    "CapabilityBoundingSet": "", "StateDirectory": "loiste", "StateDirectoryMode": "0700", "UMask": "0077",
}  # fmt: skip


def lint(program: str, file: str) -> str:
    """What a linter of the dev extra says; nothing when all is well."""
    found = Path(sys.executable).with_name(program)
    if not found.exists():
        pytest.skip(f"{program} has no wheel for this machine")
    done = subprocess.run([found, file], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(("program", "file"), [("hadolint", "Dockerfile"), ("compose-lint", "compose.yaml")])
def test_the_linters_find_nothing(program, file):
    assert lint(program, file) == ""


def test_the_image_runs_as_nobody_in_particular_and_copies_only_what_may_be_in_it():
    assert deploying.last("USER") == "10001:10001"
    copied = [rest.split() for word, rest in deploying.instructions() if word in ("COPY", "ADD")]
    assert all((ROOT / part).exists() for words in copied if "--from=build" not in words for part in words[:-1])
    let_in = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    assert text(".dockerignore").splitlines()[1] == "*"
    assert {part for words in copied if "--from=build" not in words for part in words[:-1]} == let_in
    assert [word for word, _ in deploying.instructions() if word == "ARG"] == []


def test_no_secret_stands_in_what_is_shared():
    for file in ("Dockerfile", "compose.yaml", *map(name, SERVICES)):
        assert re.findall(r"(?im)(?:password|secret|key)\w*[=:] *[\"']?[\w-]{6,}", text(file).replace("_FILE", "")) == []
    assert "/secrets/" in text(".gitignore").splitlines()


def test_services_of_compose_hold_few_rights_and_wait_for_what_they_need():
    services = deploying.compose()["services"]
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["secrets"] == ["database_password"]
    assert all(services[one]["user"] == "10001:10001" for one in OURS)
    assert "ports" not in services["database"] and services["database"]["networks"] == ["inside"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert services["init"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert {services[one]["depends_on"]["init"]["condition"] for one in OURS[1:]} == {"service_completed_successfully"}
    assert deploying.words("web") == ["loiste", *deploying.compose()["services"]["web"]["command"]]


@pytest.mark.parametrize("path", SERVICES, ids=name)
def test_services_of_systemd_hold_few_rights(path):
    unit = configparser.RawConfigParser(strict=False, inline_comment_prefixes=None)
    unit.optionxform = str
    unit.read_string(path.read_text())
    assert HARD.items() <= dict(unit["Service"]).items()
    words = unit["Service"]["ExecStart"].split()
    assert words[:2] == ["/opt/loiste/bin/loiste", "serve" if "web" in path.name else "worker"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_every_line(tmp_path):
    copies = [tmp_path / path.name for path in SERVICES]
    for path, copy in zip(SERVICES, copies, strict=True):
        copy.write_text(path.read_text().replace("/opt/loiste/bin/loiste", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", *copies], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_only_signing_in_speaks_http_to_others():
    found = {name(path) for path in python_files("loiste") if clients(path)}
    assert found == MAY_CALL_OUT


def clients(path: Path) -> set[str]:
    whole = set(re.findall(r"^\s*(?:import|from) ([\w.]+)", path.read_text(), re.MULTILINE))
    return {one for one in whole | imported(tree(path)) if one in CLIENTS or one.split(".")[0] in CLIENTS}


def test_every_table_for_spreadsheets_guards_its_cells():
    """Whoever writes CSV takes `safe`; in workbooks every cell is written as what it is, never guessed."""
    sources = {name(path): path.read_text() for path in python_files("loiste")}
    texts = [source for source in sources.values() if re.search(r"csv\.(writer|DictWriter)\(", source)]
    assert [source for source in texts if "from loiste.plain.cells import safe" not in source] == []
    books = [source for source in sources.values() if "xlsxwriter.Workbook(" in source]
    assert [source for source in books if re.search(r"\.write(_row|_column|_formula|_url)?\(\w*(row|number|place)", source)] == []
    assert len(texts) >= 3 and len(books) >= 1


def test_the_threat_model_names_files_and_tests_that_are_there():
    said = re.findall(r"`([^`]+)`", text("docs/threat-model.md"))
    files = [one for one in said if re.match(r"(loiste|tests|deploy)/", one)]
    assert [one for one in files if not (ROOT / one).exists()] == []
    written = "".join(path.read_text() for path in python_files("tests"))
    tests = [one for one in said if one.startswith("test_")]
    assert [one for one in tests if f"def {one}(" not in written] == []
    assert len(files) > 30 and len(tests) > 30
