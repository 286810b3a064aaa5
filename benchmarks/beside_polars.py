"""MRR movements and a part of the KPI table with polars, over the same Parquet files; for comparison only."""

from datetime import date, timedelta

import polars as pl
from by_hand import Tables, Values, exact, ratio

BILLION = 1_000_000_000


def joined(frame: pl.LazyFrame, tables: Tables) -> pl.LazyFrame:
    """The rows with the account that they name, where it is known."""
    identities = pl.from_arrow(tables.identities).lazy()
    return frame.join(identities, left_on=["source", "account_ref"], right_on=["source", "ref"], how="left")


def spells(tables: Tables) -> pl.LazyFrame:
    columns = ["source", "ref", "account_ref", "day", "until", "valid_from", "amount", "currency"]
    versions = (
        pl.scan_parquet(tables.blocks["subscription"]).select(columns)
        .sort("source", "ref", "valid_from", nulls_last=False)
        .with_columns(pl.col("valid_from").shift(-1).over("source", "ref").alias("next_from"))
    )  # fmt: skip
    held = joined(versions, tables).with_columns(
        pl.max_horizontal("day", "valid_from").alias("from_day"),
        pl.min_horizontal("until", "next_from").alias("to_day"),
    )
    return held.filter(pl.col("from_day") < pl.col("to_day"), pl.col("amount") > 0, pl.col("account").is_not_null())


def converted(amount: str, rate: str) -> pl.Expr:
    """Millionths times billionths in whole millionths, half to even."""
    product = pl.col(amount) * pl.col(rate)
    whole, rest = product // BILLION, 2 * (product % BILLION)
    up = (rest > BILLION) | ((rest == BILLION) & (whole % 2 == 1))
    return whole + up.cast(pl.Int64)


def movements(tables: Tables, days: list[date]) -> Values:
    """The seven figures of each month end; `days` are in order and without gaps."""
    before = days[0].replace(day=1) - timedelta(days=1)
    ends = pl.LazyFrame({"day": [before, *days[:-1]], "as_of": days})
    asked = pl.LazyFrame({"point": [before, *days]}).sort("point")
    held = spells(tables).collect().lazy()
    rates = pl.from_arrow(tables.rates).lazy().sort("day")
    paid = (
        held.join(asked, how="cross").filter(pl.col("from_day") <= pl.col("point"), pl.col("point") < pl.col("to_day"))
        .group_by("point", "account", "currency").agg(pl.col("amount").sum())
    )  # fmt: skip
    with_rate = paid.sort("point").join_asof(
        rates, left_on="point", right_on="day", by="currency", check_sortedness=False
    )
    now = with_rate.with_columns(converted("amount", "rate").alias("mrr"))
    opening = now.join(ends, left_on="point", right_on="day").drop("rate", "day", strict=False).sort("as_of")
    opening = opening.join_asof(rates, left_on="as_of", right_on="day", by="currency", check_sortedness=False)
    opening = opening.with_columns(converted("amount", "rate").alias("at_next"))
    left = opening.group_by("as_of", "account").agg(pl.col("mrr").sum().alias("opening"), pl.col("at_next").sum())
    right = now.group_by(pl.col("point").alias("as_of"), "account").agg(pl.col("mrr").sum().alias("closing"))
    first = held.with_columns(pl.col("from_day").dt.month_end().alias("end")).filter(pl.col("end") < pl.col("to_day"))
    first = first.group_by("account").agg(pl.col("end").min().alias("first_end"))
    both = left.join(right, on=["as_of", "account"], how="full", coalesce=True).join(first, on="account", how="left")
    return added_up(both.filter(pl.col("as_of") >= days[0]))


