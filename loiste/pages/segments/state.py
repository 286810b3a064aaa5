"""What the page of a segment stands on: the text that is stored, or the draft that the address holds."""

from dataclasses import dataclass
from datetime import date

import yaml as yaml_
from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from loiste.judgement.kinds import SEGMENT
from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import Everyone
from loiste.judgement.segment import Segment
from loiste.judgement.texts import Text
from loiste.judgement.words import BadText, parse
from loiste.pages.segments import draft as drafts
from loiste.pages.segments.draft import Draft, TooDeep, Wrong
from loiste.pages.segments.shown import draft_of

META = ("key", "name_fi", "name_en", "meaning_fi", "meaning_en")
LONGEST = 20_000


@dataclass(frozen=True)
class State:
    """`draft` is None for a rule that the form cannot show; `rule` is None when `error` says what is wrong with it.

    `changed`: it is not what is stored.
    """

    meta: dict[str, str]
    draft: Draft | None
    yaml: str
    rule: AnyRule | None
    as_of: date
    today: date
    error: str = ""
    changed: bool = True

    @property
    def past(self) -> bool:
        return self.as_of != self.today


def read(request: HttpRequest, stored: Text[Segment] | None, today: date) -> State:
    query, as_of = request.GET, day_of(request.GET.get("as_of", ""), today)
    if "yaml" in query:
        return of_yaml(query["yaml"][:LONGEST], stored, as_of, today)
    draft = drafts.read(query)
    if draft is None and stored is not None:
        return of_text(stored.text, stored.yaml, as_of, today, changed=False)
    return of_draft(query, draft or Draft(), stored, as_of, today)


def day_of(text: str, today: date) -> date:
    """A day in the address, today at the latest."""
    try:
        return min(date.fromisoformat(text), today) if text else today
    except ValueError as error:
        raise BadRequest(_("The day in the address cannot be read; write it like 2026-10-31.")) from error


def of_text(text: Segment, yaml: str, as_of: date, today: date, *, changed: bool = True) -> State:
    try:
        draft = draft_of(text.rule)
    except TooDeep:
        draft = None
    return State(meta_of(text), draft, yaml, text.rule, as_of, today, changed=changed)


def meta_of(text: Segment) -> dict[str, str]:
    meaning = text.meaning
    said = (text.key, text.name.fi, text.name.en, meaning.fi if meaning else "", meaning.en if meaning else "")
    return dict(zip(META, said, strict=True))


def of_yaml(yaml: str, stored: Text[Segment] | None, as_of: date, today: date) -> State:
    try:
        return of_text(parse(Segment, yaml, SEGMENT.folder), yaml, as_of, today)
    except BadText as error:
        meta = meta_of(stored.text) if stored else dict.fromkeys(META, "")
        return State(meta, None, yaml, None, as_of, today, error=str(error))


def of_draft(query: QueryDict, draft: Draft, stored: Text[Segment] | None, as_of: date, today: date) -> State:
    before = meta_of(stored.text) if stored else {}
    meta = {name: query.get(name, before.get(name, "")).strip()[:2000] for name in META}
    if stored is not None:
        meta["key"] = stored.text.key
    try:
        rule = drafts.rule_of(draft)
    except Wrong as error:
        return State(meta, draft, "", None, as_of, today, error=str(error))
    off = stored is not None and not stored.text.on
    return State(meta, draft, written(meta, rule, off=off), rule, as_of, today)


def written(meta: dict[str, str], rule: AnyRule, *, off: bool) -> str:
    """The YAML of the segment as it would be kept."""
    said: dict[str, object] = {"key": meta["key"]} | ({"on": False} if off else {})
    said["name"] = {"fi": meta["name_fi"], "en": meta["name_en"]}
    if meta["meaning_fi"] or meta["meaning_en"]:
        said["meaning"] = {"fi": meta["meaning_fi"], "en": meta["meaning_en"]}
    shown = rule.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    said["rule"] = {"everyone": True} if isinstance(rule, Everyone) else shown
    return yaml_.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
