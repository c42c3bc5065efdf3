"""Recordings in a build: heard where their text is, refused where it is another, credited by name."""

import json
import re
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3

from builder.article.detect import read_article
from builder.article.segments import identify, segments
from builder.cli.main import main
from builder.testing.hearing import decode, frequency_hz
from builder.testing.recordings import FREQUENCY_HZ, READER, write_clip, write_recordings
from builder.testing.workspaces import SETTINGS, make_workspace

Build = Callable[..., int]
DISCLAIMER = "Hot water can scald. This article is not advice."


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    settings = f'{SETTINGS}\n[engines.recorded]\nfolder = "recordings"\n'
    folder = make_workspace(tmp_path / "tea-show", languages=["es"], settings=settings)
    write_recordings(folder / "recordings", {segment_id(folder, "disclaimer"): DISCLAIMER})
    return folder


def segment_id(folder: Path, kind: str) -> str:
    path = folder / "articles" / "tea.md"
    document = identify(read_article(path.read_bytes(), path="articles/tea.md"))
    return next(str(segment.id) for segment in segments(document) if segment.kind == kind)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def cue(workspace: Path, tag: str, text: str) -> tuple[float, float]:
    """Return start and end in seconds of the cue that says `text`, lines joined."""
    for block in (workspace / "output" / "tea" / tag / f"tea.{tag}.vtt").read_text("utf-8").split("\n\n"):
        _, _, rest = block.partition("\n")
        times, _, said = rest.partition("\n")
        if re.sub(r"<v [^>]*>", "", said).replace("\n", " ").strip() == text:
            start, end = (sum(float(part) * 60**power for power, part in enumerate(reversed(at.split(":"))))
                          for at in times.split(" --> "))  # fmt: skip
            return start, end
    raise AssertionError(f"no cue says {text}")


def test_the_recording_is_heard_where_the_disclaimer_is_and_nowhere_else(
    workspace: Path, build: Build
) -> None:
    status = build()

    start, end = cue(workspace, "en", DISCLAIMER)
    samples, rate_hz = decode(workspace / "output" / "tea" / "en" / "tea.en.mp3")
    heard = samples[int(start * rate_hz) + 500 : int(end * rate_hz) - 500]
    assert status == 0
    assert end - start == pytest.approx(3.2, abs=1.5)
    assert frequency_hz(heard, rate_hz) == pytest.approx(FREQUENCY_HZ, abs=3)
    others = samples[: int(start * rate_hz)]
    assert frequency_hz(others, rate_hz) != pytest.approx(FREQUENCY_HZ, abs=2)


def test_the_recording_is_as_loud_as_the_rest(workspace: Path, build: Build) -> None:
    build("--language", "en")

    record = json.loads((workspace / "output" / "tea" / "en" / "build.json").read_bytes())
    start, end = cue(workspace, "en", DISCLAIMER)
    samples, rate_hz = decode(workspace / "output" / "tea" / "en" / "tea.en.mp3")
    power = (samples[int(start * rate_hz) + 500 : int(end * rate_hz) - 500] ** 2).mean()
    # A steady tone of -16 LUFS as two ears hear it is near -19 dB of full scale (one channel).
    assert record["loudness_lufs"] == pytest.approx(-16, abs=0.5)
    assert 0.009 < power < 0.018


def test_a_show_of_a_higher_rate_hears_all_of_the_recording(workspace: Path, build: Build) -> None:
    with (workspace / "edition.toml").open("a") as settings:
        settings.write("\n[sound]\nsample_rate_hz = 48000\nmp3_kbps = 128\n")
    name = segment_id(workspace, "disclaimer")
    path = workspace / "recordings" / "en" / f"{name}.wav"
    write_clip(path, seconds=3.2, rate_hz=48_000, channels=1)
    with wave.open(str(path), "rb") as sound:
        low = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    high = 300 * np.sin(np.arange(len(low)) * (2 * np.pi * 14_000 / 48_000))
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, 48_000, 0, "NONE", ""))
        sound.writeframes((low + high).astype("<i2").tobytes())

    build("--language", "en")

    start, end = cue(workspace, "en", DISCLAIMER)
    samples, rate_hz = decode(workspace / "output" / "tea" / "en" / "tea.en.mp3")
    heard = samples[int(start * rate_hz) + 500 : int(end * rate_hz) - 500]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    at = [round(hz * len(heard) / rate_hz) for hz in (FREQUENCY_HZ, 14_000)]
    low_peak, high_peak = (spectrum[place - 20 : place + 20].max() for place in at)
    assert rate_hz == 48_000
    assert high_peak / low_peak == pytest.approx(300 / (0.6 * 0.05 * 32767), rel=0.2)


def test_the_reader_is_credited_on_the_page_in_tags_and_in_the_feed(workspace: Path, build: Build) -> None:
    build()

    folder = workspace / "output" / "tea" / "en"
    page = (folder / "index.html").read_text("utf-8")
    tags = ID3(folder / "tea.en.mp3")
    feed = (workspace / "output" / "feeds" / "en.xml").read_text("utf-8")
    assert f"Some parts were read by a person: {READER}." in re.sub(r"<[^>]*>", "", page)
    assert f"<li>Some parts were read by {READER}</li>" in page
    assert "The voice in this edition is synthetic." in page
    assert f"{READER} (CC BY 4.0)" in page
    assert f"Some parts were read by {READER}\n{READER} (CC BY 4.0)" in str(tags["TXXX:Credits"])
    assert f'<podcast:person role="narrator" group="cast">{READER}</podcast:person>' in feed
    assert "digitalCapture" in str(tags["TXXX:DigitalSourceType"])


