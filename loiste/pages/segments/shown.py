"""A rule put into the rows of the form."""

from loiste.judgement.needs import AnyRule
from loiste.judgement.rules import AllOf, AnyOf, Compare, Everyone, Not
from loiste.pages.segments.draft import TOP, Draft, Row, TooDeep


def draft_of(rule: AnyRule) -> Draft:
    """The draft that says what the rule says; TooDeep when it has groups inside of groups inside of groups."""
    if isinstance(rule, Everyone):
        return Draft((), ("all",))
    how, parts = group_of(rule)
    rows, hows = [], [how]
    for part in parts:
        try:
            rows.append(row_of(part, TOP))
        except TooDeep:
            inner, ones = group_of(part)
            hows.append(inner)
            rows += [row_of(one, len(hows) - 1) for one in ones]
    return Draft(tuple(rows), tuple(hows))


def group_of(rule: AnyRule) -> tuple[str, tuple[AnyRule, ...]]:
    """How parts count together, and the parts; a single comparison is a group of one."""
    if isinstance(rule, AllOf):
        return "all", rule.all
    if isinstance(rule, AnyOf):
        return "any", rule.any
    if isinstance(rule, Not) and not is_row(rule):
        how, parts = group_of(rule.not_)
        if how in ("all", "any"):
            return ("none" if how == "any" or len(parts) == 1 else "not_all"), parts
        raise TooDeep
    return "all", (rule,)


def is_row(rule: Not) -> bool:
    one = rule.not_
    return isinstance(one, Compare) and bool(one.segment or one.is_one_of is not None)


def row_of(rule: AnyRule, group: int) -> Row:
    """The row of a comparison, or of its opposite where a row can say that."""
    if isinstance(rule, Not) and is_row(rule) and isinstance(rule.not_, Compare):
        inner = row_of(rule.not_, group)
        return Row(inner.what, {"in": "not_in", "is_one_of": "not_one_of"}[inner.test], inner.value, inner.days, group)
    if not isinstance(rule, Compare):
        raise TooDeep
    if rule.segment:
        return Row(f"segment:{rule.segment}", "in", group=group)
    what = f"metric:{rule.metric}" if rule.metric else f"attribute:{rule.attribute}"
    test = rule.tests()[0]
    value = getattr(rule, test)
    if test == "known":
        return Row(what, "known" if value else "unknown", "", str(rule.days or ""), group)
    text = ", ".join(value) if test == "is_one_of" else str(int(value)) if value == int(value) else repr(value)
    return Row(what, test, text, str(rule.days or ""), group)
