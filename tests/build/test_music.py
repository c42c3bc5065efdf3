"""Music in a build: heard between what is said, credited everywhere, and nothing else changes with it."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3

from builder.build import listening
from builder.cli.main import main
from builder.testing.hearing import Samples, decode, frequency_hz
from builder.testing.listening import Dictation
from builder.testing.music import CUE_HZ, INTRO_HZ, LICENCE, OUTRO_HZ, write_coded, write_music
from builder.testing.music import SETTINGS as MUSIC
from builder.testing.recordings import write_clip
from builder.testing.workspaces import SETTINGS, make_workspace

Build = Callable[..., int]

CUE = re.compile(r"(\S+)\n(\S+) --> (\S+)\n(.*)", re.DOTALL)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return with_music(tmp_path / "tea-show", languages=["es"])


def with_music(folder: Path, *, music: str = MUSIC, languages: list[str] | None = None) -> Path:
    make_workspace(folder, settings=SETTINGS + music, languages=languages or [])
    write_music(folder / "music")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def edition(workspace: Path, tag: str = "en") -> Path:
    return workspace / "output" / "tea" / tag


def cues(workspace: Path, tag: str = "en") -> list[tuple[str, float, float, str]]:
    """Return id, start and end in seconds, and text of every cue of the transcript."""
    found = []
    for block in (edition(workspace, tag) / f"tea.{tag}.vtt").read_text("utf-8").strip().split("\n\n")[2:]:
        match = CUE.fullmatch(block)
        assert match is not None
        found.append((match[1], seconds(match[2]), seconds(match[3]), match[4]))
    return found


def seconds(time: str) -> float:
    hours, minutes, rest = time.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def chapters(workspace: Path, tag: str = "en") -> list[tuple[str, float]]:
    value = json.loads((edition(workspace, tag) / "chapters.json").read_bytes())
    return [(each["title"], each["startTime"]) for each in value["chapters"]]


def heard_hz(sound: tuple[Samples, int], start_s: float, end_s: float) -> float:
    samples, rate_hz = sound
    return frequency_hz(samples[int(start_s * rate_hz) + 500 : int(end_s * rate_hz) - 500], rate_hz)


def units(workspace: Path) -> set[str]:
    return set(files(workspace / ".builder" / "store" / "unit"))


def test_music_is_heard_in_its_places_and_speech_comes_first(workspace: Path, build: Build) -> None:
    status = build()

    order = [(name.rpartition(".")[0], start, end) for name, start, end, _ in cues(workspace)]
    music = [name for name, *_ in order if name.startswith("m-")]
    assert status == 0
    assert music == ["m-intro", "m-cue-1", "m-cue-2", "m-outro"]
    assert order[-1][0] == "m-outro"
    assert [name[0] for name, *_ in order[:4]] == ["s", "a", "s", "m"]
    sound = decode(edition(workspace) / "tea.en.mp3")
    frequencies = {"m-intro": INTRO_HZ, "m-cue-1": CUE_HZ, "m-cue-2": CUE_HZ, "m-outro": OUTRO_HZ}
    for name, start, end in order:
        heard = heard_hz(sound, start, end)
        if name in frequencies:
            assert heard == pytest.approx(frequencies[name], abs=2)
        else:
            assert min(abs(heard - other) for other in frequencies.values()) > 2


def test_a_chapter_starts_at_its_cue_and_the_introduction_and_the_disclaimer_have_none(
    workspace: Path, build: Build
) -> None:
    build("--language", "en")

    starts = {name.rpartition(".")[0]: start for name, start, *_ in cues(workspace)}
    found = dict(chapters(workspace))
    assert list(found) == ["Opening", "Introduction", "The Water", "The Leaves", "Disclaimer"]
    assert starts["m-cue-1"] - found["The Water"] == pytest.approx(0.040, abs=0.001)
    assert starts["m-cue-2"] - found["The Leaves"] == pytest.approx(0.040, abs=0.001)
    after = {title: next(name for name, at, *_ in cues(workspace) if at >= start)
             for title, start in found.items()}  # fmt: skip
    assert not after["Introduction"].startswith("m-")
    assert not after["Disclaimer"].startswith("m-")


def test_the_transcript_tells_of_music_in_the_language_of_the_edition_and_the_page_is_silent_of_it(
    workspace: Path, build: Build
) -> None:
    build()

    page = (edition(workspace) / "index.html").read_text("utf-8")
    assert {text for name, *_, text in cues(workspace) if name.startswith("m-")} == {"♪ music ♪"}
    assert {text for name, *_, text in cues(workspace, "es") if name.startswith("m-")} == {"♪ es music ♪"}
    assert "♪" not in page
    lyrics = str(ID3(edition(workspace) / "tea.en.mp3").getall("USLT")[0])
    assert lyrics.count("♪ music ♪") == 4
    assert "\n\n♪ music ♪\nThe Water\n" in lyrics


def test_music_is_softer_than_the_voice_by_its_level(workspace: Path, build: Build) -> None:
    change(workspace / "edition.toml", "[music]", "[music]\nlevel_lu = -6")
    build("--language", "en")

    samples, rate_hz = decode(edition(workspace) / "tea.en.mp3")
    for name, start, end, _ in cues(workspace):
        if name.startswith("m-"):
            power = (samples[int(start * rate_hz) + 500 : int(end * rate_hz) - 500] ** 2).mean()
            # A tone of -22 LUFS as two ears hear it lies near -25 dB of full scale (one channel).
            assert 10 * np.log10(power) == pytest.approx(-25, abs=1)


def test_the_licence_is_in_tags_on_the_page_and_in_the_feed(workspace: Path, build: Build) -> None:
    build()

    tags = ID3(edition(workspace) / "tea.en.mp3")
    feed = (workspace / "output" / "feeds" / "en.xml").read_text("utf-8")
    assert f"<li>Music: {LICENCE}</li>" in (edition(workspace) / "index.html").read_text("utf-8")
    assert f"Music: {LICENCE}" in str(tags["TXXX:Credits"])
    assert LICENCE in str(tags["TXXX:Attribution"])
    assert LICENCE in str(tags.getall("COMM")[0])
    assert feed.count(f"Music: {LICENCE}") >= 2


def test_a_licence_of_odd_characters_is_shown_as_it_is_and_breaks_nothing(
    workspace: Path, build: Build
) -> None:
    change(workspace / "edition.toml", f'"{LICENCE}"', """'Tide & <b>"Sons"</b> --> CC0'""")

    status = build()

    feed = (workspace / "output" / "feeds" / "en.xml").read_text("utf-8")
    page = (edition(workspace) / "index.html").read_text("utf-8")
    assert status == 0
    assert "<b>" not in page
    assert "Music: Tide &amp; &lt;b&gt;&#34;Sons&#34;&lt;/b&gt; --&gt; CC0" in page
    assert "Tide &amp; &lt;b&gt;" in feed
    assert 'Tide & <b>"Sons"</b> --> CC0' in str(ID3(edition(workspace) / "tea.en.mp3")["TXXX:Credits"])


def test_each_file_may_have_a_licence_of_its_own_and_only_what_is_heard_is_credited(
    tmp_path: Path, build: Build
) -> None:
    music = (
        '\n[music]\nintro = "music/intro.wav"\nintro_licence = "Intro by Ana"\n'
        'cue = "music/cue.wav"\ncue_licence = "Cue by Ben"\nlicence = "The rest by Eve"\n'
    )
    folder = with_music(tmp_path / "show", music=music)
    article = folder / "articles" / "tea.md"
    article.write_text(article.read_text().partition("## The Water")[0])

    build(folder=folder)

    page = (edition(folder) / "index.html").read_text("utf-8")
    assert "Music: Intro by Ana" in page
    assert "Ben" not in page
    assert "Eve" not in page


def test_another_licence_encodes_nothing(workspace: Path, build: Build) -> None:
    build()
    before = files(workspace / ".builder" / "store")
    change(workspace / "edition.toml", LICENCE, "Evening Tide by Ben Ola, CC0")

    build()

    assert files(workspace / ".builder" / "store") == before
    assert "Music: Evening Tide by Ben Ola, CC0" in (edition(workspace) / "index.html").read_text("utf-8")
    assert "Ana Ruiz" not in str(ID3(edition(workspace) / "tea.en.mp3")["TXXX:Credits"])


def test_another_sound_makes_its_own_unit_alone(workspace: Path, build: Build) -> None:
    build()
    before = units(workspace)
    write_clip(workspace / "music" / "cue.wav", seconds=1.2, frequency_hz=CUE_HZ)

    build()

    assert len(units(workspace) - before) == 1


def test_music_that_is_added_makes_no_speech_anew(tmp_path: Path, build: Build) -> None:
    folder = with_music(tmp_path / "show", music="")
    build(folder=folder)
    before = units(folder)
    (folder / "edition.toml").write_text(SETTINGS + MUSIC)

    build(folder=folder)

    assert len(units(folder) - before) == 3


def test_the_bytes_are_the_same_for_any_number_of_jobs_and_from_a_warm_store(
    tmp_path: Path, build: Build
) -> None:
    folders = {name: with_music(tmp_path / name, languages=["es"]) for name in ("one", "three", "warm")}
    (folders["warm"] / "edition.toml").write_text(SETTINGS)
    build(folder=folders["warm"])
    (folders["warm"] / "edition.toml").write_text(SETTINGS + MUSIC)
    for name in ("one", "three"):
        shutil.copy(folders["warm"] / "episodes.lock", folders[name] / "episodes.lock")

    build("--jobs", "1", folder=folders["one"])
    build("--jobs", "3", folder=folders["three"])
    build(folder=folders["warm"])

    made = files(folders["one"] / "output")
    assert made == files(folders["three"] / "output")
    assert made == files(folders["warm"] / "output")


def test_a_damaged_store_is_mended(workspace: Path, build: Build) -> None:
    build()
    whole = files(workspace / "output")
    for path in (workspace / ".builder" / "store").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    shutil.rmtree(workspace / "output")

    status = build()

    assert status == 0
    assert files(workspace / "output") == whole


def test_why_names_music_that_changed(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    build("--language", "en")
    write_clip(workspace / "music" / "intro.wav", seconds=1.2, frequency_hz=INTRO_HZ)
    capsys.readouterr()

    main(["why", str(edition(workspace) / "tea.en.mp3"), "--workspace", str(workspace)])

    assert 'sound of m-intro "♪ music ♪": changed' in capsys.readouterr().out


def test_another_format_is_heard_too(workspace: Path, build: Build) -> None:
    pytest.importorskip("av")
    write_coded(workspace / "music" / "intro.flac", "flac", frequency_hz=901)
    change(workspace / "edition.toml", "intro.wav", "intro.flac")

    build("--language", "en")

    (start, end) = next((start, end) for name, start, end, _ in cues(workspace) if name == "m-intro.1")
    sound = decode(edition(workspace) / "tea.en.mp3")
    assert heard_hz(sound, start, end) == pytest.approx(901, abs=2)


def test_an_intro_past_the_time_of_the_opening_is_a_finding(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    write_clip(workspace / "music" / "intro.wav", seconds=9.9)

    status = build("--language", "en")

    said = capsys.readouterr().err
    assert status == 0
    assert re.search(r"tea/en: N001 warning: the opening takes \d+\.\d s, past 10 s", said)
    assert "hint: shorten the intro, the title or disclaimer_short" in said


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        (f'licence = "{LICENCE}"\n', "", "intro =", "music.intro has no licence", "licence = "),
        (LICENCE, " ", "intro =", "music.intro has no licence", "licence = "),
        (LICENCE, "very " * 80, "licence =", "takes 399 characters, expected up to 300", "its terms"),
        ("intro.wav", "intra.wav", "intro =", 'music.intro: "music/intra.wav" is not there', "edition.toml"),
        ("music/cue.wav", "../cue.wav", "cue =", "lies outside of the workspace", "copy it"),
        ("music/cue.wav", "articles/tea.md", "cue =", '"articles/tea.md" is no sound', "WAV"),
        ("[music]", "[music]\nlevel_lu = 3", "level_lu", "from -20 to 0, found 3", "configuration.md"),
        ("[music]", "[music]\nlevel_lu = nan", "level_lu", "from -20 to 0, found nan", "configuration.md"),
        ("[music]", "[music]\ncue_s = 9", "cue_s", "from 0.5 to 5, found 9", "configuration.md"),
        ("[music]", '[music]\nintro_s = "3"', "intro_s", 'expected a number, found "3"', "see docs"),
        ("[music]", "[music]\nintor = 1", "intor", 'no key "music.intor"; did you mean "intro"?', "known"),
        ('outro = "music/outro.wav"', "outro_s = 3", "outro_s", "about a file that is not named", "outro"),
    ],
)
def test_a_mistake_is_told_with_its_line_before_anything_is_spoken(
    workspace: Path,
    build: Build,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    line: str,
    message: str,
    hint: str,
) -> None:
    change(workspace / "edition.toml", old, new)
    lines = (workspace / "edition.toml").read_text().splitlines()
    number = next(n for n, text in enumerate(lines, start=1) if text.startswith(line))

    status = build()

    said = capsys.readouterr().err
    assert status == 2
    assert f"edition.toml:{number}: error: " in said
    assert message in said
    assert hint in said.partition("hint: ")[2]
    assert not (workspace / ".builder" / "store" / "speech").exists()


@pytest.mark.parametrize("dry_run", [True, False], ids=["dry run", "build"])
def test_a_missing_file_is_told_by_a_dry_run_too(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str], dry_run: bool
) -> None:
    (workspace / "music" / "outro.wav").unlink()

    status = build(*(["--dry-run"] if dry_run else []))

    assert status == 2
    assert 'music.outro: "music/outro.wav" is not there' in capsys.readouterr().err


def test_a_silent_file_ends_the_run_before_anything_is_spoken(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    write_clip(workspace / "music" / "outro.wav", level=0.0)

    status = build()

    assert status == 3
    assert re.search(r'edition\.toml:\d+: error: music\.outro: "music/outro\.wav" is silent',
                     capsys.readouterr().err)  # fmt: skip
    assert not (workspace / ".builder" / "store" / "speech").exists()
    assert not (edition(workspace)).exists()


def test_a_workspace_without_music_has_none(tmp_path: Path, build: Build) -> None:
    folder = make_workspace(tmp_path / "show")

    build(folder=folder)

    assert "Music" not in (edition(folder) / "index.html").read_text("utf-8")
    assert not [name for name, *_ in cues(folder) if name.startswith("m-")]


def test_a_proof_has_no_music(workspace: Path) -> None:
    status = main(["proof", "es", "--workspace", str(workspace), "--plain"])

    assert status == 0
    assert not [name for name in files(workspace / "output" / "proof") if "m-" in name]


def test_a_listener_hears_the_sentences_and_no_music(
    workspace: Path, build: Build, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--language", "en")
    record = json.loads((edition(workspace) / "build.json").read_bytes())
    recogniser = Dictation(duration_ms=record["duration_ms"])
    monkeypatch.setattr(listening, "open_recogniser", lambda *_, **__: recogniser)
    capsys.readouterr()

    status = main(["verify", "--listen", "--workspace", str(workspace), "--language", "en", "--json"])

    assert status == 0
    assert "L00" not in capsys.readouterr().out
    music = [(start, end) for name, start, end, _ in cues(workspace) if name.startswith("m-")]
    heard = [(window.start_ms / 1000, window.end_ms / 1000) for window in recogniser.windows]
    assert len(music) == 4
    assert all(one[1] <= other[0] or other[1] <= one[0] for one in music for other in heard)
