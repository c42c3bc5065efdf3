"""The unit of a sound file: levelled beside the voice, cut as asked, refused where it cannot be heard."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from builder.audio.loudness import energies, loudness_lufs
from builder.audio.music import LONGEST_S, MusicFile, make_music, music_recipe
from builder.audio.peaks import true_peak_dbtp
from builder.base.digest import digest_bytes
from builder.base.errors import ContentError, UsageError
from builder.model.music import Music, MusicName
from builder.model.sound import SoundSpec
from builder.testing.hearing import frequency_hz
from builder.testing.music import write_coded
from builder.testing.recordings import write_clip

WHERE = "edition.toml:12"


def music_file(
    path: Path, *, name: MusicName = "intro", level_lu: float = -4.0, most_s: float | None = None
) -> MusicFile:
    music = Music(name=name, path=path.name, licence="Ana", level_lu=level_lu, most_s=most_s, where=WHERE)
    return MusicFile(music=music, path=path, sha256=digest_bytes(path.read_bytes()))


def heard(file: MusicFile, spec: SoundSpec | None = None) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the music alone, without lead-in and pause."""
    head, samples = make_music(file, spec or SoundSpec())
    (place,) = head.places
    return samples[place.start : place.end]


@pytest.mark.parametrize("level", [0.01, 0.9], ids=["soft", "loud"])
@pytest.mark.parametrize("level_lu", [-4.0, -10.0, 0.0])
def test_music_lies_at_its_level_beside_the_voice(tmp_path: Path, level: float, level_lu: float) -> None:
    write_clip(tmp_path / "a.wav", seconds=3, level=level)

    music = heard(music_file(tmp_path / "a.wav", level_lu=level_lu))

    assert loudness_lufs(music) == pytest.approx(-16 + level_lu, abs=0.1)


@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 48_000])
def test_music_is_brought_to_the_rate_of_the_recording(tmp_path: Path, rate_hz: int) -> None:
    write_clip(tmp_path / "a.wav", seconds=2, rate_hz=32_000)

    music = heard(music_file(tmp_path / "a.wav"), SoundSpec(sample_rate_hz=rate_hz))

    assert len(music) / rate_hz == pytest.approx(2.0, abs=0.05)
    assert frequency_hz(music, rate_hz) == pytest.approx(555, abs=1)
    assert loudness_lufs(music, rate_hz) == pytest.approx(-20, abs=0.1)


