"""The organisation's texts as files: written out, compared, and taken in."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from loiste.accounts.our_settings import apply_settings
from loiste.accounts.permissions import Actor
from loiste.judgement import texts, versions
from loiste.organisation import config
from loiste.organisation.config import Organisation

HEALTH = "health"
Files = Mapping[str, str]  # path inside the folder -> YAML


def written(organisation: Organisation) -> dict[str, str]:
    """Every text of the organisation, shipped ones too, by the path of its file."""
    found = {config.FILE: config.dump(organisation)}
    return found | {f"{HEALTH}/{key}.yaml": one.yaml for key, one in sorted(texts.every().items())}


def read(folder: Path) -> dict[str, str]:
    """The texts of a folder; ValidationError names a file that has no business there."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.yaml"))}
    odd = next((name for name in found if name != config.FILE and not is_model(name)), None)
    if odd is not None:
        said = _("%(file)s is no text of Loiste; there are %(known)s and files in the folder %(folder)s.")
        raise ValidationError(said % {"file": odd, "known": config.FILE, "folder": HEALTH})
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def is_model(name: str) -> bool:
    return name.startswith(f"{HEALTH}/") and name.count("/") == 1


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
    for name, text in wanted.items():
        if is_model(name):
            versions.checked(text, name)
    with transaction.atomic():
        changed = [n for n, t in wanted.items() if is_model(n) and versions.change_model(t, by=by, now=now) is not None]
        if settings is not None and config.dump(settings) != before[config.FILE]:
            apply_settings(home, settings, by=by, now=now)
            changed.append(config.FILE)
    return changed
