"""A build with nothing to do starts at once: what it needs of sound loads no heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("av", "lameenc", "numpy", "pydub", "soxr")
MODULES = (
    "calibrate",
    "codecs",
    "join",
    "lame",
    "limiter",
    "loudness",
    "music",
    "pack",
    "pcm",
    "peaks",
    "timeline",
    "trim",
    "unit",
)


@pytest.mark.parametrize("module", [f"builder.audio.{name}" for name in MODULES] + ["builder.formats.mp3"])
def test_importing_a_module_of_sound_loads_no_heavy_library(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_unpacking_and_joining_units_needs_no_heavy_library() -> None:
    code = f"""
import io, sys
from builder.audio.pack import pack_head, pack_packets, unpack_head, unpack_packets
from builder.formats.mp3 import write_sound
from builder.model.sound import EncodedUnit, UnitHead
packets = (bytes(192),) * 45
unit = EncodedUnit(frames=24_000, sample_rate_hz=24_000, packets=packets)
head = UnitHead(frames=24_000, sample_rate_hz=24_000, places=(), energies=b"", true_peak_dbtp=0.0)
data = pack_packets(unit)
frames = unpack_head(pack_head(head)).frames * 3
write_sound(io.BytesIO(), (unpack_packets(data) for _ in range(3)), frames)
print([name for name in {HEAVY!r} if name in sys.modules])
"""

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
