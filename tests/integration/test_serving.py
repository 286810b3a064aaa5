"""The server as a process: it answers, it keeps one worker, it goes when told to."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from tests.command import environment, loiste
from tests.serving import free_port


def answer(address):
    """The page at an address, tried until the server listens; bounded by the number of tries."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return page.status, page.read().decode(), page.headers
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            subprocess.run(["sleep", "0.1"], check=True)
    raise AssertionError("the server never answered")


@pytest.fixture
def serving(tmp_path):
    loiste(tmp_path, "init", "--language", "fi")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "loiste", "serve", "--port", str(port)],
        env=environment(tmp_path), stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def test_the_server_sends_a_stranger_to_the_sign_in_page_under_a_strict_policy(serving):
    process, address = serving
    status, page, headers = answer(address)
    assert status == 200
    assert 'name="login"' in page
    assert 'lang="fi"' in page
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) is not None