def test_another_language_says_nothing_of_the_reader(workspace: Path, build: Build) -> None:
    build()

    assert READER not in (workspace / "output" / "tea" / "es" / "index.html").read_text("utf-8")


def test_a_recording_of_other_words_keeps_its_edition_from_being_built_and_no_other(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    change(workspace / "recordings" / "en" / "recordings.toml", "is not advice", "is advice")

    status = build()

    said = capsys.readouterr().err
    assert status == 4
    assert not (workspace / "output" / "tea" / "en").exists()
    assert (workspace / "output" / "tea" / "es" / "index.html").exists()
    assert re.search(
        r"recordings/en/recordings\.toml:5: error: the recording of s-\w+ says other words", said
    )
    assert 'found "…is advice.", expected "…is not advice."' in said
    name = segment_id(workspace, "disclaimer")
    assert f'recordings/en/{name}.wav again, then write: {name} = "{DISCLAIMER}"' in said


def test_the_other_stale_recordings_are_counted(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {segment_id(workspace, kind): "Older words." for kind in ("title", "deck", "disclaimer")}
    write_recordings(workspace / "recordings", names)

    build("--language", "en")

    assert 'expected "How to Make Tea"; so do 2 more recordings' in capsys.readouterr().err


def test_the_line_of_the_hint_mends_the_list(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workspace / "recordings" / "en" / "recordings.toml"
    change(path, DISCLAIMER, "Older words.")
    build()
    line = capsys.readouterr().err.partition("then write: ")[2].splitlines()[0]
    text = path.read_text("utf-8")

    path.write_text(re.sub(r"^s-.*$", lambda _: line, text, flags=re.MULTILINE), encoding="utf-8")

    assert build() == 0


def test_white_space_is_no_difference(workspace: Path, build: Build) -> None:
    change(workspace / "recordings" / "en" / "recordings.toml", "scald. This", "scald.\\n   This")

    assert build("--language", "en") == 0


def test_only_a_changed_clip_is_encoded_anew(workspace: Path, build: Build) -> None:
    build()
    store = workspace / ".builder" / "store" / "unit"
    before = {path for path in store.rglob("*") if path.is_file()}
    name = segment_id(workspace, "disclaimer")
    write_clip(workspace / "recordings" / "en" / f"{name}.wav", seconds=4.0)

    build()

    after = {path for path in store.rglob("*") if path.is_file()}
    assert len([path for path in after - before if path.suffix != ".json"]) in {1, 2}
    start, end = cue(workspace, "en", DISCLAIMER)
    assert end - start == pytest.approx(4.0, abs=0.1)


def test_a_recording_of_no_text_is_a_finding(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    write_recordings(workspace / "recordings", {"s-deadbeef": "Gone."}, language="es")

    status = build()

    assert status == 0
    assert re.search(r"recordings/es/recordings\.toml:5: N006 warning: .*s-deadbeef", capsys.readouterr().err)


def test_a_folder_that_is_not_there_builds_nothing(workspace: Path, build: Build) -> None:
    change(workspace / "edition.toml", 'folder = "recordings"', 'folder = "recordngs"')

    assert build() != 0
    assert not (workspace / "output" / "index.html").exists()


def test_a_proof_plays_the_recording(workspace: Path) -> None:
    status = main(["proof", "es", "--workspace", str(workspace), "--plain"])

    name = segment_id(workspace, "disclaimer")
    (clip,) = (workspace / "output" / "proof" / "es").rglob(f"{name}.en.*.mp3")
    samples, rate_hz = decode(clip)
    assert status == 0
    assert frequency_hz(samples[3_000:60_000], rate_hz) == pytest.approx(FREQUENCY_HZ, abs=3)


def test_a_proof_is_made_of_a_stale_recording_too(workspace: Path) -> None:
    change(workspace / "recordings" / "en" / "recordings.toml", "is not advice", "is advice")

    assert main(["proof", "es", "--workspace", str(workspace), "--plain"]) == 0


def test_voices_lists_the_reader(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["voices", "--engine", "recorded", "--workspace", str(workspace)])

    name = segment_id(workspace, "disclaimer")
    assert capsys.readouterr().out == f"recorded\ten/{name} ({READER})\ten\tnot measured\tCC BY 4.0\n"


def test_say_speaks_the_recording_of_an_entry(workspace: Path, tmp_path: Path) -> None:
    catalogue = workspace / "locales" / "es" / "LC_MESSAGES" / "tea.po"
    lines = catalogue.read_text("utf-8").splitlines()
    line = 1 + next(n for n, text in enumerate(lines) if text.startswith(f'msgid "{DISCLAIMER}'))
    target = tmp_path / "said.wav"

    main(
        ["say", "--workspace", str(workspace), "--from", f"{catalogue}:{line}", "--source", "-o", str(target)]
    )

    samples, rate_hz = decode(target)
    assert frequency_hz(samples[3_000:60_000], rate_hz) == pytest.approx(FREQUENCY_HZ, abs=3)
