"""The command line from the outside: what is printed, which exit code, what a mistake says."""

import stat

import pytest

from tests.command import as_json, copied, loiste

SUBSCRIPTIONS = "subscription_id,account_id,started_on,ended_on,mrr,plan\ns1,a1,2024-01-01,,100,Pro\ns2,a2,2024-01-15,2024-02-10,50,Basic\n"


@pytest.fixture(scope="module")
def once_filled(tmp_path_factory):
    """A home with two subscriptions, the English language, in euro; to be copied and left as it is."""
    folder = tmp_path_factory.mktemp("filled")
    home = folder / "home"
    loiste(home, "init", "--language", "en")
    file = folder / "subscriptions.csv"
    file.write_text(SUBSCRIPTIONS)
    loiste(home, "import", "subscriptions", file)
    return home


@pytest.fixture
def filled(once_filled, tmp_path):
    return copied(once_filled, tmp_path / "home")


def test_init_asks_nothing_keeps_the_key_private_and_changes_nothing_again(tmp_path):
    assert as_json(tmp_path, "init") == {"home": str(tmp_path), "created": True}
    key = tmp_path / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    assert as_json(tmp_path, "init", "--name", "Other")["created"] is False
    assert key.read_text() == before
    assert as_json(tmp_path, "config")["name"] == "Loiste"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--timezone", "Europe/Atlantis"), "is not a time zone"),
        (("--currency", "XYZ"), "is not a currency"),
        (("--language", "sv"), "'sv' is not one of"),
    ],
)
def test_init_refuses_what_it_does_not_know(tmp_path, words, said):
    assert said in loiste(tmp_path, "init", *words, exit_code=2)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LOISTE_URL", "example.org", "LOISTE_URL is 'example.org'"),
        ("LOISTE_DEBUG", "perhaps", "LOISTE_DEBUG is 'perhaps'"),
        ("LOISTE_SECRET_KEY", "short", "LOISTE_SECRET_KEY is too short"),
        ("DATABASE_URL", "postgres://x", "DATABASE_URL cannot be read; write postgres://user"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(filled, name, value, said):
    output = loiste(filled, "kpis", exit_code=1, **{name: value})
    assert said in output
    assert output.count("\n") == 1


def test_without_init_the_advice_is_to_run_it(tmp_path):
    assert "run `loiste init` first" in loiste(tmp_path / "none", "kpis", exit_code=1)


def test_kpis_gives_json_with_units_and_unknown_as_null(filled):
    found = as_json(filled, "kpis", "--as-of", "2024-01-31")
    assert found["as_of"] == "2024-01-31"
    assert found["metrics"]["mrr"] == {"value": 150, "unit": "money", "currency": "EUR"}
    assert found["metrics"]["nps"]["value"] is None
    assert found["metrics"]["customers"]["value"] == 2


def test_kpis_by_month_is_a_list_and_groups_hold_metrics(filled):
    months = as_json(filled, "kpis", "--monthly", "2024-01..2024-03", "--by", "plan")
    assert [month["as_of"] for month in months] == ["2024-01-31", "2024-02-29", "2024-03-31"]
    churned = {group["key"]: group["metrics"]["mrr_churn"]["value"] for group in months[1]["groups"]}
    assert churned == {"Basic": -50, "Pro": 0}
    assert "cac" not in months[1]["groups"][0]["metrics"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("kpis", "--as-of", "31.1.2024"), "write it like 2026-10-31"),
        (("kpis", "--monthly", "2024-03..2024-01"), "earlier month first"),
        (("kpis", "--as-of", "2024-01-31", "--monthly", "2024-01"), "either --as-of or --monthly"),
        (("kpis", "--by", "flavour"), "no dimension 'flavour'"),
        (("kpis", "--where", "tier"), "not KEY=VALUE"),
        (("explain", "mmr"), "Did you mean 'mrr'"),
    ],
)
def test_wrong_usage_says_what_to_write_and_exits_with_2(filled, words, said):
    assert said in loiste(filled, *words, exit_code=2)


def test_explain_prints_formula_query_inputs_and_rows(filled):
    text = loiste(filled, "explain", "mrr", "--as-of", "2024-01-31")
    for part in ("Formula", "select d.as_of, m.account, m.mrr as value", "Named view held", "a1", "Rows: 2"):
        assert part in text
    found = as_json(filled, "explain", "arr", "--as-of", "2024-01-31")
    assert found["value"] == 1800
    assert found["inputs"] == {"mrr": {"2024-01-31": 150}}
    one = as_json(filled, "explain", "mrr", "--as-of", "2024-01-31", "--account", "a2")
    assert (one["value"], one["rows"]["total"]) == (50, 1)
    assert "there is no account 'zz'" in loiste(filled, "explain", "mrr", "--account", "zz", exit_code=1)


def test_config_is_text_that_can_be_checked_and_applied(filled, tmp_path):
    file = tmp_path / "new.yaml"
    file.write_text("name: Toinen\ntimezone: Europe/Helsinki\ncurrency: EUR\nlanguage: fi\nsettings: {margin: 0.5}\n")
    loiste(filled, "config", "--check", file)
    assert as_json(filled, "config")["name"] == "Loiste"
    loiste(filled, "config", "--apply", file)
    assert as_json(filled, "config")["settings"]["margin"] == "0.5"
    file.write_text("name: Toinen\nmargin: 0.5\n")
    assert "margin" in loiste(filled, "config", "--apply", file, exit_code=1)
    file.write_text("currency: USD\n")
    assert "cannot change once signals are stored" in loiste(filled, "config", "--apply", file, exit_code=1)


def test_doctor_counts_and_names_what_is_wrong(filled):
    found = as_json(filled, "doctor")
    assert (found["signals"], found["accounts"], found["problems"], found["mail"]) == (2, 2, [], "off")
    (filled / "secret.key").chmod(0o644)
    next((filled / "blocks").glob("*/*.parquet")).unlink()
    settings = filled / "organisation.yaml"
    settings.write_text(settings.read_text() + "sign_in: {password: false}\n")
    server = {"LOISTE_SMTP_URL": "smtp://u:hush@mail.example.org", "LOISTE_MAIL_FROM": "loiste@example.org"}
    found = as_json(filled, "doctor", exit_code=1, **server)
    assert found["mail"] == "mail.example.org" and any("sign_in.password" in problem for problem in found["problems"])
    assert any("missing" in problem for problem in found["problems"])
    assert any("chmod 600" in problem for problem in found["problems"])


def test_fill_and_ingest_say_what_they_did(filled):
    assert as_json(filled, "fill", "--as-of", "2024-03-31")["days"] > 35
    nothing = {"accepted": 0, "duplicate": 0, "refused": 0, "signals": 0}
    assert as_json(filled, "ingest") == {"drained": nothing, "swept_files": 0}


def test_a_person_is_added_once_with_a_password_that_will_do(filled):
    added = as_json(filled, "user", "add", "Maija@Example.org", "--role", "admin")
    assert added["email"] == "maija@example.org"
    assert len(added["password"]) >= 12
    assert "in the team already" in loiste(filled, "user", "add", "maija@example.org", exit_code=1)
    assert "too short" in loiste(filled, "user", "add", "b@example.org", "--password", "x", exit_code=1)
    assert "valid email" in loiste(filled, "user", "add", "not-an-address", exit_code=1)