def added_up(both: pl.LazyFrame) -> Values:
    both = both.with_columns(pl.col("opening", "closing", "at_next").fill_null(0))
    stays = (pl.col("opening") > 0) & (pl.col("closing") > 0)
    is_new = (pl.col("opening") == 0) & (pl.col("first_end").is_null() | (pl.col("first_end") >= pl.col("as_of")))
    fx = pl.when(stays).then(pl.col("at_next") - pl.col("opening")).otherwise(0)
    change = pl.col("closing") - pl.col("opening") - fx
    figures = {
        "mrr": pl.col("closing"),
        "mrr_new": pl.when(is_new).then("closing"),
        "mrr_reactivation": pl.when((pl.col("opening") == 0) & ~is_new).then("closing"),
        "mrr_churn": pl.when(pl.col("closing") == 0).then(-pl.col("opening")),
        "mrr_fx": fx,
        "mrr_expansion": pl.when(stays & (change > 0)).then(change),
        "mrr_contraction": pl.when(stays & (change < 0)).then(change),
        "customers": (pl.col("closing") > 0).cast(pl.Int64),
    }
    table = both.group_by("as_of").agg(**{name: figure.sum() for name, figure in figures.items()}).collect()
    return {
        (name, row["as_of"]): exact(row[name], money=name != "customers")
        for row in table.iter_rows(named=True) for name in figures
    }  # fmt: skip


def usage_and_answers(tables: Tables, days: list[date]) -> Values:
    """Active users, active days, stickiness and NPS of each month end."""
    owners = (
        joined(pl.scan_parquet(tables.blocks["subscription"]), tables)
        .group_by("source", "ref")
        .agg(pl.col("account").first().alias("owner"))
    )
    names = ["source", "account_ref", "ref", "contact_ref", "day"]
    used = joined(pl.scan_parquet(tables.blocks["usage"]).select(names), tables).join(
        owners, on=["source", "ref"], how="left"
    )
    named, bare = pl.col("account_ref").is_not_null(), pl.col("ref").is_null()
    used = used.filter(~named | pl.col("account").is_not_null(), named | bare | pl.col("owner").is_not_null())
    window = pl.LazyFrame(
        [(day, day - timedelta(days=n)) for day in days for n in range(28)], schema=["as_of", "day"], orient="row"
    )
    seen = used.with_columns(pl.coalesce("account", "owner").alias("account")).join(window, on="day").collect().lazy()
    people = (
        seen.filter(pl.col("contact_ref").is_not_null())
        .group_by("as_of", "account", "contact_ref")
        .agg(pl.col("day").n_unique())
    )
    people_sums = people.group_by("as_of").agg(pl.len().alias("n"), pl.col("day").sum()).collect()
    accounts = seen.filter(pl.col("account").is_not_null()).group_by("as_of", "account").agg(pl.col("day").n_unique())
    account_sums = accounts.group_by("as_of").agg(pl.len().alias("n"), pl.col("day").sum()).collect()
    found: Values = nps(tables, days)
    for as_of, n, total in people_sums.iter_rows():
        found["active_users", as_of] = exact(n)
        found["stickiness", as_of] = ratio("stickiness", total, 28 * n)
    for as_of, n, total in account_sums.iter_rows():
        found["active_days", as_of] = ratio("active_days", total, n)
    return found


def nps(tables: Tables, days: list[date]) -> Values:
    answers = joined(pl.scan_parquet(tables.blocks["answer"]), tables).filter(
        pl.col("name") == "nps", pl.col("account_ref").is_null() | pl.col("account").is_not_null()
    )
    sign = (pl.col("value") >= 9).cast(pl.Int64) - (pl.col("value") <= 6).cast(pl.Int64)
    service = pl.col("category").fill_null("relationship") == "service"
    by_day = (
        answers.group_by("day", service.alias("service")).agg(sign.sum().alias("sign"), pl.len().alias("n")).collect()
    )
    found: Values = {}
    for as_of in days:
        year = by_day.filter(pl.col("day") > as_of - timedelta(days=365), pl.col("day") <= as_of)
        for name, part in (("nps_service", year.filter("service")), ("nps", year.filter(~pl.col("service")))):
            found[name, as_of] = ratio(name, part["sign"].sum(), part["n"].sum())
    return found
