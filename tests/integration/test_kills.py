"""Processes killed at random moments: every acknowledged event is there once, nothing needs repair."""

import os
import random
import signal
import threading

from tests.command import as_json, environment, loiste
from tests.forks import Program
from tests.serving import key, post, tracks, until, wait

KILLS = int(os.environ.get("LOISTE_KILLS", "5"))
PLACES = ("worker", "web", "serve", "merge", "import")


class Sender(threading.Thread):
    """Sends batches one after the other, each until it is acknowledged, as the clients do."""

    def __init__(self, serving, secret):
        super().__init__(daemon=True)
        self.serving, self.secret, self.acknowledged, self.stopping = serving, secret, 0, False

    def run(self):
        number = 0
        while not self.stopping:
            batch = tracks(range(number, number + 20))
            while not self.delivered(batch):
                wait()
            number += 20
            self.acknowledged = number

    def delivered(self, batch):
        try:
            return post(self.serving.address, batch, secret=self.secret)[0] == 200
        except OSError:
            return False

    def stop(self):
        self.stopping = True
        self.join(60)


def strike(serving, place):
    """Kills what is named with -9, wherever it is in its work."""
    if place == "serve":
        serving.kill()
        serving.start()
    elif place == "merge":
        end_of("from loiste.cli import start; home, _ = start.start(); from loiste.timeline import merging; "
               "merging.merge(home, start.now(), many=2)", serving.home)  # fmt: skip
    else:
        victims = [serving.worker()] if place == "worker" else serving.web()
        for pid in filter(None, victims):
            os.kill(pid, signal.SIGKILL)


def end_of(program, home):
    """Starts a program and kills it after a random moment."""
    process = Program(["-c", program], env=environment(home))
    for _ in range(random.randrange(1, 12)):
        wait()
    process.kill()
    process.wait()


def test_every_acknowledged_event_is_there_once_whatever_is_killed(serving):
    secret, sender = key(serving.home), None
    sender = Sender(serving, secret)
    sender.start()
    for number in range(KILLS):
        for _ in range(random.randrange(2, 12)):
            wait()
        strike(serving, ("worker", "web", "serve", "merge")[number % 4])
    sender.stop()
    found = serving.drained()
    assert sender.acknowledged > 0
    assert (found["signals"], found["problems"]) == (sender.acknowledged, [])
    assert as_json(serving.home, "ingest")["drained"] in (None, {"accepted": 0, "duplicate": 0, "refused": 0, "signals": 0})


def test_a_killed_child_is_started_again(serving):
    for find in (serving.worker, lambda: next(iter(serving.web()), None)):
        first = until(find, what="there is no such child")
        os.kill(first, signal.SIGKILL)
        until(lambda find=find, first=first: find() not in (None, first), what="it was not started again")
    until(serving.alive)


def test_all_processes_end_with_serve(serving):
    until(serving.worker)
    serving.kill()
    assert serving.processes() == []


def rows(count):
    lines = [f"r{n},a{n % 50},2026-0{1 + n % 9}-1{n % 9},feature{n % 3},{n % 7}" for n in range(count)]
    return "usage_id,account_id,occurred_at,feature,count\n" + "\n".join(lines) + "\n"


def test_an_import_killed_anywhere_and_run_again_gives_the_same_as_an_unbroken_one(tmp_path):
    file = tmp_path / "usage.csv"
    file.write_text(rows(30_000))
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for home in (whole, broken):
        loiste(home, "init")
    loiste(whole, "import", "usage", file)
    program = f"from loiste.cli.main import main; main(['import', 'usage', {str(file)!r}])"
    for _ in range(max(3, KILLS // 5)):
        end_of(program, broken)
    loiste(broken, "import", "usage", file)
    kept = ("signals", "accounts", "identities", "rejected")
    assert {name: as_json(whole, "doctor")[name] for name in kept} == {name: as_json(broken, "doctor")[name] for name in kept}
    months = ("kpis", "--monthly", "2026-01..2026-09")
    assert as_json(whole, *months) == as_json(broken, *months)
