"""What somebody with a browser or a script may try on the pages, and what they get."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from loiste.accounts import invitations, team
from loiste.accounts.actors import COMMAND_LINE
from loiste.accounts.models import Account, Audit, Reach, Role, User, View
from loiste.plain.cells import safe
from loiste.sources.models import Upload


@pytest.fixture
def group(home, db):
    """An account of the reader's own, and the one above it, which is somebody else's."""
    above = Account.objects.create(ref="K0", name="Vaahtera Group", owner="other")
    return Account.objects.create(ref="K1", name="Omena Oy", owner="me", parent=above)


def reader(reach: Reach) -> User:
    return User.objects.create_user(f"{reach}@example.org", None, name="me", reach=reach)


@pytest.mark.parametrize("reach, told", [(Reach.OWN, False), (Reach.TEAM, False), (Reach.ALL, True)])
def test_the_account_above_is_named_to_those_only_who_may_see_it(client, group, reach, told):
    client.force_login(reader(reach))
    page = client.get(reverse("account", args=[group.public_id])).content.decode()
    assert "Omena Oy" in page
    assert [text in page for text in ("Vaahtera Group", group.parent.public_id)] == [told, told]


def test_a_file_is_thrown_away_where_none_is_asked_for(client, home, people):
    """A stranger must not fill the disk, even for as long as a request lasts."""
    answer = client.post("/sign-in/", {"login": "x@example.org", "file": SimpleUploadedFile("a", b"x" * 100)})
    assert answer.status_code == 200
    assert not answer.wsgi_request.FILES


@pytest.mark.parametrize(
    "text, guarded",
    [
        ("+358 40 123;=1", "'+358 40 123;'=1"),
        ("Omena;=cmd|'/C calc'!A0;", "Omena;'=cmd|'/C calc'!A0;"),
        ("Omena;+cmd|'/C calc'!A0", "Omena;'+cmd|'/C calc'!A0"),
        ("Omena,\t=1", "Omena,\t'=1"),
        ("\n=1+1", "'\n=1+1"),
        ("＝1+1", "'＝1+1"),
        ("Helsinki; -5 °C, +358 40 1234567", "Helsinki; -5 °C, +358 40 1234567"),
        ("Agenda:\n- price (new)\n- date", "Agenda:\n- price (new)\n- date"),
    ],
)
def test_no_cell_begins_a_formula_where_a_spreadsheet_parts_lines_by_another_mark(text, guarded):
    assert safe(text) == guarded


def test_what_belongs_to_a_person_is_kept_by_no_cache_between(client, home, people):
    client.force_login(people["owner"])
    for name in ("you", "accounts", "accounts_export", "audit_export"):
        assert "private" in client.get(reverse(name)).headers["Cache-Control"]


def test_a_nul_is_refused_in_every_kind_of_form(client, home, people):
    client.force_login(people["owner"])
    form = {"name": "a\0b", "query": "q=1"}
    assert client.post(reverse("views"), form).status_code == 400  # multipart/form-data
    assert not View.objects.exists()


@pytest.mark.parametrize(
    "wanted", ["http://localhost/x", "http://127.0.0.1/x", "//evil.example/", "https://evil.example/", "javascript:x"]
)
def test_signing_in_and_out_lead_nowhere_else(client, home, people, settings, wanted):
    settings.LOISTE_URL = "http://testserver"
    said = {"login": "owner@example.org", "password": "correct horse battery", "next": wanted}
    assert client.post("/sign-in/", said).headers["Location"] == "/"
    assert client.post("/sign-out/", {"next": wanted}).headers["Location"] == "/sign-in/"
    assert client.post("/sign-in/", said | {"next": "/accounts/?q=a"}).headers["Location"] == "/accounts/?q=a"


@pytest.mark.parametrize(
    "query",
    [
        "?as_of=0001-01-01", "?as_of=9999-12-31",
        "?before=2026-01-01.99999999999999999999999.a",
    ],
)  # fmt: skip
def test_a_day_or_place_beyond_all_is_a_wrong_address_and_no_fault_of_the_server(client, group, query):
    client.force_login(reader(Reach.ALL))
    assert client.get(reverse("account", args=[group.public_id]) + query).status_code == 400


@pytest.mark.parametrize("where", ["/metrics/mrr/?as_of=0001-01-01", "/sources/?page=" + "1" * 5000])
def test_numbers_and_days_beyond_all_are_wrong_on_every_page(client, home, people, where):
    client.force_login(people["owner"])
    assert client.get(where).status_code == 400


def test_a_file_that_is_not_taken_leaves_nothing_and_a_second_one_is_read_past(home, people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["owner"])
    page = client.get(reverse("import_new")).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    for said, status in (("x" * 32, 403), (token, 302)):
        files = {name: SimpleUploadedFile(name, b"a,b\n1,2\n") for name in ("file", "other")}
        answer = client.post(reverse("import_new"), {"kind": "usage", "csrfmiddlewaretoken": said, **files})
        assert answer.status_code == status
        assert list((home / "uploads").glob("*.part")) == []
    assert Upload.objects.get().file_name == "file"


@pytest.mark.parametrize("how", ["sent away", "no longer administrator"])
def test_nobody_comes_back_by_an_invitation_of_their_own(people, how):
    now, admin = datetime(2026, 3, 2, 9, tzinfo=UTC), people["owner"]
    User.objects.create_user("second@example.org", None, role=Role.ADMIN)
    made, token = invitations.invite("mine@example.net", name="", role=Role.ADMIN, by=admin, now=now)
    if how == "sent away":
        team.deactivate(admin, by=COMMAND_LINE, now=now)
    else:
        team.set_place(admin, role=Role.CONTRIBUTOR, by=COMMAND_LINE, now=now)
    assert invitations.opened(token, now) is None
    assert Audit.objects.filter(action="invitation.withdraw", subject=made.public_id).exists()


@pytest.mark.parametrize("name", ["Olli Omistaja", "olli omistaja", "Kaisa Kollega", "kaisa@example.org", "kk"])
def test_who_is_invited_takes_no_name_that_accounts_or_colleagues_go_by(people, now, name):
    Account.objects.create(ref="K1", name="Omena Oy", owner="Olli Omistaja")
    User.objects.create_user("kaisa@example.org", None, name="Kaisa Kollega", known_as=["KK"])
    _, token = invitations.invite("new@example.org", name="Uusi", role="contributor", by=people["owner"], now=now)
    with pytest.raises(ValidationError, match="goes by that name"):
        invitations.accept(token, name=name, password="a long new phrase", now=now)
    _, token = invitations.invite("new@example.org", name=name, role="contributor", by=people["owner"], now=now)
    assert invitations.accept(token, name=name, password="a long new phrase", now=now).name == name
