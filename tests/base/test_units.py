import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base import units


@given(st.integers(min_value=0, max_value=10**9))
def test_milliseconds_come_back_from_frames(duration_ms: int) -> None:
    assert units.to_ms(units.to_frames(duration_ms, 24_000), 24_000) == duration_ms


@pytest.mark.parametrize(
    ("function", "position_ms", "text"),
    [
        (units.clock, 61_999, "1:01"),
        (units.clock, 3_600_000, "1:00:00"),
        (units.show_notes_clock, 61_000, "01:01"),
        (units.vtt_time, 3_661_042, "01:01:01.042"),
        (units.itunes_duration, 1_500, "2"),
    ],
)
def test_a_quantity_has_its_spelling(function: object, position_ms: int, text: str) -> None:
    assert callable(function)
    assert function(position_ms) == text
