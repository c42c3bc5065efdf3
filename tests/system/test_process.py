"""A child process can neither hang, flood nor outlive the program."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from builder.system.process import ChildFault, ChildProcess, python_worker

ECHO = """
import sys
from builder.system.worker import WorkerError, serve

def answer(header, payload):
    if header.get("refuse"):
        raise WorkerError("fault", "no")
    if header.get("print"):
        print("hello from a library")
    return {"header": dict(header), "argv": sys.argv[1:]}, payload[::-1]

serve(answer)
"""

PARENT = """
from builder.system.process import ChildProcess, python_worker

child = ChildProcess(python_worker("builder.testing.faulty_worker", "hang"))
child.ask({}, deadline_s=20)
print(child.pid, flush=True)
child.ask({"text": "x"}, deadline_s=3600)
"""


@pytest.fixture
def echo():
    child = ChildProcess((sys.executable, "-P", "-c", ECHO))
    yield child
    child.kill()


def faulty(mode: str) -> ChildProcess:
    return ChildProcess(python_worker("builder.testing.faulty_worker", mode))


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_gone(pid: int, *, within_s: float) -> bool:
    until = time.monotonic() + within_s
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(pid)


def test_an_answer_brings_header_and_payload_back(echo):
    header, payload = echo.ask({"text": "naïve – 日本"}, b"\0\1\2", deadline_s=20)

    assert header["header"] == {"text": "naïve – 日本"}
    assert payload == b"\2\1\0"


def test_a_payload_larger_than_a_pipe_goes_both_ways(echo):
    data = os.urandom(3_000_000)

    _, payload = echo.ask({}, data, deadline_s=20)

    assert payload == data[::-1]


def test_one_child_answers_many_times(echo):
    answers = [echo.ask({"number": number}, deadline_s=20)[0]["header"] for number in range(5)]

    assert answers == [{"number": number} for number in range(5)]
    assert echo.alive


def test_what_a_library_prints_is_no_answer(echo):
    header, _ = echo.ask({"print": True}, deadline_s=20)

    assert header["header"] == {"print": True}


def test_a_worker_error_is_an_answer(echo):
    header, _ = echo.ask({"refuse": True}, deadline_s=20)

    assert header == {"error": "fault", "message": "no"}
    assert echo.alive


def test_a_child_gets_few_variables(monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    code = ECHO.replace("dict(header)", "sorted(__import__('os').environ)")
    child = ChildProcess((sys.executable, "-P", "-c", code), environment={"MORE": "1"})

    header, _ = child.ask({}, deadline_s=20)

    child.kill()
    assert "SECRET_TOKEN" not in header["header"]
    assert {"LANG", "MORE", "PATH"} <= set(header["header"])


def test_a_module_in_the_working_folder_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    child = ChildProcess(python_worker("builder.testing.faulty_worker", "well"))

    header, _ = child.ask({}, deadline_s=20)

    child.kill()
    assert header == {}


@pytest.mark.parametrize("mode", ["hang", "ignore signals"])
def test_a_hang_ends_with_its_deadline(mode):
    child = faulty(mode)
    child.ask({}, deadline_s=20)

    before_s = time.monotonic()
    with pytest.raises(ChildFault, match=r"gave no answer within 0\.3 s"):
        child.ask({"text": "x"}, deadline_s=0.3)

    assert time.monotonic() - before_s < 2
    assert not child.alive


def test_what_the_child_started_ends_with_it():
    child = faulty("leave a child")
    child.ask({}, deadline_s=20)

    with pytest.raises(ChildFault) as caught:
        child.ask({"text": "x"}, deadline_s=0.5)

    grandchild = int(caught.value.lines[-1].removeprefix("child "))
    assert wait_until_gone(grandchild, within_s=2)


def test_a_crash_tells_the_signal_and_what_was_said():
    child = faulty("crash")
    child.ask({}, deadline_s=20)

    with pytest.raises(ChildFault, match="signal 11") as caught:
        child.ask({"text": "x"}, deadline_s=20)

    assert caught.value.lines[-1] == "about to crash"
    assert "builder.testing.faulty_worker crash" in caught.value.details


def test_an_exit_tells_its_status_and_the_last_twenty_lines():
    child = faulty("exit")
    child.ask({}, deadline_s=20)

    with pytest.raises(ChildFault, match="exit status 3") as caught:
        child.ask({"text": "x"}, deadline_s=20)

    assert caught.value.lines == tuple(f"line {number}" for number in range(11, 31))


def test_a_flood_of_errors_does_not_stop_an_answer():
    child = faulty("flood errors")
    child.ask({}, deadline_s=20)

    header, _ = child.ask({"text": "x"}, b"x", deadline_s=20)

    child.kill()
    assert header["sample_rate_hz"] == 24_000


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("garbage", "starts with b'RIFF"),
        ("huge frame", "announces an answer"),
        ("not json", "not JSON"),
        ("two answers", "more after its end"),
        ("half a frame", "exit status 0"),
    ],
)
def test_what_is_no_answer_is_told_apart(mode, said):
    child = faulty(mode)
    child.ask({}, deadline_s=20)

    with pytest.raises(ChildFault, match=said):
        child.ask({"text": "x"}, deadline_s=20)

    assert not child.alive


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(ChildFault, match="cannot be started"):
        ChildProcess(("/nowhere/at-all",))


def test_a_child_ends_when_its_parent_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)
    with parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.1)

        parent.kill()

    assert wait_until_gone(pid, within_s=2)


def test_a_child_ends_when_its_input_does():
    child = subprocess.Popen(
        python_worker("builder.testing.faulty_worker", "well"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with child:
        child.stdin.close()

        status = child.wait(timeout=20)

    assert status == 0


def test_an_interrupt_leaves_no_answer_for_the_next_question():
    child = faulty("hang")
    child.ask({}, deadline_s=20)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.1)

    with pytest.raises(KeyboardInterrupt):
        child.ask({"text": "x"}, deadline_s=20)

    signal.signal(signal.SIGALRM, before)
    assert not child.alive


def test_a_child_can_be_killed_twice(echo):
    echo.kill()
    echo.kill()

    assert not echo.alive


def test_a_child_that_another_thread_kills_is_a_fault_long_before_the_deadline():
    child = faulty("hang")
    child.ask({}, deadline_s=20)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(child.ask, {"text": "x"}, deadline_s=3600)
        while child._asking.acquire(blocking=False):
            child._asking.release()

        child.kill()

        assert isinstance(answer.exception(60), ChildFault)
    assert not child.alive
