"""Headings of people's own files are understood, in Finnish and English, unless the cells speak against it."""

import pytest

from loiste.sources.files.kinds.catalogue import KINDS
from loiste.sources.wizard.headings import WORDS, plain
from loiste.sources.wizard.suggest import suggest


def fields(kind, *headings, **cells):
    return suggest(KINDS[kind], headings, cells)


@pytest.mark.parametrize(
    ("kind", "headings", "expected"),
    [
        ("accounts", ("Asiakasnumero", "Nimi", "Y-tunnus", "Maa"), ("account_id", "name", "business_id", "country")),
        ("subscriptions", ("Asiakas", "Alkaa", "Päättyy", "Hinta/kk"), ("account_id", "started_on", "ended_on", "mrr")),
        ("subscriptions", ("asiakas", "asiakasnumero", "summa", "laskutusväli"), (None, "account_id", "amount", "billing_interval")),
        ("usage", ("Asiakas", "Pvm", "Toiminto", "Määrä"), ("account_id", "occurred_at", "feature", "count")),
        ("tickets", ("Tiketti", "Asiakas", "Avattu", "Suljettu"), ("ticket_id", "account_id", "opened_at", "solved_at")),
        ("surveys", ("Vastattu", "NPS", "Vapaa sana"), ("answered_on", "nps", "comment")),
        ("churn", ("Asiakas", "Päättynyt", "Syy"), ("account_id", "churned_on", "reason")),
        ("costs", ("Kuukausi", "Laji", "Summa"), ("month", "cost_kind", "amount")),
        ("notes", ("Asiakas", "Päivä", "Muistiinpano"), ("account_id", "occurred_at", "text")),
        ("milestones", ("Asiakas", "Vaihe", "Pvm"), ("account_id", "milestone", "occurred_on")),
        ("rates", ("Päivä", "Valuutta", "Kurssi"), ("date", "currency", "rate")),
        ("contacts", ("ID", "Customer", "E-mail", "Phone"), ("contact_id", "account_id", "email", "phone")),
        ("accounts", ("account_id", "name", "signed_up_on"), ("account_id", "name", "signed_up_on")),
    ],
)  # fmt: skip
def test_headings_are_understood(kind, headings, expected):
    found = fields(kind, *headings)
    assert tuple(found.get(heading) for heading in headings) == expected


def test_cells_that_cannot_be_the_field_speak_against_it():
    assert fields("subscriptions", "alkanut", alkanut=["kyllä", "ei"]) == {}
    assert fields("subscriptions", "hinta", hinta=["12,50", "", "1.200,00"]) == {"hinta": "amount"}


def test_every_word_belongs_to_a_field_and_is_plain():
    known = {field.name for kind in KINDS.values() for field in kind.fields}
    assert WORDS.keys() <= known
    assert [word for words in WORDS.values() for word in words if word != plain(word)] == []
