"""What Dockerfile and compose.yaml say would be run, read from them, and run here without containers."""

import json
import re
import sys
from pathlib import Path

import yaml

from tests.repo.places import text

SECRETS = "/run/secrets/"


def instructions() -> list[tuple[str, str]]:
    """(WORD, rest) of each instruction of the Dockerfile, lines that go on joined, comments left out."""
    lines = "\n".join(line for line in text("Dockerfile").splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines)
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def last(word: str) -> str:
    """The instruction that counts: the last of its word."""
    return [rest for name, rest in instructions() if name == word][-1]


def image_environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in last("ENV").split())


def health() -> list[str]:
    """The words of the image's HEALTHCHECK."""
    return json.loads(last("HEALTHCHECK").partition("CMD ")[2])


def compose() -> dict:
    return yaml.safe_load(text("compose.yaml"))


def words(service: str) -> list[str]:
    """What a service of ours starts: the entry point of the image, and the command of the service."""
    return json.loads(last("ENTRYPOINT")) + compose()["services"][service].get("command", json.loads(last("CMD")))


def environment(service: str, asked: dict[str, str]) -> dict[str, str]:
    """Of the image and of the service, with `${NAME:-default}` filled in from `asked`. KeyError for what must be asked."""
    said = compose()["services"][service]["environment"]
    return image_environment() | {name: filled(str(value), asked) for name, value in said.items()}


def filled(value: str, asked: dict[str, str]) -> str:
    def one(found: re.Match) -> str:
        name, mark, rest = found.groups()
        return asked.get(name) or rest if mark == ":-" else asked[name]

    return re.sub(r"\$\{(\w+)(:-|:\?)([^}]*)\}", one, value)


def here(said: list[str], port: int) -> list[str]:
    """The same words on this machine: this Python, and a port that is free."""
    program = {"loiste": [sys.executable, "-m", "loiste"], "python": [sys.executable]}
    return program[said[0]] + [word.replace("8000", str(port)) for word in said[1:]]


def moved(environ: dict[str, str], folder: Path, database: str) -> dict[str, str]:
    """The same environment with the volume and the secrets in a folder, and the database at another host."""
    found = {name: value.replace(SECRETS, f"{folder}/secrets/") for name, value in environ.items()}
    found.pop("PATH")
    return found | {
        "LOISTE_HOME": str(folder / "home"),
        "DATABASE_URL": found["DATABASE_URL"].replace("@database:5432/loiste", f"@/loiste?host={database}"),
    }
