"""Sixty encoded units joined, decoded and listened to: nothing drifts and nothing is damaged."""

from __future__ import annotations

import hashlib
import re
import subprocess
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from builder.audio.join import join_packets
from builder.audio.lame import Mp3Encoder, header_frame
from builder.testing.hearing import decode, decode_packets, decode_with_ffmpeg, lag
from builder.testing.programs import absent
from builder.testing.units import MadeUnit

Units = tuple[MadeUnit, ...]

MP3 = Mp3Encoder().codec
RATE_HZ = 24_000
PACKET_BYTES = 192


@pytest.fixture(scope="module")
def packets(units: Units) -> tuple[bytes, ...]:
    return tuple(join_packets(units, MP3))


@pytest.fixture(scope="module")
def joined(units: Units, packets: tuple[bytes, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("joined") / "sixty.mp3"
    sound = b"".join(packets)
    path.write_bytes(header_frame(total_frames(units), len(sound)) + sound)
    return path


def total_frames(units: Units) -> int:
    return sum(unit.frames for unit in units)


def masters(units: Units) -> list[int]:
    """Return where each unit starts on the master timeline."""
    return list(accumulate((unit.frames for unit in units[:-1]), initial=0))


def snapped(units: Units) -> list[int]:
    return [MP3.snap(start, RATE_HZ) for start in masters(units)]


def test_the_decoded_sound_is_as_long_as_the_timeline(units: Units, joined: Path) -> None:
    samples, rate = decode(joined)

    assert (len(samples), rate) == (total_frames(units), 24_000)


def test_every_unit_is_heard_exactly_at_its_snapped_start(units: Units, joined: Path) -> None:
    samples, _ = decode(joined)
    alone = [decode_packets(unit.packets)[MP3.delay :][: min(unit.frames, 12_000)] for unit in units]

    lags = {
        lag(samples, sound, start * MP3.frame_size)
        for sound, start in zip(alone, snapped(units), strict=True)
    }

    assert lags == {0}


def test_no_unit_is_heard_further_than_half_a_packet_from_its_place(units: Units) -> None:
    errors = [
        packet * MP3.frame_size - start for packet, start in zip(snapped(units), masters(units), strict=True)
    ]

    assert max(map(abs, errors)) <= MP3.frame_size // 2
    assert min(errors) < -200
    assert max(errors) > 200


def test_a_join_leaves_a_units_first_samples_as_they_are_alone(
    units: Units, packets: tuple[bytes, ...]
) -> None:
    whole = decode_packets(packets)
    damaged = []

    for number, (unit, packet) in enumerate(zip(units, snapped(units), strict=True)):
        first = packet * MP3.frame_size + MP3.delay
        alone = decode_packets(unit.packets)[MP3.delay : MP3.delay + 2_048]
        if not np.array_equal(whole[first : first + 2_048], alone):
            damaged.append(number)

    assert not damaged


def test_a_join_leaves_a_units_last_speech_as_it_is_alone(units: Units, packets: tuple[bytes, ...]) -> None:
    whole = decode_packets(packets)
    damaged = []

    for number, (unit, packet) in enumerate(zip(units, snapped(units), strict=True)):
        last = unit.places[-1].end + MP3.delay
        alone = decode_packets(unit.packets)[last - 2_048 : last]
        end = packet * MP3.frame_size + last
        if not np.array_equal(whole[end - 2_048 : end], alone):
            damaged.append(number)

    assert not damaged


def test_a_units_first_packet_points_to_no_earlier_data(units: Units, packets: tuple[bytes, ...]) -> None:
    # ISO/IEC 13818-3: main_data_begin is the first byte behind the header of an MPEG-2 frame without CRC.
    pointers = {packets[start][4] for start in snapped(units)}

    assert pointers == {0}
    assert sum(packet[4] > 0 for packet in packets) > len(packets) // 2


def test_units_keep_all_packets_or_all_but_one(units: Units, packets: tuple[bytes, ...]) -> None:
    starts = [*snapped(units), MP3.snap(total_frames(units), RATE_HZ)]
    full = [-(-unit.frames // MP3.frame_size) for unit in units]

    dropped = {
        count - (after - before) for count, before, after in zip(full, starts[:-1], starts[1:], strict=True)
    }

    assert dropped == {0, 1}


def test_the_pause_before_a_unit_is_digital_silence(units: Units, packets: tuple[bytes, ...]) -> None:
    whole = decode_packets(packets)

    loudest = max(
        float(np.abs(whole[start * MP3.frame_size + MP3.delay - 600 :][:664]).max())
        for start in snapped(units)[1:]
    )

    assert loudest == 0.0


def test_the_same_units_give_the_same_bytes(units: Units, joined: Path) -> None:
    sound = b"".join(join_packets(units, MP3))
    again = header_frame(total_frames(units), len(sound)) + sound

    assert hashlib.sha256(again).digest() == hashlib.sha256(joined.read_bytes()).digest()


def test_a_changed_unit_changes_no_other_units_packets(units: Units) -> None:
    shorter = replace(units[10].encoded, frames=units[10].frames - 100)
    edited = (*units[:10], shorter, *units[11:])

    packets = set(join_packets(edited, MP3))

    assert packets <= {packet for unit in units for packet in unit.packets}


def test_the_header_frame_tells_the_files_size(joined: Path, packets: tuple[bytes, ...]) -> None:
    assert joined.stat().st_size == PACKET_BYTES * (len(packets) + 1)


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_decodes_the_same_samples_and_complains_of_nothing(joined: Path) -> None:
    samples, complaints = decode_with_ffmpeg(joined)
    ours, _ = decode(joined)

    assert complaints == ""
    assert len(samples) == len(ours)
    assert np.abs(samples - ours).max() < 1e-4


@pytest.mark.external
@pytest.mark.skipif(absent("mp3val"), reason="mp3val is not installed")
def test_mp3val_finds_no_problem(joined: Path) -> None:
    run = subprocess.run(["mp3val", str(joined)], capture_output=True, text=True, check=True)

    problems = [line for line in run.stdout.splitlines() if re.match("WARNING|ERROR", line)]
    assert [line for line in problems if "No supported tags" not in line] == []


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_believes_the_header_frames_checksum(joined: Path) -> None:
    shown = ["-show_entries", "format_tags=encoder:stream_tags=encoder", "-of", "default=nk=1:nw=1"]

    run = subprocess.run(
        ["ffprobe", "-v", "error", *shown, str(joined)], capture_output=True, text=True, check=True
    )

    assert "LAME3.100" in run.stdout
