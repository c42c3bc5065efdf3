"""Sixty units of murmur, made once: what the laws of joining are tried on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from builder.testing.hearing import murmur
from builder.testing.spoken import spoken_passage
from builder.testing.units import MadeUnit, made_unit

UNITS = 60


@pytest.fixture(scope="session")
def units() -> tuple[MadeUnit, ...]:
    """Units of all lengths, at both rates that engines give, with pauses of three lengths."""
    return tuple(murmured_unit(number) for number in range(UNITS))


def murmured_unit(number: int) -> MadeUnit:
    rate: Mapping[bool, int] = {True: 22_050, False: 24_000}
    clip = murmur(number, 400 + 37 * (number % 23), sample_rate_hz=rate[number % 3 == 0])
    return made_unit(
        spoken_passage(f"s-{number}", pauses_ms=(150 + 100 * (number % 3),)), [clip], gain_db=0.0
    )
