"""What is proposed for references that nobody knows, and which rows may be one."""

import pytest

from loiste.accounts import names, proposals
from loiste.accounts.book import Book, read_accounts, read_addresses, read_contacts
from loiste.accounts.models import Unmatched


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Kuha Oy", "kuha"), ("KUHA, Ltd.", "kuha"), ("Ahven & Pojat Oyj", "ahven pojat"), ("Hauki B.V.", "hauki"),
        ("Järvi Ab", "jarvi"), ("Oy", "oy"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_compared_without_legal_form_case_and_marks(written, wanted):
    assert names.bare(written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("aino@kuha.example", "kuha.example"), ("https://www.kuha.example/shop?x=1", "kuha.example"),
        ("Kuha.Example", "kuha.example"), ("kuha", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_domain_is_read_from_mail_and_web_addresses(written, wanted):
    assert names.domain(written) == wanted


@pytest.fixture
def book():
    found = Book()
    read_accounts(found, [(1, "Kuha Oy", "123-4"), (2, "Ahven Group", ""), (3, "Shop 1", ""), (4, "Shop 2", "")])
    read_addresses(found, [(2, {"website": "https://ahven.example"})])
    read_contacts(found, [(7, 1, "Aino Kala", "aino@kuha.example"), (8, 1, "Eero Kala", "eero@kuha.example")])
    return found


def proposed(book, what, ref, **said):
    found = proposals.for_line(book, Unmatched(what=what, ref=ref, said=said))
    return [(one.what, one.target, one.reason) for one in found]


def test_accounts_are_proposed_by_business_id_domain_and_name(book):
    assert proposed(book, "account", "x", business_id="1234") == [("account", 1, "the same business id")]
    assert proposed(book, "account", "x", domain="ahven.example")[0][2] == "the same domain, ahven.example"
    assert proposed(book, "account", "x", name="KUHA ltd") == [("account", 1, "the same name")]
    assert proposed(book, "account", "x", name="Ahven Grup") == [("account", 2, "nearly the same name")]
    assert proposed(book, "account", "x", name="Lahna") == []


def test_persons_are_proposed_by_address_and_by_the_people_of_the_domain(book):
    assert proposed(book, "contact", "AINO@kuha.example")[0] == ("contact", 7, "the same e-mail address")
    found = proposed(book, "contact", "u1", email="e.kala@kuha.example", name="Eero Kala")
    assert found == [
        ("contact", 8, "the same name"), ("account", 1, "the same e-mail domain, kuha.example"),
    ]  # fmt: skip
    assert proposed(book, "contact", "u1", email="x@gmail.com") == []


def test_names_that_differ_in_a_number_are_of_two(book):
    assert proposals.merges(book) == []


def test_pairs_are_proposed_once_with_the_surest_reason():
    found = Book()
    read_accounts(found, [(1, "Kuha Oy", "1-2"), (2, "Kuha Ltd", "12"), (3, "Rautatiekirja", ""), (4, "Rautatiekirjat", "")])
    read_contacts(found, [(5, 1, "A", "a@k.example"), (6, 1, "B", "a@k.example"), (7, 2, "C", "a@k.example")])
    got = [(one.what, one.target, one.other, one.reason) for one in proposals.merges(found)]
    assert got == [
        ("account", 1, 2, "the same business id"), ("contact", 5, 6, "the same e-mail address in one account"),
        ("account", 3, 4, "nearly the same name"),
    ]  # fmt: skip


def test_work_grows_with_the_rows_and_not_with_their_pairs(monkeypatch):
    compared = []
    ratio = proposals.fuzz.ratio
    monkeypatch.setattr(proposals.fuzz, "ratio", lambda *a, **k: compared.append(1) or ratio(*a, **k))
    book = Book()
    read_accounts(book, [(n, f"name{n:05}x", "") for n in range(2000)])
    proposals.merges(book)
    assert len(compared) <= 2 * proposals.NEIGHBOURS * 2000
