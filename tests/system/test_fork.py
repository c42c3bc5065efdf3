"""Fork: each answer from the same fresh state, and a fork that ends early is told."""

import os
import signal
import sys

import pytest

from builder.system import fork
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


@pytest.fixture(params=["not allowed", "not there"])
def no_forks(request, monkeypatch):
    if request.param == "not there":
        monkeypatch.delattr(os, "fork")
    else:
        monkeypatch.setattr(os, "fork", refuse)


def refuse():
    raise PermissionError("a sandbox allows no fork")


@pytest.mark.usefixtures("no_forks")
def test_where_nothing_can_be_forked_an_answer_comes_from_this_process_and_is_its_last():
    header, payload = answer_in_a_fork(lambda: ({"pid": os.getpid()}, b"\x01\x02"))

    assert (header, payload) == ({"pid": os.getpid(), "last": True}, b"\x01\x02")


def test_nothing_is_forked_where_that_is_not_wanted(monkeypatch):
    monkeypatch.setattr(fork, "forked", refuse)

    header, _ = answer_in_a_fork(lambda: ({}, b""), fork=False)

    assert header == {"last": True}


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
fork, times = sys.argv[1], int(sys.argv[2])
system_fork = os.fork

def limited():
    global times
    if times == 0:
        raise PermissionError("a sandbox allows no fork")
    times -= 1
    return system_fork()

if times >= 0:
    os.fork = limited
serve_in_forks(
    answer, start=start, kind=lambda header: header["kind"], prepare=prepare, fork=fork == "fork"
)
"""


def start_worker(how="fork", forks=-1):
    """Return a worker that may fork `forks` times; any number by default."""
    return ChildProcess((sys.executable, "-P", "-c", WORKER, how, str(forks)))


@pytest.fixture
def worker():
    child = start_worker()
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


@pytest.mark.parametrize(
    ("how", "forks"), [("no fork", -1), ("fork", 0), ("fork", 1)], ids=["not wanted", "none", "of a kind"]
)
class TestWithoutForks:
    def test_the_answer_is_the_same_one_and_the_last(self, how, forks):
        worker = start_worker(how, forks)
        pid = worker.ask({}, deadline_s=20)[0]["pid"]

        header, payload = worker.ask({"kind": "a"}, b"x", deadline_s=20)

        assert (header, len(payload)) == ({"done": ["took a", "spoke"], "last": True}, 300_000)
        assert pid == worker.pid
        assert worker._process.wait(20) == 0
        worker.kill()

    def test_a_kind_that_cannot_be_had_is_told(self, how, forks):
        worker = start_worker(how, forks)

        header, _ = worker.ask({"kind": "none"}, b"x", deadline_s=20)

        assert (header["error"], header["message"]) == ("voice", "it has no such voice")
        worker.kill()
