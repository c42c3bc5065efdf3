"""The sound report of a build: when it is made again, and the findings on loudness that go with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Build = Callable[..., int]


def sound_of(workspace: Path, language: str = "en") -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (workspace / "output" / "tea" / language / "sound.json").read_bytes()
    )
    return found


def record_of(workspace: Path, language: str = "en") -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (workspace / "output" / "tea" / language / "build.json").read_bytes()
    )
    return found


def set_sound(workspace: Path, text: str) -> None:
    path = workspace / "edition.toml"
    path.write_text(f"{path.read_text()}\n[sound]\n{text}\n")


def test_a_build_tells_how_loud_every_chapter_is(workspace: Path, build: Build) -> None:
    build()

    found, record = sound_of(workspace), record_of(workspace)
    chapters = found["chapters"]
    assert isinstance(chapters, list)
    assert (workspace / "output" / "tea" / "en" / "sound.html").is_file()
    assert found["loudness_lufs"] == record["loudness_lufs"] == pytest.approx(-16.0, abs=1.0)
    assert [each["loudness_lufs"] for each in chapters] == record["chapters_lufs"]


def test_the_report_alone_needs_no_encoder(
    workspace: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.build.units.encoder", None)

    status = build("--format", "report", "--language", "en")

    assert status == 0
    assert sound_of(workspace)["loudness_lufs"] == pytest.approx(-16.0, abs=1.0)


def test_an_unchanged_sound_is_not_measured_again(
    workspace: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    before = record_of(workspace)
    monkeypatch.setattr("builder.audio.measure.measure", None)

    status = build()

    assert status == 0
    assert record_of(workspace) == before


def test_a_report_that_was_not_asked_for_goes_when_the_sound_changes(workspace: Path, build: Build) -> None:
    build()
    path = workspace / "articles" / "tea.md"
    path.write_text(path.read_text().replace("Use a pot.", "Use a big pot."))

    build("--format", "mp3")

    assert not (workspace / "output" / "tea" / "en" / "sound.html").exists()
    assert not (workspace / "output" / "tea" / "en" / "sound.json").exists()


def test_another_profile_makes_recordings_as_loud_as_it_says(workspace: Path, build: Build) -> None:
    set_sound(workspace, 'profile = "quiet"')

    build("--language", "en")

    found = sound_of(workspace)
    assert found["target_lufs"] == -23.0
    assert found["loudness_lufs"] == pytest.approx(-23.0, abs=1.0)
    assert float(str(found["true_peak_dbtp"])) <= -8.95


def test_a_loudness_off_the_profiles_is_a_finding(
    workspace: Path, build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builder.build.run.known_gain_db", lambda *_: -6.0)
    set_sound(workspace, 'profile = "quiet"')

    build("--language", "en")

    said = capsys.readouterr().err
    assert "N003 warning: the loudness is -2" in said
    assert "expected -23" in said


def test_a_chapter_that_is_much_softer_is_a_finding(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    build("--language", "en")

    said = capsys.readouterr().err
    chapters = sound_of(workspace)["chapters"]
    assert isinstance(chapters, list)
    # Test tones are as loud as their frequency lets them be heard.
    soft = [each["title"] for each in chapters if each["loudness_lufs"] < -18]
    assert soft == ["The Leaves"]
    assert said.count("N010 warning") == 1
    assert 'N010 warning: the loudness of chapter "The Leaves" is -18.2 LUFS, expected -16' in said
