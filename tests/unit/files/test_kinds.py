import json
from datetime import date, datetime

import pytest

from loiste.sources.files.kinds.catalogue import KINDS
from loiste.timeline.signal import FACTS
from loiste.timeline.signal import KINDS as SIGNAL_KINDS
from tests.unit.files.reading import refusal, signals

DAY = date(2024, 2, 1)


def test_an_account_gives_one_attribute_for_each_mapped_field():
    found = signals(
        "accounts", account_id="A1", name="Äiti Oy", signed_up_on="2024-02-01", owner="", attr__branch="retail",
        tags="vip,beta",
    )  # fmt: skip
    assert {signal["name"]: signal.get("text") for signal in found} == {
        "name": "Äiti Oy", "signed_up_on": "2024-02-01", "owner": None, "branch": "retail", "tags": "beta,vip",
    }  # fmt: skip
    assert {(s["kind"], s["account_ref"], s["day"]) for s in found} == {("attribute", "A1", DAY)}
    assert all("valid_from" not in signal for signal in found)


def test_an_account_holds_from_the_day_it_says():
    (found,) = signals("accounts", account_id="A1", tier="gold", valid_from="2024-02-01")
    assert (found["valid_from"], found["day"]) == (DAY, DAY)


def test_a_bare_account_id_still_says_that_there_is_an_account():
    (found,) = signals("accounts", account_id="A1")
    assert (found["account_ref"], found["name"]) == ("A1", "account_id")


def test_a_contact():
    (found,) = signals("contacts", contact_id="C1", account_id="A1", name="Anna", role="Decision maker", email="a@x.fi")
    assert found == {
        "kind": "contact", "ref": "C1", "contact_ref": "C1", "account_ref": "A1", "text": "Anna",
        "category": "decision_maker", "properties": json.dumps({"email": "a@x.fi"}),
    }  # fmt: skip


def test_a_subscription():
    (found,) = signals(
        "subscriptions", subscription_id="S1", account_id="A1", started_on="2024-02-01", ended_on="", mrr="99.5",
        currency="eur", plan="Pro", seats="6.0", trial="FALSE", billing_interval="annual", auto_renew="TRUE",
    )  # fmt: skip
    assert found == {
        "kind": "subscription", "ref": "S1", "account_ref": "A1", "day": DAY, "until": date(9999, 12, 31),
        "amount": 99_500_000, "currency": "EUR", "plan": "Pro", "quantity": 6.0, "trial": False,
        "properties": json.dumps({"auto_renew": True, "billing_interval": "year"}),
    }  # fmt: skip


@pytest.mark.parametrize(
    "cells, amount",
    [
        pytest.param({"amount": "100", "interval": "year"}, 8_333_333, id="a year is divided once"),
        pytest.param({"amount": "100", "interval": "quarterly"}, 33_333_333, id="a quarter"),
        pytest.param({"amount": "0.000003", "interval": "half_year"}, 0, id="half a millionth goes to even"),
        pytest.param({"amount": "0.000009", "interval": "half-year"}, 2, id="one and a half goes to even"),
        pytest.param({"amount": "100", "billing_interval": "month"}, 100_000_000, id="the interval of billing serves"),
        pytest.param({"mrr": "5", "trial": "yes"}, 5_000_000, id="the price beside a trial is kept"),
        pytest.param({"mrr": "", "trial": "yes"}, None, id="a trial needs no price"),
        pytest.param({"mrr": "5", "amount": "1", "interval": "year"}, 5_000_000, id="a stated MRR holds"),
    ],
)
def test_mrr(cells, amount):
    (found,) = signals("subscriptions", subscription_id="S1", account_id="A1", started_on="2024-02-01", **cells)
    assert found.get("amount") == amount


def test_an_end_that_is_not_mapped_is_not_stated():
    (found,) = signals("subscriptions", subscription_id="S1", account_id="A1", started_on="2024-02-01", mrr="1")
    assert "until" not in found


