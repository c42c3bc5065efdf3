"""Memory: what the C library keeps for threads."""

from __future__ import annotations

import sys

# malloc.h of glibc.
_M_ARENA_MAX = -8


def share_one_heap() -> None:
    """Let all threads take memory from one heap (glibc alone); to be called before they start.

    Of a heap for each, every one keeps the most its thread ever had. Threads of Python, which seldom run at
    the same time, hardly wait for one another here.
    """
    if sys.platform == "linux":
        import ctypes

        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, 1)
