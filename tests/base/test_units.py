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


@pytest.mark.parametrize(
    ("text", "size_bytes"),
    [
        ("2 GB", 2_000_000_000),
        ("1.5GiB", 1_610_612_736),
        ("500MB", 500_000_000),
        ("1 b", 1),
        (" 3 kb ", 3000),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size_bytes: int) -> None:
    assert units.parse_size(text) == size_bytes


@pytest.mark.parametrize(
    "text", ["", "2", "GB", "-1 GB", "0 GB", "0.4 B", "1,5 GB", "2 GBit", "1e9 B", "nan GB"]
)
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a size"):
        units.parse_size(text)


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (12_345, "12 kB"),
        (999_600, "1.0 MB"),
        (10**15, "1000 TB"),
    ],
)
def test_a_size_is_shown_as_people_read_it(size_bytes: int, text: str) -> None:
    assert units.show_size(size_bytes) == text
