"""Processor: what of this machine the last bits of a neural voice depend on."""

from __future__ import annotations

import platform
from pathlib import Path


def instructions(processor: Path = Path("/proc/cpuinfo")) -> str:
    """Return the class of this machine's vector instructions, on which the last bits of the sound depend.

    Source: numpy and onnxruntime choose their inner loops by these; whole-number products of 8-bit models
    saturate without VNNI.
    """
    try:
        text = processor.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.machine()
    flags = next(
        (line.partition(":")[2].split() for line in text.splitlines() if line.startswith("flags")), []
    )
    for wanted, name in (
        ({"avx512f", "avx512_vnni"}, "avx512-vnni"),
        ({"avx512f"}, "avx512"),
        ({"avx2", "avx_vnni"}, "avx2-vnni"),
        ({"avx2"}, "avx2"),
    ):
        if wanted <= set(flags):
            return name
    return "sse" if "sse2" in flags else platform.machine()
