"""Small companies, each with one case at the edge of a sentence of docs/how-a-number-is-made.md."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from tests.independent.states import Files
from tests.independent.world import ZONE


@dataclass(frozen=True)
class Edge:
    """`sentence` of the document decides; the days are those on which it shows; `by` groups as well.

    `left_out`: metrics of which the document leaves open what they are here.
    """

    name: str
    sentence: str
    tables: dict[str, Files]
    days: tuple[str, ...]
    by: str | None = None
    left_out: tuple[str, ...] = ()


def on(text: str) -> date | datetime:
    """'2024-01-05' is a day, '2024-01-05 10:00' a time in the organisation's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE) if ":" in text else date.fromisoformat(text)


def file(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    """A file with these columns; None is an empty cell."""
    return pd.DataFrame(rows, columns=columns.split(), dtype=object)


def money(text: str) -> Decimal:
    return Decimal(text)


ACCOUNTS = file("account_id tier", ("a", "gold"), ("b", "silver"))
TICKET = "ticket_id account_id opened_at solved_at reopened"
SUBSCRIPTION = "subscription_id account_id started_on ended_on mrr currency trial"
JANUARY = on("2024-01-01")


def paying(
    account: str, start: str, end: str | None = None, mrr: str = "100", currency: str = "EUR"
) -> tuple[Any, ...]:
    return (f"{account}-{start}", account, on(start), end and on(end), money(mrr), currency, None)


def support_edges() -> list[Edge]:
    unsolved = file(
        TICKET, ("t1", "a", on("2024-01-03"), on("2024-01-09"), False), ("t2", "a", on("2024-01-20"), None, True)
    )
    to_a_day = file(TICKET, ("t1", "a", on("2024-01-03 10:00"), on("2024-01-05"), None))
    same_day = file(TICKET, ("t1", "a", on("2024-01-03 10:00"), on("2024-01-03"), False))
    past_midnight = file(
        "ticket_id account_id opened_at first_response_minutes", ("t1", "a", on("2024-01-31 23:30"), 60),
        ("t2", "a", on("2024-01-30 10:00"), 10),
    )  # fmt: skip
    spring = file(TICKET, ("t1", "a", on("2024-03-30 12:00"), on("2024-03-31 12:00"), None))
    eighth_day = file(
        TICKET, ("t1", "a", on("2024-01-03 08:00"), None, None), ("t2", "a", on("2024-01-10 20:00"), None, None),
        ("t3", "a", on("2024-01-18 08:00"), None, None),
    )  # fmt: skip
    channels = file(
        "ticket_id account_id opened_at channel", ("t1", "a", on("2024-01-03"), "mail"),
        ("t2", "a", on("2024-01-05"), "chat"),
    )  # fmt: skip
    share = "first_contact_resolution: of tickets solved in the month that say whether they were reopened"
    return [
        edge("unsolved tickets", share, {"tickets": [unsolved]}, "2024-01-31"),
        edge("solved on a day", "A date without time counts as midnight for durations.", {"tickets": [to_a_day]}, "2024-01-31"),
        edge("before its opening", "a time that would be negative so is unknown", {"tickets": [same_day]}, "2024-01-31"),
        edge(
            "a response past midnight", "With first_response_minutes instead of a time, the response is that long after the opening",
            {"tickets": [past_midnight]}, "2024-01-31", "2024-02-29",
        ),
        edge("the short night", "hours from opening to solution", {"tickets": [spring]}, "2024-03-31"),
        edge("seven days", "had opened another at most 7 days before", {"tickets": [eighth_day]}, "2024-01-31"),
        edge(
            "support by channel", "Metrics of support can also be sliced by their own channel, category and priority.",
            {"tickets": [channels]}, "2024-01-31", by="channel",
        ),
    ]  # fmt: skip


def slice_edges() -> list[Edge]:
    later = file("account_id tier valid_from", ("c", "gold", on("2024-06-01")))
    customers = {"subscriptions": [file(SUBSCRIPTION, paying("c", "2024-01-01"), paying("a", "2024-01-01"))]}
    no_account = file(
        "usage_id account_id contact_id occurred_at feature", ("u1", "a", "x", on("2024-01-10"), "f1"),
        ("u2", None, "y", on("2024-01-11"), "f2"), ("u3", None, "y", on("2024-01-12"), "f1"),
    )  # fmt: skip
    return [
        edge("content after the day", "Nothing dated after D can change the answer.",
             {"accounts": [ACCOUNTS, later], **customers}, "2024-03-31", "2024-06-30", by="tier"),
        edge("usage of no account", "Rows that name none count in the organisation's figures, in the group \"none\".",
             {"usage": [no_account]}, "2024-01-31"),
    ]  # fmt: skip


def subscription_edges() -> list[Edge]:
    base = file(SUBSCRIPTION, paying("a", "2024-01-01"), paying("b", "2024-01-01", "2024-05-01"))
    empty_price = file(
        "subscription_id account_id valid_from mrr plan", ("a-2024-01-01", "a", on("2024-02-10"), None, "max")
    )
    priced_trial = file(SUBSCRIPTION, ("s", "a", JANUARY, None, money("50"), "EUR", True))
    no_trial = file("subscription_id account_id valid_from trial", ("s", "a", on("2024-02-10"), False))
    inherited = "What a subscription row does not state (no column, or an empty cell) it inherits from the content before it"
    no_end = file("subscription_id account_id valid_from ended_on", ("b-2024-01-01", "b", on("2024-06-10"), None))
    mended = file("subscription_id account_id started_on mrr", ("b-2024-01-01", "b", on("2024-01-15"), money("70")))
    dearer = file("subscription_id account_id valid_from mrr", ("b-2024-01-01", "b", on("2024-03-10"), money("90")))
    fallen = file(
        SUBSCRIPTION,
        paying("a", "2024-01-01", "2024-03-10"),
        ("t", "a", on("2024-03-01"), None, money("0"), "EUR", None),
    )
    tiny = file("subscription_id account_id started_on amount interval", ("s1", "a", JANUARY, money("0.00003"), "year"),
                ("s2", "b", JANUARY, money("0.000042"), "year"))  # fmt: skip
    within = file(SUBSCRIPTION, paying("a", "2024-01-05", "2024-01-20"), paying("a", "2024-03-05"))
    return [
        edge("an empty price", inherited, {"subscriptions": [base, empty_price]}, "2024-02-29"),
        edge("a price beside a trial", inherited, {"subscriptions": [priced_trial, no_trial]}, "2024-01-31", "2024-02-29"),
        edge("no end after all", 'an empty cell in a mapped ended_on means "no end"', {"subscriptions": [base, no_end]},
             "2024-04-30", "2024-05-31", "2024-06-30"),
        edge("a mended beginning", inherited,
             {"subscriptions": [base, dearer, mended]}, "2024-01-10", "2024-01-31", "2024-04-30", "2024-06-30"),
        edge("nothing paid, nothing ended", "An account is lost when **all** its subscriptions have ended",
             {"subscriptions": [base, fallen]}, "2024-03-31"),
        edge("half to even", "rounded half to even to a millionth", {"subscriptions": [tiny]}, "2024-01-31"),
        edge("between two month ends", "above 0 at no month end before D", {"subscriptions": [within]}, "2024-01-31", "2024-03-31"),
    ]  # fmt: skip


def trial_edges() -> list[Edge]:
    def trial(account: str, start: str, end: str | None) -> tuple[Any, ...]:
        return (f"{account}-trial", account, on(start), end and on(end), None, None, True)

    trials = file(
        SUBSCRIPTION, trial("b", "2024-01-10", "2024-02-10"), paying("b", "2024-01-10"),
        trial("c", "2024-01-05", "2024-01-25"), paying("c", "2024-01-28"),
        trial("d", "2024-01-05", "2024-01-25"), paying("d", "2024-01-04", "2024-01-05"),
        trial("e", "2024-01-05", None), paying("e", "2024-02-05"), trial("f", "2024-01-05", "2024-01-31"),
        paying("f", "2024-02-03"),
    )  # fmt: skip
    return [
        edge("trials of many ways", "accounts whose first trial ended in the calendar month up to D",
             {"subscriptions": [trials]}, "2024-01-26", "2024-01-31", "2024-02-29"),
    ]  # fmt: skip


def unknown_edges() -> list[Edge]:
    """Whether an account of unknown MRR counts as above 0 is left open by the document, and left out here."""
    foreign = file(SUBSCRIPTION, paying("a", "2024-01-01"), paying("b", "2024-02-01", currency="USD"))
    rates = file("date currency rate", (on("2024-03-31"), "USD", money("0.9")), (on("2024-04-15"), "USD", money("0.8")))
    costs = file(
        "month cost_kind amount currency",
        (JANUARY, "sales", money("10"), "USD"),
        (on("2024-03-01"), "sales", money("10"), "USD"),
    )
    early = file("ticket_id account_id opened_at", ("t1", "a", on("2023-11-01")))
    tables = {"subscriptions": [foreign], "rates": [rates], "costs": [costs], "tickets": [early]}
    days = ("2023-10-31", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-30", "2024-03-31", "2024-04-30")
    sentence = "Without a rate the figure is unknown ... A sum with an unknown part is unknown."
    return [Edge("no rate yet", sentence, tables, days)]


def edge(name: str, sentence: str, tables: dict[str, Files], *days: str, by: str | None = None) -> Edge:
    return Edge(name, sentence, tables, days, by)


EDGES = [*support_edges(), *slice_edges(), *subscription_edges(), *trial_edges(), *unknown_edges()]