def test_a_change_may_say_only_what_changes():
    (found,) = signals("subscriptions", subscription_id="S1", account_id="A1", valid_from="2024-02-01", plan="Pro")
    assert {"day", "amount", "until"}.isdisjoint(found)


OPENED = {"ticket_id": "T1", "account_id": "A1", "opened_at": "2024-02-01 10:00"}


def moments(**cells):
    return {s["name"]: (s["day"], s.get("occurred_at"), s.get("value")) for s in signals("tickets", **cells)}


def test_a_ticket_has_a_signal_for_each_moment():
    found = moments(
        **OPENED, first_response_at="2024-02-01 10:30", solved_at="2024-02-02 11:00", reopened="no", csat="4",
        subject="Help", channel="mail",
    )  # fmt: skip
    later = datetime(2024, 2, 2, 9)
    assert found == {
        "opened": (DAY, datetime(2024, 2, 1, 8), None),
        "responded": (DAY, datetime(2024, 2, 1, 8, 30), 30.0),
        "solved": (date(2024, 2, 2), later, 25.0),
        "reopened": (date(2024, 2, 2), later, 0.0),
        "rated": (date(2024, 2, 2), later, 4.0),
    }
    all_signals = signals("tickets", **OPENED, subject="Help", channel="mail", csat="4")
    assert {(s["kind"], s["ref"], s["account_ref"], s["channel"]) for s in all_signals} == {
        ("ticket", "T1", "A1", "mail")
    }
    assert [s.get("text") for s in all_signals] == ["Help", None]
    assert all_signals[1]["scale"] == 5.0


def test_minutes_place_the_response_in_time_only_where_the_opening_has_one():
    assert moments(**OPENED, first_response_minutes="90")["responded"] == (DAY, datetime(2024, 2, 1, 9, 30), 90.0)
    found = moments(ticket_id="T1", opened_at="2024-02-01", first_response_minutes="90")
    assert found["responded"] == (DAY, None, 90.0)


def test_a_date_only_opening_counts_from_midnight_for_durations():
    found = moments(ticket_id="T1", opened_at="2024-02-01", solved_at="2024-02-02 03:00")
    assert found["opened"] == (DAY, None, None)
    assert found["solved"] == (date(2024, 2, 2), datetime(2024, 2, 2, 1), 27.0)


def test_a_date_only_end_of_a_timed_opening_counts_as_midnight():
    assert moments(**OPENED, solved_at="2024-02-03")["solved"] == (date(2024, 2, 3), None, 38.0)
    assert moments(**OPENED, solved_at="2024-02-01")["solved"] == (DAY, None, None)


def test_an_open_ticket_is_rated_on_its_opening_and_says_nothing_of_reopening():
    assert moments(**OPENED, csat="5", solved_at="", reopened="") == {
        "opened": (DAY, datetime(2024, 2, 1, 8), None), "rated": (DAY, datetime(2024, 2, 1, 8), 5.0),
    }  # fmt: skip


def test_usage():
    (found,) = signals(
        "usage", usage_id="U1", subscription_id="S1", occurred_at="2024-02-01", feature="login", count="6.0",
        duration_seconds="90", value="12.5",
    )  # fmt: skip
    assert found == {
        "kind": "usage", "name": "login", "day": DAY, "ref": "S1", "quantity": 6.0, "duration": 90.0, "value": 12.5,
    }  # fmt: skip


def test_a_survey_gives_an_answer_for_each_score_and_one_comment():
    found = signals(
        "surveys", response_id="R1", answered_on="2024-02-01", nps="9", csat="4.5", ces="", level="encounter",
        comment="Hyvä!", language="fi",
    )  # fmt: skip
    assert [(s["name"], s["value"], s["scale"], s.get("text")) for s in found] == [
        ("nps", 9.0, 10.0, "Hyvä!"), ("csat", 4.5, 5.0, None),
    ]  # fmt: skip
    assert {(s["ref"], s["category"]) for s in found} == {("R1", "service")}


