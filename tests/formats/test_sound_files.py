"""MP3, M4B and Opus files of the same units: each plays every unit where the timeline has it."""

from __future__ import annotations

import hashlib
import subprocess
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from builder.audio.codecs import Encoder, encoder
from builder.audio.pcm import resample
from builder.formats import base
from builder.formats.names import RECORDING_NAMES, SoundFormatName
from builder.model.sound import DEFAULT_SOUND, EncodedUnit, SoundSpec
from builder.testing.hearing import Samples, decode_with_ffmpeg, lag
from builder.testing.programs import absent
from builder.testing.sound_files import (
    SPECS,
    TEXTS,
    Murmurs,
    decode_bare,
    decode_file,
    encoded,
    heard_rate_hz,
    murmurs,
    spec_id,
    write_sound,
)

UNITS = 20


@dataclass(frozen=True)
class Written:
    name: SoundFormatName
    recording: Murmurs
    units: tuple[EncodedUnit, ...]
    path: Path

    @property
    def spec(self) -> SoundSpec:
        return self.recording.spec

    @property
    def encoder(self) -> Encoder:
        return encoder(base.load(self.name).CODEC, self.spec)

    def heard_starts(self) -> list[int]:
        """Return where the format puts each unit, in samples of what is heard."""
        codec = self.encoder.codec
        packet = codec.frame_size * heard_rate_hz(self.name, self.spec) // codec.sample_rate_hz
        return [codec.snap(start, self.spec.sample_rate_hz) * packet for start in self.recording.starts]


@pytest.fixture(scope="module", params=SPECS, ids=spec_id)
def recording(request: pytest.FixtureRequest) -> Murmurs:
    return murmurs(UNITS, spec=request.param)


