"""Fixtures for all tests: a home of its own for each, no network but loopback, the people of the stories."""

import os
import socket
import tempfile
from pathlib import Path

# Settings are read when Django starts, so the home of the test process is named before that.
os.environ["LOISTE_HOME"] = tempfile.mkdtemp(prefix="loiste-tests-")
os.environ["LOISTE_SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ.pop("LOISTE_LANGUAGE", None)

from tests import cluster  # noqa: E402

cluster.prepare()

import pytest  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

from loiste.organisation import config  # noqa: E402
from loiste.organisation.config import Organisation  # noqa: E402
from tests.spread import pytest_xdist_make_scheduler  # noqa: E402, F401

# `make endure` asks for many more examples than an ordinary run has time for.
many = int(os.environ.get("LOISTE_EXAMPLES", "500"))
hypothesis_settings.register_profile("endure", max_examples=many, deadline=None)

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The server drops no database that somebody reads: threads that tests began hold connections to the end."""
    yield
    if cluster.wanted():
        with django_db_blocker.unblock():
            cluster.alone()


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch):
    """A test that reaches for the network fails."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_language():
    """A command that a test gives within this process speaks its language no longer than the test."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def home(tmp_path, settings) -> Path:
    """A home that is set up; pages and verbs find it in the settings."""
    from loiste.accounts import identities
    from loiste.timeline import engine

    identities._kept.clear()  # the ids of another test's rows may be the same
    where = tmp_path / "home"
    config.init_home(where, Organisation(name="Test", language="en"))
    settings.HOME = where
    yield where
    engine.close()


@pytest.fixture
def people(db, settings):
    """Owner (admin), colleague (success manager), a read-only person, and a stranger (no longer active)."""
    from loiste.accounts.models import Role, User

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # signing in need not be slow here

    def person(name, role, **more):
        email = f"{name}@example.org"
        return User.objects.create_user(email, "correct horse battery", name=name.title(), role=role, **more)

    return {
        "owner": person("owner", Role.ADMIN),
        "colleague": person("colleague", Role.SUCCESS_MANAGER),
        "read_only": person("reader", Role.READ_ONLY),
        "stranger": person("stranger", Role.SUCCESS_MANAGER, is_active=False),
    }
