"""The clients that engineers already use, unchanged, against a real server."""

import os
import shutil
import subprocess
from pathlib import Path

from tests import forks
from tests.command import loiste
from tests.serving import key

CLIENTS = Path(__file__).parents[1] / "clients"

SEGMENT = """
import sys
import segment.analytics as analytics
address, analytics.write_key, run, count, known = sys.argv[1:]
analytics.host, analytics.gzip, analytics.max_queue_size = address, True, 100_000
analytics.on_error = lambda error, items: sys.exit(str(error))
for n in range(int(count)):
    analytics.track(f"u{n % 7}", "Opened", {"n": n}, context={"groupId": "acme"}, message_id=f"{run}-{n % int(known)}")
analytics.flush()
"""
POSTHOG = """
import sys
from posthog import Posthog
client = Posthog(sys.argv[2], host=sys.argv[1], gzip=True, on_error=lambda error, items: sys.exit(str(error)))
for n in range(500):
    client.capture("Opened", distinct_id=f"d{n % 7}", properties={"n": n}, groups={"company": "acme"})
client.set(distinct_id="d1", properties={"email": "d1@acme.fi"})
client.shutdown()
"""


def python(text, *words):
    done = forks.python(["-c", text, *words], env=os.environ)
    assert done.returncode == 0, done.stderr


def test_ten_thousand_events_with_duplicates_by_segments_python_client_arrive_exactly_once(serving):
    secret = key(serving.home)
    python(SEGMENT, serving.address, secret, "m", 10_000, 9_000)
    assert serving.drained()["signals"] == 9_000
    loiste(serving.home, "ingest")
    serving.kill()
    serving.start()
    python(SEGMENT, serving.address, key(serving.home, "rotated", "ingest") and secret, "m", 1_000, 1_000)
    assert serving.drained()["signals"] == 9_000


def test_posthogs_python_client_is_understood(serving):
    python(POSTHOG, serving.address, key(serving.home))
    found = serving.drained()
    assert (found["signals"], found["rejected"]) == (501, 0)


def test_segments_node_client_is_understood(serving):
    if not (CLIENTS / "node_modules").exists():
        npm = shutil.which("npm")
        assert npm, "the test of Segment's Node client needs npm"
        subprocess.run([npm, "ci", "--silent"], cwd=CLIENTS, check=True, timeout=300)
    subprocess.run(
        ["node", "segment.mjs", serving.address, key(serving.home), "300"], cwd=CLIENTS, check=True, timeout=60
    )
    assert serving.drained()["signals"] == 300