@pytest.fixture(scope="module", params=RECORDING_NAMES)
def written(
    request: pytest.FixtureRequest, recording: Murmurs, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    name: SoundFormatName = request.param
    units = encoded(recording, base.load(name).CODEC)
    path = tmp_path_factory.mktemp(name) / f"murmurs.{name}"
    write_sound(path, name, recording.publication, units, spec=recording.spec)
    return Written(name, recording, units, path)


def test_every_unit_is_heard_where_the_format_puts_it(written: Written) -> None:
    samples, rate_hz = decode_file(written.path, written.name)
    most = 2 if written.name == "opus" else 0  # at 48 kHz; one at 24 kHz

    lags = {
        lag(samples, resample(sound[: rate_hz // 3], written.spec.sample_rate_hz, rate_hz), start)
        for sound, start in zip(written.recording.samples, written.heard_starts(), strict=True)
    }

    assert max(map(abs, lags)) <= most
    assert len(lags) == 1


def test_no_unit_is_further_than_half_a_packet_from_its_place_on_the_timeline(written: Written) -> None:
    codec, heard_hz = written.encoder.codec, heard_rate_hz(written.name, written.spec)
    rate_hz = written.spec.sample_rate_hz

    # Counted in ticks of both rates together, so that nothing is rounded.
    errors = [
        abs(heard * rate_hz - start * heard_hz)
        for heard, start in zip(written.heard_starts(), written.recording.starts, strict=True)
    ]

    packet = codec.frame_size * rate_hz * heard_hz // codec.sample_rate_hz
    assert packet // 8 < max(errors) <= packet // 2


def test_a_join_leaves_a_units_first_quarter_second_as_it_is_alone(written: Written) -> None:
    samples, rate_hz = decode_file(written.path, written.name)
    damaged = []

    for number, (unit, start) in enumerate(zip(written.units, written.heard_starts(), strict=True)):
        alone = decode_bare(unit.packets, written.encoder, written.spec)[: rate_hz // 4]
        if not np.array_equal(samples[start : start + len(alone)], alone):
            damaged.append(number)

    assert not damaged


def test_the_sound_ends_with_the_timeline(written: Written) -> None:
    samples, rate_hz = decode_file(written.path, written.name)
    expected = -(-written.recording.publication.timeline.frames * rate_hz // written.spec.sample_rate_hz)

    # Of an MP4, FFmpeg's decoder gives the last packet whole, whatever the edit list says.
    most_behind = written.encoder.codec.frame_size if written.name == "m4b" else 1
    assert 0 <= len(samples) - expected < most_behind


def test_the_same_units_give_the_same_bytes(written: Written, tmp_path: Path) -> None:
    again = write_sound(
        tmp_path / written.path.name,
        written.name,
        written.recording.publication,
        encoded(written.recording, base.load(written.name).CODEC),
        spec=written.spec,
    )

    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (written.path, again)}
    assert len(digests) == 1


def test_units_of_another_timeline_are_refused_and_leave_no_file(written: Written, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="packets for a timeline of"):
        write_sound(
            tmp_path / written.path.name,
            written.name,
            written.recording.publication,
            written.units[:-1],
            spec=written.spec,
        )

    assert list(tmp_path.iterdir()) == []


@pytest.mark.external
@pytest.mark.skipif(absent("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_plays_it_without_a_word(written: Written) -> None:
    samples, complaints = decode_with_ffmpeg(written.path)

    assert complaints == ""
    assert len(samples) == written.spec.channels * len(decode_file(written.path, written.name)[0])


@pytest.mark.external
@pytest.mark.skipif(absent("ffprobe"), reason="ffprobe is not installed")
def test_ffprobe_reads_rate_channels_and_length(written: Written) -> None:
    entries = "stream=sample_rate,channels:format=duration"

    run = subprocess.run(
        [
            "ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", entries, "-of", "csv=p=0",
            str(written.path),
        ],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip

    rate_hz, channels, duration = run.stdout.replace("\n", ",").strip(",").split(",")
    timeline = written.recording.publication.timeline
    assert (int(rate_hz), int(channels)) == (heard_rate_hz(written.name, written.spec), written.spec.channels)
    # FFmpeg 5 counts what Opus skips in front, and the frame an MP3's last samples end in.
    assert float(duration) == pytest.approx(timeline.frames / timeline.sample_rate_hz, abs=0.08)


BOOK_UNITS = 6_000


@dataclass(frozen=True)
class Book:
    """Many short units, of which only a few differ: a book's worth of joins in a few seconds."""

    name: SoundFormatName
    units: tuple[EncodedUnit, ...]
    samples: tuple[Samples, ...]

    def stream(self) -> Iterator[EncodedUnit]:
        for number in range(BOOK_UNITS):
            unit = self.units[number % len(self.units)]
            yield replace(unit, packets=tuple(bytes(bytearray(packet)) for packet in unit.packets))

    @property
    def starts(self) -> list[int]:
        lengths = [len(self.samples[number % len(self.samples)]) for number in range(BOOK_UNITS)]
        return [0, *np.cumsum(lengths, dtype=np.int64).tolist()]


@pytest.fixture(scope="module", params=RECORDING_NAMES)
def book(request: pytest.FixtureRequest) -> Book:
    # Lengths that share no divisor with any packet: each join falls somewhere else.
    generator = np.random.default_rng(7)
    samples = tuple(
        np.pad(generator.uniform(-0.3, 0.3, length - 6_000).astype(np.float32), (960, 5_040))
        for length in (7_001, 7_213, 7_457, 7_901, 8_009, 8_237, 8_573)
    )
    making = encoder(base.load(request.param).CODEC, DEFAULT_SOUND)
    units = tuple(
        EncodedUnit(frames=len(each), sample_rate_hz=24_000, packets=making.encode(each)) for each in samples
    )
    return Book(name=request.param, units=units, samples=samples)


def test_six_thousand_joins_add_up_to_no_error_and_take_no_memory(book: Book, tmp_path: Path) -> None:
    path, codec = tmp_path / f"book.{book.name}", encoder(base.load(book.name).CODEC, DEFAULT_SOUND).codec
    short = murmurs(1).publication
    publication = replace(short, timeline=replace(short.timeline, frames=book.starts[-1], chapters=()))

    tracemalloc.start()
    base.load(book.name).write(path, publication, book.stream(), TEXTS)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    samples, rate_hz = decode_file(path, book.name)
    times = rate_hz // 24_000
    lags, errors = set(), []
    for number in (0, 1, 2, 500, 1_999, 3_000, 4_321, 5_500, 5_998, 5_999):
        sound = resample(book.samples[number % len(book.samples)][:2_500], 24_000, rate_hz)
        start = codec.snap(book.starts[number], 24_000) * codec.frame_size
        lags.add(lag(samples[start * times :][: len(sound) + 1_400], sound, 0))
        errors.append(abs(start - book.starts[number]))
    assert lags <= ({-2, -1, 0, 1, 2} if book.name == "opus" else {0})
    assert max(errors) <= codec.frame_size // 2
    assert peak_bytes < 4_000_000
