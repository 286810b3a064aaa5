"""The fit matrix with its counts, and the accounts of one cell."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from loiste.accounts.doors import accounts_for
from loiste.accounts.models import Account, User
from loiste.judgement.fit import Axis, Cell, Fit
from loiste.organisation.config import Organisation
from loiste.pages.numbers import Amount
from loiste.pages.rule_words import bound
from loiste.pages.tiers.board import LEFT, money, sums, there

NOWHERE = "unknown"  # the cell of those whose place is not known


@dataclass(frozen=True)
class Field:
    """A cell with what stands in it; `cell` None: those of whom one axis at least is not known."""

    key: str
    cell: Cell | None
    accounts: int
    mrr: Amount


@dataclass(frozen=True)
class Matrix:
    """`rows` from the highest level of the y axis down, each with its name; `chosen`: the key of the cell listed."""

    columns: list[str]
    rows: list[tuple[str, list[Field]]]
    nowhere: Field
    chosen: str

    @property
    def every(self) -> list[Field]:
        return [*(one for _name, row in self.rows for one in row), self.nowhere]

    @property
    def listed(self) -> Field | None:
        return next((one for one in self.every if one.key == self.chosen), None)


def matrix(fit: Fit, chosen: str, organisation: Organisation) -> Matrix:
    """Without a choice the bad fit is listed."""
    found = {(row["fit_x"], row["fit_y"]): row for row in sums(there().exclude(LEFT), "fit_x", "fit_y")}

    def field(x: int, y: int) -> Field:
        row = found.pop((x, y), {})
        return Field(f"{x}{y}", fit.cell(x, y), row.get("n", 0), money(row.get("mrr"), organisation))

    levels = range(fit.size)
    rows = [(level_name(fit.y, y, organisation), [field(x, y) for x in levels]) for y in reversed(levels)]
    mrr = [row["mrr"] for row in found.values() if row["mrr"] is not None]
    nowhere = Field(
        NOWHERE, None, sum(row["n"] for row in found.values()), money(sum(mrr) if mrr else None, organisation)
    )
    keys = {one.key for _name, row in rows for one in row} | {NOWHERE}
    bad = next((one.key for _name, row in rows for one in row if one.cell and one.cell.fit == "bad"), "")
    return Matrix(
        [level_name(fit.x, x, organisation) for x in levels], rows, nowhere, chosen if chosen in keys else bad
    )  # fmt: skip


def level_name(axis: Axis, level: int, organisation: Organisation) -> str:
    """Between which bounds a level lies, in the axis's unit."""
    bounds = [bound(axis.metric, one, organisation) for one in axis.bounds]
    if level == 0:
        return _("below %(bound)s") % {"bound": bounds[0]}
    if level == len(bounds):
        return _("at least %(bound)s") % {"bound": bounds[-1]}
    return _("from %(low)s, below %(high)s") % {"low": bounds[level - 1], "high": bounds[level]}


def accounts(user: User, matrix: Matrix | None) -> QuerySet[Account]:
    """Those of the chosen cell that the person may see, by revenue."""
    found = accounts_for(user).filter(archived_at=None, place__isnull=False).exclude(place__customer=False)
    if matrix is None or not matrix.chosen:
        return found.none()
    if matrix.chosen == NOWHERE:
        placed = [one.cell for one in matrix.every if one.cell]
        for cell in placed:
            found = found.exclude(place__fit_x=cell.x, place__fit_y=cell.y)
    else:
        found = found.filter(place__fit_x=int(matrix.chosen[0]), place__fit_y=int(matrix.chosen[1]))
    return found.select_related("standing").order_by(F("standing__mrr").desc(nulls_last=True), "id")


def entry(account: Account, organisation: Organisation) -> tuple[Account, Amount]:
    standing = getattr(account, "standing", None)
    return account, money(standing and standing.mrr, organisation)
