"""Threads take their memory from one heap."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

CODE = """
import ctypes, sys, threading
from builder.system.memory import share_one_heap

if sys.argv[1] == "shared":
    share_one_heap()
together = threading.Barrier(4)
def take():
    held = bytearray(100_000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone has a heap for each thread")
@pytest.mark.parametrize(("how", "one"), [("shared", True), ("as it is", False)])
def test_threads_share_one_heap_where_they_are_told_to(how: str, one: bool) -> None:
    run = subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, text=True, check=True)

    assert ("Arena 1:" not in run.stderr) == one
