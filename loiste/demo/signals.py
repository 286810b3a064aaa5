"""All signals of the demo company in one table."""

import pyarrow as pa

from loiste.demo import answers, costs, notes, sales, state, stories, support, usage, world
from loiste.demo.facts import joined
from loiste.demo.period import Period


def signals(seed: int, period: Period, *, with_stories: bool) -> pa.Table:
    """All signals of the demo. The same arguments give the same table."""
    there = world.build(seed, period)
    tickets = support.tickets(there)
    parts = [
        state.accounts(there), state.contacts(there), state.subscriptions(there), state.churn(there),
        state.milestones(there), usage.usage(there), sales.sales(there), support.support(there, tickets),
        answers.answers(there, tickets), costs.costs(there), notes.notes(there),
    ]  # fmt: skip
    return joined([*parts, stories.stories(seed, period)] if with_stories else parts)