@pytest.mark.parametrize("scale, expected", [("", 7.0), ("5", 5.0), ("100", 100.0)])
def test_the_scale_of_effort_is_seven_unless_stated(scale, expected):
    (found,) = signals("surveys", answered_on="2024-02-01", ces="4", scale=scale)
    assert found["scale"] == expected


def test_churn_costs_notes_and_milestones():
    assert signals("churn", account_id="A1", churned_on="2024-02-01", reason="price", comment="too dear") == [
        {"kind": "churn", "day": DAY, "account_ref": "A1", "category": "price", "text": "too dear"}
    ]
    assert signals("costs", month="2024-02", cost_kind="Success team", amount="1200", currency="EUR") == [
        {"kind": "cost", "name": "success_team", "category": "success_team", "day": date(2024, 2, 29),
         "amount": 1_200_000_000, "currency": "EUR"}
    ]  # fmt: skip
    assert signals("notes", account_id="A1", occurred_at="2024-02-01", author="Oona", text="Called.") == [
        {"kind": "note", "day": DAY, "account_ref": "A1", "text": "Called.", "properties": '{"author": "Oona"}'}
    ]
    assert signals("milestones", account_id="A1", milestone="First value", occurred_on="2024-02-01") == [
        {"kind": "milestone", "name": "first_value", "day": DAY, "account_ref": "A1"}
    ]


@pytest.mark.parametrize("month", ["2024-02", "02/2024", "2/2024", "2024-02-11"])
def test_months(month):
    (found,) = signals("costs", month=month, cost_kind="sales", amount="1")
    assert found["day"] == date(2024, 2, 29)


SUB = {"subscription_id": "S1", "account_id": "A1", "started_on": "2024-02-01", "mrr": "1"}
ANSWER = {"answered_on": "2024-02-01"}
RATE = {"date": "2024-02-01", "currency": "USD"}
COST = {"month": "2024-02", "cost_kind": "sales", "amount": "1"}


