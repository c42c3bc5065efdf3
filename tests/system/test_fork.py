"""Fork: each answer from the same fresh state, and a fork that ends early is told."""

import os
import signal

import pytest

from builder.system.fork import answer_in_a_fork
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
