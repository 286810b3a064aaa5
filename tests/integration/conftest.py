"""Real servers for the tests that speak to one: of pages, and of mail."""

import email
import queue
import threading
from datetime import UTC, datetime
from email import policy

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from loiste.organisation.outside import mail as mail_setting
from tests.command import loiste
from tests.serving import Serving, free_port


@pytest.fixture
def serving(tmp_path):
    loiste(tmp_path, "init")
    found = Serving(tmp_path)
    yield found.start()
    found.end()


@pytest.fixture
def django_client():
    """Makes another browser."""
    return Client


@pytest.fixture
def now():
    return datetime.now(UTC)


class Box:
    """Keeps what the server of mail takes."""

    def __init__(self):
        self.mails = queue.Queue()

    async def handle_DATA(self, server, session, envelope):
        self.mails.put(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture(scope="session")
def post_office():
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def box(post_office, settings):
    """A real server of mail; whatever it took has to be looked at."""
    found = mail_setting({"LOISTE_SMTP_URL": f"smtp://127.0.0.1:{post_office.port}?tls=none"})
    settings.MAIL_SET = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = found["host"], found["port"]
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = found["starttls"], found["tls"]
    settings.DEFAULT_FROM_EMAIL = "Loiste <loiste@example.org>"
    yield post_office
    for thread in threading.enumerate():
        if thread.name.endswith("(go)"):
            thread.join()
    assert post_office.mails.empty()
