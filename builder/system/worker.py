"""Worker: the far side of a child process, which answers framed messages until its input ends.

A frame is the four bytes `EdB1`, two little-endian 32-bit lengths, a JSON object, and a payload of bytes.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from typing import IO, TypeAlias

from builder.base.digest import Json, canonical

Message: TypeAlias = tuple[Mapping[str, object], bytes]
"""The JSON object of a frame, and its payload."""

LAST = "last"
"""True in an answer after which its worker ends: it can give no other one in the same state."""

_MAGIC = b"EdB1"
_HEAD = struct.Struct("<4sII")
_MOST_HEADER_BYTES = 1 << 20
_MOST_PAYLOAD_BYTES = 1 << 26
_PR_SET_PDEATHSIG = 1


class BrokenFrame(ValueError):
    """Bytes that are no frame, or one longer than any honest worker sends."""


class WorkerError(Exception):
    """What a worker cannot do, told to its parent in words; the worker lives on.

    Args:
        kind: A word the parent acts on, such as `voice` or `fault`.
        message: What was found and expected, in one sentence without a final stop.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def pack_frame(header: Mapping[str, Json], payload: bytes = b"") -> bytes:
    """Return one frame."""
    text = canonical(header)
    return _HEAD.pack(_MAGIC, len(text), len(payload)) + text + payload


def frame_size(data: bytes | bytearray) -> int | None:
    """Return the length in bytes of the frame that `data` starts with, or None while that cannot be told.

    Raises:
        BrokenFrame: `data` starts no frame, or one past the bounds (1 MiB of JSON, 64 MiB of payload).
    """
    if not _MAGIC.startswith(bytes(data[:4])):
        raise BrokenFrame(f"its answer starts with {bytes(data[:12])!r}")
    if len(data) < _HEAD.size:
        return None
    _, header_bytes, payload_bytes = _HEAD.unpack_from(data)
    if header_bytes > _MOST_HEADER_BYTES or payload_bytes > _MOST_PAYLOAD_BYTES:
        raise BrokenFrame(f"it announces an answer of {header_bytes + payload_bytes} bytes")
    return int(_HEAD.size + header_bytes + payload_bytes)


def unpack_frame(frame: bytes | bytearray) -> Message:
    """Return what one whole frame holds.

    Raises:
        BrokenFrame: Its header is not a JSON object.
    """
    _, header_bytes, _ = _HEAD.unpack_from(frame)
    end = _HEAD.size + header_bytes
    try:
        header = json.loads(bytes(frame[_HEAD.size : end]))
    except ValueError as error:
        raise BrokenFrame(f"its answer is not JSON: {error}") from error
    if not isinstance(header, dict):
        raise BrokenFrame("its answer is not a JSON object")
    return header, bytes(memoryview(frame)[end:])


def serve(answer: Callable[[Mapping[str, object], bytes], tuple[Mapping[str, Json], bytes]]) -> None:
    """Answer each frame on standard input with one on standard output, until the input ends.

    It ends after an answer that is `LAST`, too. What a library prints meanwhile goes to standard error. A
    `WorkerError` becomes the answer `{"error": kind, "message": …}`; any other exception ends the worker with
    its traceback.
    """
    die_with_parent()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while (message := read_message(sys.stdin.buffer)) is not None:
            try:
                header, payload = answer(*message)
            except WorkerError as error:
                header, payload = {"error": error.kind, "message": str(error)}, b""
            answers.write(pack_frame(header, payload))
            answers.flush()
            if header.get(LAST):
                return


def die_with_parent() -> None:
    """Let the system kill this process when the thread that started it is gone (Linux alone).

    Elsewhere a worker ends when its standard input does, at the latest with the answer it is at.
    Source: prctl(2), `PR_SET_PDEATHSIG`; it is cleared by fork, so a forked child sets it again.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def read_message(file: IO[bytes]) -> Message | None:
    """Return the next message of `file`, or None when it ends before a whole one."""
    data = file.read(_HEAD.size)
    if len(data) < _HEAD.size:
        return None
    size = frame_size(data)
    if size is None:
        return None
    frame = data + file.read(size - len(data))
    return unpack_frame(frame) if len(frame) == size else None
