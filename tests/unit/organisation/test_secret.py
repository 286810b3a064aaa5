"""The signing key and the folder around it."""

import pytest
from click.testing import CliRunner

from loiste.cli.serve import serve_command
from loiste.organisation import config
from loiste.organisation.config import Organisation
from loiste.organisation.environment import BadSetting, secret
from loiste.organisation.headers import cookie, guards


def test_a_home_is_closed_to_others_and_is_not_served_without_its_key(tmp_path, monkeypatch, db):
    home = tmp_path / "home"
    config.init_home(home, Organisation())
    assert (home.stat().st_mode & 0o777, (home / "secret.key").stat().st_mode & 0o777) == (0o700, 0o600)
    (home / "secret.key").unlink()
    monkeypatch.setenv("LOISTE_HOME", str(home))
    monkeypatch.delenv("LOISTE_SECRET_KEY", raising=False)
    error = CliRunner().invoke(serve_command, ["--port", "0"]).exception
    assert isinstance(error, BadSetting) and "secret.key" in str(error)


def test_without_a_key_nothing_is_signed_with_one_that_is_known(tmp_path):
    assert secret({}, tmp_path) != secret({}, tmp_path)
    with pytest.raises(BadSetting):
        secret({"LOISTE_SECRET_KEY": "short"}, tmp_path)


def test_only_over_https_browsers_are_bound_to_it():
    assert "Strict-Transport-Security" in guards("https://loiste.example.org")
    assert "Strict-Transport-Security" not in guards("http://127.0.0.1:8000")
    assert (cookie("https://a", "x"), cookie("http://a", "x")) == ("__Host-x", "x")