@pytest.mark.parametrize(
    "kind, cells, expected",
    [
        pytest.param("subscriptions", SUB | {"ended_on": "2024-02-01"}, None, id="it may end on the day it starts"),
        pytest.param("subscriptions", SUB | {"ended_on": "2024-01-31"}, ("ends_before_start", "ended_on"), id="early"),
        pytest.param("subscriptions", SUB | {"mrr": "-1"}, ("negative", "mrr"), id="a price below zero"),
        pytest.param("subscriptions", SUB | {"mrr": ""}, ("missing", "mrr"), id="no price"),
        pytest.param("subscriptions", SUB | {"currency": "EU"}, ("bad_currency", "currency"), id="no currency"),
        pytest.param("subscriptions", SUB | {"seats": "1.5"}, ("not_whole", "seats"), id="half a seat"),
        pytest.param("subscriptions", SUB | {"account_id": ""}, ("missing", "account_id"), id="of no account"),
        pytest.param("subscriptions", SUB | {"started_on": ""}, ("missing", "started_on"), id="no start"),
        pytest.param("accounts", {"account_id": "", "name": "X"}, ("missing", "account_id"), id="no account id"),
        pytest.param("accounts", {"account_id": "x" * 201}, ("too_long", "account_id"), id="an id without end"),
        pytest.param(
            "accounts", {"account_id": "A1", "business_id": "0112038-8"}, ("bad_business_id", "business_id"),
            id="a wrong business id",
        ),
        pytest.param("contacts", {"contact_id": "C1", "name": "X"}, None, id="a contact of no account"),
        pytest.param("contacts", {"contact_id": "C1", "role": "boss"}, ("bad_role", "role"), id="an unknown role"),
        pytest.param("surveys", ANSWER | {"nps": "10"}, None, id="the best grade"),
        pytest.param("surveys", ANSWER | {"nps": "6.0"}, None, id="a whole grade with a fraction of zero"),
        pytest.param("surveys", ANSWER | {"nps": "11"}, ("nps_range", "nps"), id="beyond the best grade"),
        pytest.param("surveys", ANSWER | {"nps": "9.5"}, ("nps_range", "nps"), id="half a grade"),
        pytest.param("surveys", ANSWER | {"nps": "-1"}, ("nps_range", "nps"), id="below the worst grade"),
        pytest.param("surveys", ANSWER | {"nps": "NA"}, ("no_answer", "nps"), id="no answer"),
        pytest.param("surveys", ANSWER | {"nps": "", "csat": "3"}, None, id="one answer of two"),
        pytest.param("surveys", ANSWER | {"csat": "6"}, ("above_scale", "csat"), id="above the usual scale"),
        pytest.param("surveys", ANSWER | {"csat": "6", "scale": "10"}, None, id="within a longer scale"),
        pytest.param("surveys", ANSWER | {"csat": "0"}, ("below_scale", "csat"), id="scales begin at one"),
        pytest.param("surveys", ANSWER | {"csat": "0", "scale": "100"}, None, id="but for percent"),
        pytest.param("surveys", ANSWER | {"ces": "8"}, ("above_scale", "ces"), id="too much effort"),
        pytest.param("surveys", ANSWER | {"nps": "9", "level": "x"}, ("bad_level", "level"), id="an unknown level"),
        pytest.param("surveys", {"answered_on": "", "nps": "9"}, ("missing", "answered_on"), id="no day"),
        pytest.param(
            "tickets", OPENED | {"solved_at": "2024-02-01 09:59"}, ("solved_before_opening", "solved_at"), id="early"
        ),
        pytest.param("tickets", OPENED | {"solved_at": "2024-02-01"}, None, id="solved on the day, whenever"),
        pytest.param(
            "tickets", OPENED | {"first_response_at": "2024-01-31"}, ("response_before_opening", "first_response_at"),
            id="answered early",
        ),
        pytest.param("tickets", OPENED | {"csat": "7"}, ("above_scale", "csat"), id="a grade above its scale"),
        pytest.param(
            "tickets", OPENED | {"first_response_minutes": "-5"}, ("negative", "first_response_minutes"), id="back"
        ),
        pytest.param(
            "usage", {"account_id": "", "occurred_at": "2024-02-01"}, ("no_account", "account_id"), id="use by nobody"
        ),
        pytest.param(
            "usage", {"account_id": "", "contact_id": "C1", "occurred_at": "2024-02-01"}, None, id="use by a contact"
        ),
        pytest.param("usage", {"account_id": "A1", "occurred_at": "x"}, ("bad_date", "occurred_at"), id="no date"),
        pytest.param("costs", COST | {"cost_kind": "cake"}, ("bad_cost_kind", "cost_kind"), id="an unknown cost"),
        pytest.param("costs", COST | {"amount": ""}, ("missing", "amount"), id="a cost without amount"),
        pytest.param("costs", COST | {"amount": "-1"}, None, id="a refund"),
        pytest.param("rates", RATE | {"rate": "0"}, ("not_positive", "rate"), id="no rate"),
    ],
)  # fmt: skip
def test_what_is_refused(kind, cells, expected):
    assert refusal(kind, **cells) == expected


def test_signals_use_the_columns_and_kinds_of_the_timeline():
    columns = {name for name, _type in FACTS}
    rows = {
        "accounts": {"account_id": "A1", "name": "X"}, "contacts": {"contact_id": "C1"}, "subscriptions": SUB,
        "usage": {"account_id": "A1", "occurred_at": "2024-02-01"}, "tickets": OPENED, "surveys": ANSWER | {"nps": "9"},
        "churn": {"account_id": "A1", "churned_on": "2024-02-01"}, "costs": COST,
        "notes": {"account_id": "A1", "occurred_at": "2024-02-01", "text": "x"},
        "milestones": {"account_id": "A1", "milestone": "x", "occurred_on": "2024-02-01"},
    }  # fmt: skip
    assert {*rows, "rates"} == set(KINDS)
    for kind, cells in rows.items():
        for signal in signals(kind, **cells):
            assert signal.keys() <= columns
            assert signal["kind"] in SIGNAL_KINDS
