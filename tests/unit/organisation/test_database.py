"""DATABASE_URL: what it may say, and that no complaint repeats a password."""

from pathlib import Path

import pytest

from loiste.organisation.database import database
from loiste.organisation.environment import BadSetting

HOME = Path("/nowhere")
SECRET = "hunter2"


def read(url, **more):
    return database({"DATABASE_URL": url, **more}, HOME)


def where(found):
    return tuple(found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME"))


def test_without_it_rows_are_in_a_file_of_the_home():
    assert database({}, HOME)["NAME"] == HOME / "loiste.sqlite3"
    assert database({"DATABASE_URL": " "}, HOME)["ENGINE"].endswith("sqlite3")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://aino:pa55@db.example.org:6543/loiste", ("aino", "pa55", "db.example.org", "6543", "loiste")),
        ("postgresql://aino@db/loiste", ("aino", "", "db", "", "loiste")),
        ("postgres:///loiste?host=/run/postgresql", ("", "", "/run/postgresql", "", "loiste")),
        ("postgres://aino@%2Frun%2Fpostgresql/loiste", ("aino", "", "/run/postgresql", "", "loiste")),
        ("postgres://a%40b:p%2F%3Fw%23@[::1]:1/n%20m", ("a@b", "p/?w#", "::1", "1", "n m")),
    ],
)
def test_an_address_says_who_where_and_what(url, expected):
    assert where(read(url)) == expected


def test_how_it_is_guarded_is_passed_on():
    options = read("postgres://u@h/n?sslmode=verify-full&sslrootcert=/etc/ca.pem")["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://u:{SECRET}@h/n",
        f"u:{SECRET}@h/n",
        f"postgres://u:{SECRET}@h",
        f"postgres://u:{SECRET}@h/",
        f"postgres://u:{SECRET}@h/n/m",
        f"postgres://u:{SECRET}@h:port/n",
        f"postgres://u:{SECRET}@h:99999/n",
        f"postgres://u:{SECRET}/x@h/n",
        f"postgres://u:x?{SECRET}@h/n",
        f"postgres://u:x#{SECRET}@h/n",
        f"postgres://u:x/{SECRET}@h/n",
        f"postgres://u:{SECRET}@h/n?sslmode=on",
        f"postgres://u:{SECRET}@h/n?password={SECRET}",
        f"postgres://u:{SECRET}@[::1/n",
        f"postgres://u:{SECRET}@h/{'n' * 64}",
    ],
)
def test_a_wrong_address_is_refused_with_advice_and_without_the_password(url):
    with pytest.raises(BadSetting) as refusal:
        read(url)
    said = str(refusal.value)
    assert said.startswith("DATABASE_URL ") and said.endswith(".") and "\n" not in said
    assert SECRET not in said and SECRET not in repr(refusal.value.__cause__)


def test_the_password_may_lie_in_a_file(tmp_path):
    file = tmp_path / "password"
    file.write_text("p w\n")
    assert read("postgres://u@h/n", DATABASE_PASSWORD_FILE=str(file))["PASSWORD"] == "p w"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgres://u@h/n", "cannot be read (No such file or directory)"),
        ("", "set without DATABASE_URL"),
    ],
)
def test_a_file_for_the_password_must_be_there_and_belong_to_an_address(tmp_path, url, said):
    with pytest.raises(BadSetting, match=".*") as refusal:
        read(url, DATABASE_PASSWORD_FILE=str(tmp_path / "none"))
    assert said in str(refusal.value)


def test_one_password_is_enough(tmp_path):
    file = tmp_path / "password"
    file.write_text("one")
    with pytest.raises(BadSetting, match="both give a password"):
        read(f"postgres://u:{SECRET}@h/n", DATABASE_PASSWORD_FILE=str(file))