def test_a_cue_shorter_than_a_gating_block_has_its_level_too(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.wav", seconds=0.2)

    music = heard(music_file(tmp_path / "a.wav", name="cue"))

    squares = np.frombuffer(energies(music), dtype="<f4")
    loudness = -0.691 + 10 * np.log10(2 * squares.sum() * 480 / len(music))
    assert loudness == pytest.approx(-20, abs=0.5)


def test_peaks_stay_under_the_ceiling_and_a_clap_is_not_flattened(tmp_path: Path) -> None:
    samples = np.zeros(48_000, dtype="<i2")
    for start in range(0, 48_000, 12_000):
        samples[start : start + 24] = 32_000
    with wave.open(str(tmp_path / "clap.wav"), "wb") as sound:
        sound.setparams((1, 2, 48_000, 0, "NONE", ""))
        sound.writeframes(samples.tobytes())

    music = heard(music_file(tmp_path / "clap.wav", level_lu=0.0))

    assert true_peak_dbtp(music) <= -1.9
    assert loudness_lufs(music) < -20


def test_silence_around_it_is_cut_off_and_its_edges_are_faded(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.wav", seconds=1, rate_hz=24_000, channels=1)
    with wave.open(str(tmp_path / "a.wav"), "rb") as sound:
        pcm = sound.readframes(24_000)
    with wave.open(str(tmp_path / "b.wav"), "wb") as sound:
        sound.setparams((1, 2, 24_000, 0, "NONE", ""))
        sound.writeframes(bytes(48_000) + pcm + bytes(96_000))

    music = heard(music_file(tmp_path / "b.wav"))

    assert len(music) == pytest.approx(24_000, abs=1_000)
    assert abs(music[0]) < 0.001
    assert abs(music[-1]) < 0.001


def test_the_beginning_alone_is_heard_where_that_is_asked_for_and_fades_out(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.wav", seconds=30)

    music = heard(music_file(tmp_path / "a.wav", most_s=6))

    assert len(music) == pytest.approx(6 * 24_000, abs=50)
    assert np.abs(music[-2_400:]).max() < 0.15 * np.abs(music).max()
    assert np.abs(music[-40_000:-38_000]).max() > 0.5 * np.abs(music).max()


def test_what_is_shorter_than_asked_for_is_heard_whole(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.wav", seconds=2)

    assert np.array_equal(
        heard(music_file(tmp_path / "a.wav", most_s=6)), heard(music_file(tmp_path / "a.wav"))
    )


@pytest.mark.parametrize("name", LONGEST_S)
def test_what_is_too_long_is_refused_and_told_how_to_be_cut(tmp_path: Path, name: MusicName) -> None:
    write_clip(tmp_path / "a.wav", seconds=LONGEST_S[name] + 0.5)

    with pytest.raises(ContentError) as refused:
        make_music(music_file(tmp_path / "a.wav", name=name))

    longest = LONGEST_S[name]
    assert refused.value.where == WHERE
    assert refused.value.message == f'music.{name}: "a.wav" lasts {longest}.5 s, expected up to {longest} s'
    assert f"{name}_s = {longest}" in (refused.value.hint or "")


@pytest.mark.parametrize("level", [0.0, 0.0005], ids=["nothing", "hiss"])
def test_silence_is_refused(tmp_path: Path, level: float) -> None:
    write_clip(tmp_path / "a.wav", level=level)

    with pytest.raises(ContentError, match="is silent") as refused:
        make_music(music_file(tmp_path / "a.wav"))

    assert refused.value.where == WHERE


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.ogg"])
def test_what_is_no_sound_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"no sound at all" * 100)

    with pytest.raises(ContentError, match=f" {name} ") as refused:
        make_music(music_file(tmp_path / name))

    assert refused.value.where == WHERE


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [
        ("flac", "flac"),
        ("mp3", "libmp3lame"),
        ("ogg", "libopus"),
        ("m4a", "aac"),
        ("aac", "aac"),
        ("aiff", "pcm_s16be"),
        ("wma", "wmav2"),
    ],
)
def test_other_formats_are_heard_as_wav_is(tmp_path: Path, suffix: str, codec: str) -> None:
    pytest.importorskip("av")
    write_coded(tmp_path / f"a.{suffix}", codec, frequency_hz=601)

    music = heard(music_file(tmp_path / f"a.{suffix}"))

    assert frequency_hz(music, 24_000) == pytest.approx(601, abs=1)
    assert len(music) / 24_000 == pytest.approx(2.0, abs=0.15)
    assert loudness_lufs(music) == pytest.approx(-20, abs=0.1)


def test_without_pyav_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.m4a").write_bytes(b"ftyp")
    monkeypatch.setattr("builder.speech.sound_file.package_folder", lambda _name: None)

    with pytest.raises(UsageError, match=r"music\.intro: PyAV, which reads a\.m4a") as refused:
        make_music(music_file(tmp_path / "a.m4a"))

    assert "pip install 'edition-builder[recordings]'" in (refused.value.hint or "")
    assert refused.value.where == WHERE


def test_the_unit_ends_in_the_silence_a_join_needs(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.wav", seconds=1)

    head, samples = make_music(music_file(tmp_path / "a.wav", name="cue"))

    (place,) = head.places
    assert not samples[: place.start].any()
    assert not samples[place.end :].any()
    assert (place.start, len(samples) - place.end) == (960, 9_600)
    assert head.frames == len(samples)


def test_a_recipe_follows_from_what_is_heard_alone(tmp_path: Path) -> None:
    write_clip(tmp_path / "a.wav")
    file = music_file(tmp_path / "a.wav")
    credited = replace(file, music=replace(file.music, licence="Another", where="edition.toml:3"))
    others = [
        replace(file, sha256="0" * 64),
        replace(file, music=replace(file.music, level_lu=-3.0)),
        replace(file, music=replace(file.music, most_s=10.0)),
        replace(file, music=replace(file.music, name="outro")),
    ]

    assert music_recipe(file).key == music_recipe(credited).key
    assert len({music_recipe(each).key for each in (file, *others)}) == 5
    assert music_recipe(file, SoundSpec(sample_rate_hz=48_000)).key != music_recipe(file).key
