"""Faulty worker: a speech worker that misbehaves as it is told, for tests of those who have to bear it.

Run as `python -m builder.testing.faulty_worker MODE [FILE]`; it understands what
`builder.speech.worker_engine` asks. With FILE it misbehaves until that file exists, and makes it.
"""

from __future__ import annotations

import array
import math
import os
import random
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from builder.base.digest import Json
from builder.system.worker import WorkerError, serve

SAMPLE_RATE_HZ: int = 24_000

MODES: tuple[str, ...] = (
    "well", "crash", "crash at start", "exit", "hang", "hang at start", "ignore signals", "leave a child",
    "chatter", "flood errors", "garbage", "huge frame", "not json", "two answers", "half a frame", "refuse",
    "empty", "silence", "click", "short", "long", "inner silence", "flat", "offset", "hum", "noise",
    "swapped bytes", "two channels", "wrong rate", "odd bytes", "wild marks",
)  # fmt: skip

HARMLESS: tuple[str, ...] = ("well", "chatter", "flood errors")
"""Modes in which it speaks all the same."""
HANGING: tuple[str, ...] = ("hang", "hang at start", "ignore signals", "leave a child")
"""Modes in which it never answers."""

_FOREVER_S = 3600


def speech(text: str) -> bytes:
    """Return what passes for speech of `text`: as long, rising and falling as syllables do, at 24 kHz."""
    return _babble(max(0.3, len(text) / 15))


def _babble(length_s: float) -> bytes:
    step = 2 * math.pi * 220 / SAMPLE_RATE_HZ
    frames = SAMPLE_RATE_HZ // 4
    syllable = _samples(
        3277 * (0.55 - 0.45 * math.cos(2 * math.pi * number / frames)) * math.sin(step * number)
        for number in range(frames)
    )
    count = int(length_s * SAMPLE_RATE_HZ)
    return (syllable * (count // frames + 1))[: 2 * count]


def _samples(values: Iterable[float]) -> bytes:
    return array.array("h", map(int, values)).tobytes()


def _answer(mode: str, text: str) -> tuple[Mapping[str, Json], bytes]:
    """Return the answer of a worker that answers, though perhaps not with speech."""
    if mode == "refuse":
        raise WorkerError("fault", "it does not feel like it")
    head: dict[str, Json] = {"sample_rate_hz": SAMPLE_RATE_HZ, "marks": []}
    if mode == "wrong rate":
        head["sample_rate_hz"] = 8000
    if mode == "wild marks":
        head["marks"] = [[5, 2, -1]]
    well = speech(text)
    return head, _SOUNDS[mode](well) if mode in _SOUNDS else well


def _hum(well: bytes) -> bytes:
    step = 2 * math.pi * 50 / SAMPLE_RATE_HZ
    return _samples(3277 * math.sin(step * number) for number in range(len(well) // 2))


def _noise(well: bytes) -> bytes:
    source = random.Random(len(well))  # noqa: S311 - noise, and the same at each run
    return _samples(source.gauss(0, 2000) for _ in range(len(well) // 2))


_SOUNDS: Mapping[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "silence": lambda well: bytes(len(well)),
    "click": lambda well: well[:4800] + bytes(len(well)),
    "short": lambda _: _babble(0.05),
    "long": lambda well: well * 5 + _babble(10),
    "inner silence": lambda well: well + bytes(2 * SAMPLE_RATE_HZ * 5 // 2) + well,
    "flat": lambda well: _samples([32767] * (len(well) // 2)),
    "offset": lambda well: _samples(value + 3277 for value in array.array("h", well)),
    "hum": _hum,
    "noise": _noise,
    "swapped bytes": lambda well: bytes(well[number ^ 1] for number in range(len(well))),
    "two channels": lambda well: _samples(value for value in array.array("h", well) for _ in range(2)),
    "odd bytes": lambda well: well + b"\0",
}
"""What an answer holds instead of the sound it should."""


def _misbehave(mode: str) -> None:
    """Do what no answer comes of."""
    match mode:
        case "crash":
            print("about to crash", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            print("\n".join(f"line {number}" for number in range(1, 31)), file=sys.stderr, flush=True)
            sys.exit(3)
        case "hang":
            time.sleep(_FOREVER_S)
        case "ignore signals":
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(_FOREVER_S)
        case "leave a child":
            child = os.fork()
            if child:
                print(f"child {child}", file=sys.stderr, flush=True)
            time.sleep(_FOREVER_S)
        case "flood errors":
            for _ in range(2000):
                sys.stderr.write("x" * 999 + "\n")
        case "chatter":
            print("a library says hello")
        case _:
            pass


def _raw(mode: str) -> bytes | None:
    """Return bytes that are written past all framing, or None."""
    match mode:
        case "garbage":
            return b"RIFF\x24\x00\x00\x00WAVEfmt "
        case "huge frame":
            return struct.pack("<4sII", b"EdB1", 2, 1 << 31)
        case "not json":
            return struct.pack("<4sII", b"EdB1", 4, 0) + b"oops"
        case "two answers":
            return (struct.pack("<4sII", b"EdB1", 2, 0) + b"{}") * 2
        case "half a frame":
            return struct.pack("<4sII", b"EdB1", 2, 100) + b"{}" + bytes(10)
        case _:
            return None


def main() -> None:
    """Answer requests, or fail to, in the way the command line names."""
    mode = sys.argv[1]
    if len(sys.argv) > 2:
        well_from_now_on = Path(sys.argv[2])
        if well_from_now_on.exists():
            mode = "well"
        well_from_now_on.touch()
    answers = os.dup(1)

    def answer(header: Mapping[str, object], payload: bytes) -> tuple[Mapping[str, Json], bytes]:
        if not header:
            if mode.endswith(" at start"):
                _misbehave(mode.removesuffix(" at start"))
            return {}, b""
        _misbehave(mode)
        raw = _raw(mode)
        if raw is not None:
            os.write(answers, raw)
            if mode == "half a frame":
                sys.exit(0)
            time.sleep(_FOREVER_S)
        return _answer(mode, payload.decode())

    serve(answer)


if __name__ == "__main__":
    main()
