"""Who left, and when: the definitions of churn that a rehearsal can be held against."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from loiste.metrics.by_account import Ints
from loiste.metrics.session import open_session
from loiste.organisation.config import Organisation

Definition = Literal["revenue", "event"]
DEFINITIONS: tuple[str, ...] = get_args(Definition)
Days = npt.NDArray[np.datetime64]
# Days on which an account stops paying: the end of a stretch of paid spells that touch or overlap.
STOPPED = """
with paid as (
    select account, from_day, to_day, max(to_day) over (
        partition by account order by from_day, to_day rows between unbounded preceding and 1 preceding) as paid_until
    from subscription_spells where amount > 0
), stretches as (
    select *, sum(case when paid_until is null or from_day > paid_until then 1 else 0 end) over (
        partition by account order by from_day, to_day) as stretch
    from paid
)
select account, min(from_day) as from_day, max(to_day) as to_day from stretches group by account, stretch
"""
TOLD = """
select i.account, date '0001-01-01' as from_day, c.day as to_day
from signals_churn c join identities i on i.source = c.source and i.ref = c.account_ref
"""
TEXTS: Mapping[str, str] = {"revenue": STOPPED, "event": TOLD}


class Leaving:
    """Stretches of being a customer, each with the day on which it ended (9999-12-31 = it goes on).

    `all_are`: whoever has no stretch here is a customer, too, and whoever left once is none any more.
    """

    def __init__(self, accounts: Ints, from_days: Days, to_days: Days, *, all_are: bool) -> None:
        self.accounts, self.from_days, self.to_days, self.all_are = accounts, from_days, to_days, all_are

    def customers(self, day: date, accounts: Ints) -> npt.NDArray[np.bool_]:
        """Which of the accounts were customers at the end of that day."""
        at = np.datetime64(day)
        if self.all_are:
            return ~np.isin(accounts, self.accounts[self.to_days <= at])
        return np.isin(accounts, self.accounts[(self.from_days <= at) & (self.to_days > at)])

    def leavers(self, day: date, lead: int) -> dict[int, int]:
        """Who of the customers of that day left within `lead` days after it, and after how many days."""
        at = np.datetime64(day)
        days = (self.to_days - at).astype(int)
        ended = (self.from_days <= at) & (days > 0) & (days <= lead)
        found: dict[int, int] = {}
        for account, after in sorted(zip(self.accounts[ended].tolist(), days[ended].tolist(), strict=True)):
            found.setdefault(account, after)
        return found


def leaving(home: Path, organisation: Organisation, definition: Definition) -> Leaving:
    """All that is known today of who left: `revenue`: MRR fell to 0; `event`: a row of kind churn says so."""
    session = open_session(home, organisation, [], [f" from subscription_spells {TEXTS[definition]}"])
    select = f"select account, from_day, to_day from ({TEXTS[definition]}) q"
    rows = session.connection.execute(select).fetchnumpy()
    session.close()
    days = (rows[name].astype("datetime64[D]") for name in ("from_day", "to_day"))
    return Leaving(rows["account"].astype(np.int64), *days, all_are=definition == "event")
