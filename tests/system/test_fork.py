"""Fork: each answer from the same fresh state, and a fork that ends early is told."""

import os
import signal
import sys

import pytest

from builder.system.fork import answer_in_a_fork
from builder.system.process import ChildProcess
from builder.system.worker import WorkerError


def test_what_an_answer_changes_is_gone_before_the_next():
    said: list[str] = []

    def answer():
        said.append("a word")
        return {"words": len(said)}, b"\x01\x02"

    answers = [answer_in_a_fork(answer) for _ in range(3)]

    assert answers == [({"words": 1}, b"\x01\x02")] * 3
    assert said == []


def test_an_answer_longer_than_a_pipe_holds_is_whole():
    data = bytes(range(256)) * 4096

    _, payload = answer_in_a_fork(lambda: ({}, data))

    assert payload == data


def test_what_cannot_be_done_is_an_answer():
    def answer():
        raise WorkerError("voice", "it has no such voice")

    header, payload = answer_in_a_fork(answer)

    assert header == {"error": "voice", "message": "it has no such voice"}
    assert payload == b""


def test_a_fork_that_is_killed_is_told_by_its_signal():
    with pytest.raises(WorkerError, match=r"ended with Killed"):
        answer_in_a_fork(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_a_bug_in_an_answer_is_shown_and_told(capfd):
    with pytest.raises(WorkerError, match="before its answer did"):
        answer_in_a_fork(lambda: 1 / 0)

    assert "ZeroDivisionError" in capfd.readouterr().err


WORKER = """
import os, sys
from builder.system.fork import serve_in_forks
from builder.system.worker import WorkerError

done = []

def prepare(kind):
    if kind == "none":
        raise WorkerError("voice", "it has no such voice")
    done.append(f"took {kind}")

def answer(header, payload):
    done.append("spoke")
    if payload == b"crash":
        os.kill(os.getpid(), 11)
    if payload == b"bug":
        raise RuntimeError("a bug")
    return {"done": list(done)}, payload * 300_000

start = lambda: {"pid": os.getpid()}
serve_in_forks(answer, start=start, kind=lambda header: header["kind"], prepare=prepare)
"""


@pytest.fixture
def worker():
    child = ChildProcess((sys.executable, "-P", "-c", WORKER))
    yield child
    child.kill()


def ask(worker, kind, payload=b"x"):
    header, data = worker.ask({"kind": kind}, payload, deadline_s=20)
    return header.get("done", header), len(data)


def test_each_answer_is_of_a_process_that_took_its_kind_alone_and_never_spoke(worker):
    kinds = ["a", "a", "b", "a", "b", "b"]

    answers = [ask(worker, kind) for kind in kinds]

    assert answers == [([f"took {kind}", "spoke"], 300_000) for kind in kinds]


def test_a_start_is_answered_by_the_worker_itself_at_any_time(worker):
    first, _ = worker.ask({}, deadline_s=20)
    ask(worker, "a")
    again, _ = worker.ask({}, deadline_s=20)

    assert first == again == {"pid": worker.pid}


def test_a_kind_that_cannot_be_had_is_told_and_the_next_is_served(worker):
    refused = {"error": "voice", "message": "it has no such voice"}

    assert ask(worker, "none") == ask(worker, "none") == (refused, 0)
    assert ask(worker, "a") == (["took a", "spoke"], 300_000)


@pytest.mark.parametrize(
    ("payload", "said"), [(b"crash", "Segmentation fault"), (b"bug", "before its answer did")]
)
def test_a_crash_costs_one_answer(worker, payload, said):
    (found, _), after = ask(worker, "a", payload), ask(worker, "a")

    assert found["error"] == "fault"
    assert said in found["message"]
    assert after == (["took a", "spoke"], 300_000)


def test_it_ends_when_its_input_does(worker):
    ask(worker, "a")

    worker._process.stdin.close()

    assert worker._process.wait(20) == 0
