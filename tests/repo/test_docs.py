"""The documents say what the product does: commands, options, settings, metrics, fields of files, links."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement

from loiste.accounts.models import Role
from loiste.cli.main import COMMANDS, main
from loiste.judgement.alert_rule import AlertRule
from loiste.judgement.kinds import ALERT, HEALTH, QUADRANT, SEGMENT
from loiste.judgement.quadrant import CORNERS
from loiste.judgement.versions import checked
from loiste.metrics.registry import metrics
from loiste.organisation import config
from loiste.organisation.config import MetricSettings, Organisation, Settings
from loiste.sources.files.kinds.catalogue import KINDS
from tests.repo.places import DOCS, ROOT, blocks, docs, name, python_files, section, text

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FIRST_CELL = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def commands() -> dict[str, click.Command]:
    """Every command by what is typed, those of groups with both words."""
    found: dict[str, click.Command] = {}
    for word in COMMANDS:
        command = main.get_command(click.Context(main), word)
        if isinstance(command, click.Group):
            found |= {f"{word} {inner}": one for inner, one in command.commands.items()}
        if isinstance(command, click.Group) and not command.invoke_without_command:
            continue
        if command is not None:  # a group that does something by itself, too
            found[word] = command
    return found


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}


@pytest.mark.parametrize("word", commands())
def test_each_command_is_described_with_its_options_and_no_others(word):
    described = section(text("docs/commands.md"), f"loiste {word}")
    assert set(FIRST_CELL.findall(described)) == options(commands()[word])


def test_commands_that_are_not_there_are_not_described():
    headings = re.findall(r"^## loiste (.+)$", text("docs/commands.md"), re.MULTILINE)
    assert sorted(headings) == sorted(commands())


def shown_commands() -> list[tuple[str, str]]:
    """(document, line) of each `loiste ...` and `make ...` that a reader may type."""
    found = []
    for path in docs():
        document = path.read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [*document.splitlines(), *re.findall(r"`((?:loiste|make) [^`]+)`", document)]
        typed = [re.sub(r"^(    |\$ )", "", line) for line in lines]
        found += [(name(path), line) for line in typed if re.match(r"(loiste|make) [a-z]", line)]
    return found


@pytest.mark.parametrize(("document", "line"), sorted(set(shown_commands())))
def test_what_readers_are_told_to_type_exists(document, line):
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        assert f"\n{words[1]}:" in text("Makefile")
        return
    known = commands()
    word = " ".join(words[1:3]) if " ".join(words[1:3]) in known else words[1]
    assert word in known or word in COMMANDS, line
    if word in known:
        assert set(OPTION.findall(line)) <= {*options(known[word]), "--help"}


def test_each_metric_is_defined():
    defined = text("docs/how-a-number-is-made.md")
    assert [key for key in metrics() if not re.search(rf"\b{key}\b", defined)] == []


def test_each_setting_is_described_with_its_default():
    described = section(text("docs/settings.md"), "How metrics count")
    rows = dict(re.findall(r"^\| `(\w+)` \| (`[^`]*`|empty) \|", described, re.MULTILINE))
    defaults = {
        key: f"`{field.default}`" if field.default != "" else "empty" for key, field in Settings.model_fields.items()
    }
    assert rows == defaults


def test_each_key_of_the_organisation_and_of_a_metric_is_described():
    described = text("docs/settings.md")
    own = FIRST_CELL.findall(section(described, "The organisation"))
    assert own == list(Organisation.model_fields)
    wanted = FIRST_CELL.findall(section(described, "What the organisation wants of a metric"))
    assert wanted == list(MetricSettings.model_fields)


def test_the_example_settings_are_good():
    for example in blocks(text("docs/settings.md"), "yaml"):
        assert set(config.parse(example, "docs/settings.md").metrics) <= set(metrics())


def test_the_example_of_a_health_model_is_good():
    assert [checked(HEALTH, example).key for example in blocks(text("docs/health.md"), "yaml")] == ["mid"]


def test_the_example_of_a_segment_is_good():
    assert [checked(SEGMENT, example).key for example in blocks(text("docs/segments.md"), "yaml")] == ["pays_uses_little"]
def test_the_example_of_the_quadrant_is_good_and_its_corners_are_named():
    assert [checked(QUADRANT, example).key for example in blocks(text("docs/quadrant.md"), "yaml")] == ["quadrant"]
    assert re.findall(r"\| `(\w+)` \|$", text("docs/quadrant.md"), re.MULTILINE) == list(CORNERS)


def test_the_example_of_an_alert_rule_is_good():
    assert [checked(ALERT, example).key for example in blocks(text("docs/alerts.md"), "yaml")] == ["busy_line"]
    described = FIRST_CELL.findall(section(text("docs/alerts.md"), "What a rule says"))
    assert {*described, "name", "stale_days", "meaning", "key"} >= set(AlertRule.model_fields) - {"needs"}


def test_each_variable_of_the_environment_is_described():
    read = {
        word
        for path in python_files("loiste")
        for word in re.findall(r"\b(?:LOISTE|DATABASE)_[A-Z_]+\b", path.read_text())
    }
    described = FIRST_CELL.findall(section(text("docs/settings.md"), "The environment"))
    assert set(described) == read


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_field_of_a_file_is_described(kind):
    fields = FIRST_CELL.findall(section(text("docs/files.md"), kind.name))
    assert fields == [field.name for field in kind.fields]


def test_every_role_is_described():
    described = text("docs/permissions.md")
    assert [role for role in Role.values if role not in described] == []


@pytest.mark.parametrize("path", docs(), ids=name)
def test_links_lead_somewhere(path):
    document = path.read_text(encoding="utf-8")
    broken = [link for link in LINK.findall(document) if not link.startswith("http") and not leads(path, link)]
    assert broken == []


def leads(path: Path, link: str) -> bool:
    """Whether the file, and the heading in it, are there."""
    file, _, anchor = link.partition("#")
    target = (path.parent / file) if file else path
    return target.exists() and (not anchor or anchor in anchors(target.read_text(encoding="utf-8")))


def anchors(document: str) -> set[str]:
    """Headings as links name them: small letters, hyphens for spaces, no other marks."""
    titles = re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("*.md")), ids=name)
def test_a_decision_says_why_and_what_follows(path):
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z-]+\.md", path.name)
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]


def test_each_dependency_is_justified():
    table = text("docs/decisions/2026-11-22-dependencies.md").lower()
    wanted = [Requirement(line).name for line in tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]]
    assert [package for package in wanted if f"\n| {package} |" not in table] == []


def test_the_version_has_an_entry_in_the_changelog():
    version = re.search(r'^version = "(.+)"', text("pyproject.toml"), re.MULTILINE)[1]
    assert f"\n## {version} " in text("CHANGELOG.md")
    assert (ROOT / "LICENSE").exists()
