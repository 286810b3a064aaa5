"""Each edge that the document draws, in a company of a few rows: Loiste counts what the recount counts."""

import pandas as pd
import pytest

from tests.independent.asking import differences, group_differences
from tests.independent.edges import EDGES, Edge
from tests.independent.recount import OTHERS_THAN_SUPPORT, Recount
from tests.independent.support import OWN


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.name)
def test_the_edge_is_where_the_document_draws_it(edge: Edge, new_home, tmp_path):
    loiste, recount = new_home(tmp_path, "EUR"), Recount(edge.tables, home="EUR")
    found = [f"rejected: {row}" for row in loiste.take_in_all(edge.tables, tmp_path)]
    days = [pd.Timestamp(day) for day in edge.days]
    told = loiste.kpis(days, *(("--by", edge.by) if edge.by else ()))
    for day in days:
        where = f"{day:%Y-%m-%d}"
        found += differences(where, told[day]["metrics"], recount.metrics(day), edge.left_out)
        if edge.by:
            leave_out = OTHERS_THAN_SUPPORT if edge.by in OWN else ()
            found += group_differences(
                f"{where} by {edge.by}", told[day]["groups"], recount.groups(day, edge.by), leave_out
            )
    assert not found, "\n".join([f"The document: {edge.sentence}", *found])
