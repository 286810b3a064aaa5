"""--mapping FILE.yaml: the flags of an import, written down once. All values are read as the text that they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from loiste.sources.files.errors import WrongUsage, did_you_mean

PAIRS = ("map", "set")
TEXTS = ("timezone", "decimal", "encoding", "delimiter", "sheet", "unknown_accounts", "same_id", "known")
KEYS = (*PAIRS, "date_format", *TEXTS)


def read(path: Path) -> dict[str, Any]:
    """Flag (with underscores) -> text, or field -> text for map, set, date_format. WrongUsage if it is not that."""
    try:
        # BaseLoader makes nothing but text, lists and mappings: `yes` stays a word and 2018-01-01 stays as written.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        text = _("--mapping %(file)s cannot be read: %(why)s.")
        raise WrongUsage(text % {"file": path, "why": str(error).splitlines()[0]}) from error
    if not isinstance(content, dict):
        raise wrong(path, _("write map: and below it one field: column on each line"))
    return dict(checked(path, key, value) for key, value in content.items())


def wrong(path: Path, why: str) -> WrongUsage:
    return WrongUsage(_("--mapping %(file)s: %(why)s.") % {"file": path, "why": why})


def checked(path: Path, key: str, value: Any) -> tuple[str, Any]:
    name = str(key).replace("-", "_")
    if name not in KEYS:
        text = _("there is no key %(key)s; there are %(keys)s") % {"key": key, "keys": ", ".join(KEYS)}
        raise wrong(path, text + did_you_mean(name, KEYS).rstrip("."))
    if name == "date_format" and isinstance(value, str):
        return name, {"": value}
    if name in TEXTS:
        if not isinstance(value, str):
            raise wrong(path, _("%(key)s takes one value") % {"key": key})
        return name, value
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise wrong(path, _("%(key)s takes lines of field: text") % {"key": key})
    return name, dict(value)
