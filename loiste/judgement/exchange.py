"""The organisation's texts as files: written out, compared, and taken in."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts.our_settings import apply_settings
from loiste.accounts.permissions import Actor
from loiste.judgement import texts, versions
from loiste.judgement.kinds import KINDS, Kind
from loiste.organisation import config
from loiste.organisation.config import Organisation

Files = Mapping[str, str]  # path inside the folder -> YAML


def written(organisation: Organisation) -> dict[str, str]:
    """Every text of the organisation, shipped ones too, by the path of its file."""
    found = {config.FILE: config.dump(organisation)}
    for kind in KINDS:
        found |= {f"{kind.folder}/{key}.yaml": one.yaml for key, one in sorted(texts.every(kind).items())}
    return found


def read(folder: Path) -> dict[str, str]:
    """The texts of a folder; ValidationError names a file that has no business there."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.yaml"))}
    odd = next((name for name in found if name != config.FILE and kind_of(name) is None), None)
    if odd is not None:
        said = _("%(file)s is no text of Loiste; there are %(known)s and files in the folders %(folders)s.")
        folders = ", ".join(kind.folder for kind in KINDS)
        raise ValidationError(said % {"file": odd, "known": config.FILE, "folders": folders})
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def kind_of(name: str) -> Kind[Any] | None:
    """The kind of text that a file of this path holds."""
    folder, _slash, file = name.partition("/")
    return next((kind for kind in KINDS if kind.folder == folder and "/" not in file), None)


def difference(organisation: Organisation, wanted: Files) -> Iterator[str]:
    """Lines of what would change if the files were applied; what only stands here stays as it is."""
    now = written(organisation)
    for name, text in wanted.items():
        yield from unified_diff(
            now.get(name, "").splitlines(), text.splitlines(), f"{name} ({_('here')})", f"{name} ({_('there')})",
            lineterm="",
        )  # fmt: skip


def apply(home: Path, wanted: Files, *, by: Actor, now: datetime) -> list[str]:
    """Makes the files hold, all or none; returns the paths of those that changed something. BadSetting and
    ValidationError name the file and what is wrong with it."""
    before = written(config.load(home))
    settings = config.parse(wanted[config.FILE], config.FILE) if config.FILE in wanted else None
    with transaction.atomic():
        changed = [
            name for kind in KINDS for name, text in wanted.items()
            if kind_of(name) is kind and versions.change_text(kind, text, by=by, now=now, origin=name) is not None
        ]  # fmt: skip
        if settings is not None and config.dump(settings) != before[config.FILE]:
            apply_settings(home, settings, by=by, now=now)
            changed.append(config.FILE)
    return changed
