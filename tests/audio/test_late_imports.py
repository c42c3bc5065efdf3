"""A build with nothing to do starts at once: what it needs of sound loads no heavy library."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("av", "lameenc", "numpy", "pydub", "soxr")
MODULES = (
    "calibrate",
    "join",
    "lame",
    "limiter",
    "loudness",
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
import sys
from builder.audio.join import join_packets
from builder.audio.lame import MP3, header_frame
from builder.model.sound import EncodedUnit
from builder.audio.unit import pack_unit, unit_head, unpack_unit
packets = (bytes(192),) * 45
unit = EncodedUnit(
    frames=24_000, sample_rate_hz=24_000, places=(), packets=packets, energies=b"", true_peak_dbtp=0.0
)
data = pack_unit(unit)
frames = unit_head(data).frames * 3
list(join_packets((unpack_unit(data) for _ in range(3)), MP3)), header_frame(frames)
print([name for name in {HEAVY!r} if name in sys.modules])
"""

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"
