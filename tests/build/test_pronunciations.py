"""Pronunciations in a build: what they cost, what they refuse, and that no language comes of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.build.project import load_project
from builder.build.pronunciations import read_lexicons
from builder.catalogue.pls import NAMESPACE
from builder.cli.main import main
from builder.model.script import PhonemeSpan, Utterance
from builder.model.sound import Clip
from builder.speech import tone

Build = Callable[..., int]
Output = pytest.CaptureFixture[str]
EN, ES = Language("en"), Language("es")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[Utterance]:
    """Every utterance an engine was asked for."""
    asked: list[Utterance] = []
    synthesise = tone.ToneEngine.synthesise

    def noted(self: tone.ToneEngine, utterance: Utterance) -> Clip:
        asked.append(utterance)
        return synthesise(self, utterance)

    monkeypatch.setattr(tone.ToneEngine, "synthesise", noted)
    return asked


def pronounce(workspace: Path, tag: str, *entries: tuple[str, str]) -> Path:
    path = workspace / "locales" / tag / "LC_MESSAGES" / "pronunciation.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    body = (f'\nmsgctxt "say"\nmsgid "{word}"\nmsgstr "{said}"\n' for word, said in entries)
    path.write_text(header + "".join(body), encoding="utf-8")
    return path


def lexicon(workspace: Path, tag: str, inside: str) -> Path:
    path = workspace / "locales" / tag / "lexicon.pls"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang="{tag}">'
    path.write_text(f"{head}{inside}</lexicon>", encoding="utf-8")
    return path


def test_a_changed_entry_speaks_the_sentences_again_that_hold_its_word(
    workspace: Path, build: Build, spoken: list[Utterance]
) -> None:
    pronounce(workspace, "en", ("FDA", "eff dee ay"), ("Tea", "tee"))
    assert build() == 0
    spoken.clear()
    pronounce(workspace, "en", ("FDA", "the agency"), ("Tea", "tee"))

    assert build() == 0

    assert [utterance.text for utterance in spoken] == ["Leaves from the the agency's list are safe."]


def test_an_entry_taken_out_brings_the_stored_sound_back(
    workspace: Path, build: Build, spoken: list[Utterance]
) -> None:
    assert build() == 0
    path = pronounce(workspace, "en", ("FDA", "the agency"))
    assert build() == 0
    spoken.clear()
    path.unlink()

    assert build() == 0

    assert spoken == []


def test_what_readers_see_is_the_written_word(workspace: Path, build: Build) -> None:
    pronounce(workspace, "en", ("FDA", "eff dee ay"))

    assert build() == 0

    page = (workspace / "output/tea/en/index.html").read_text(encoding="utf-8")
    assert "the FDA’s list" in page.replace("'", "’")
    assert "eff dee ay" not in page


def test_each_language_has_its_own_entries(workspace: Path, build: Build, spoken: list[Utterance]) -> None:
    pronounce(workspace, "es", ("FDA", "efe de a"))

    assert build() == 0

    said = {utterance.language: utterance.text for utterance in spoken if "list are" in utterance.text}
    assert "efe de a" in said[ES]
    assert "efe de a" not in said[EN]


def test_pronunciations_of_the_articles_language_make_no_translation(
    workspace: Path, build: Build, capsys: Output
) -> None:
    pronounce(workspace, "en", ("FDA", "eff dee ay"))
    pronounce(workspace, "de", ("FDA", "eff de a"))
    lexicon(workspace, "fr", "")

    project = load_project(workspace)

    assert build() == 0
    assert project.languages() == (ES,)
    assert project.pronounced_languages() == ("de", "en", "fr")
    assert sorted(path.name for path in (workspace / "output/tea").iterdir()) == ["en", "es"]
    for command in (["stats"], ["update"], ["compile"], ["check"], ["proof"]):
        assert main([*command, "--workspace", str(workspace)]) == 0
    assert not list((workspace / "locales").glob("*/LC_MESSAGES/pronunciation.mo"))


def test_an_entry_that_loses_a_figure_keeps_its_language_from_being_built(
    workspace: Path, build: Build, capsys: Output
) -> None:
    pronounce(workspace, "es", ("2.5 g", "unos gramos"))

    status = build()

    told = capsys.readouterr().err
    assert status == 4
    assert "P003 error" in told
    assert "1 pronunciation would change what is said" in told
    assert (workspace / "output/tea/en/index.html").is_file()
    assert not (workspace / "output/tea/es").exists()


def test_entries_of_no_use_are_told_by_a_build_of_everything(
    workspace: Path, build: Build, capsys: Output
) -> None:
    pronounce(workspace, "en", ("Nowhere", "no wear"), ("FDA", "F.D.A"))

    assert build() == 0
    whole = capsys.readouterr().err
    assert build("--language", "en") == 0
    part = capsys.readouterr().err

    assert "P001 warning" in whole
    assert "P002 warning" in whole
    assert "P001" not in part


def test_sounds_reach_the_engine_and_one_without_them_is_told(
    workspace: Path, build: Build, spoken: list[Utterance], capsys: Output
) -> None:
    lexicon(workspace, "en", "<lexeme><grapheme>FDA</grapheme><phoneme>ɛf</phoneme></lexeme>")

    assert build() == 0

    (utterance,) = [each for each in spoken if each.phonemes]
    assert utterance.phonemes == (PhonemeSpan(start=16, end=21, ipa="ɛf"),)
    assert utterance.text[16:21] == "F.D.A"
    assert 'P005 warning: Test tones takes no sounds: for "FDA" it reads "F.D.A"' in capsys.readouterr().err


def test_an_entry_of_the_catalogue_goes_before_one_of_the_lexicon(workspace: Path) -> None:
    pronounce(workspace, "en", ("FDA", "agency"), ("Tea", ""))
    lexicon(
        workspace,
        "en",
        "<lexeme><grapheme>FDA</grapheme><phoneme>ɛf</phoneme></lexeme>"
        "<lexeme><grapheme>Tea</grapheme><alias>tee</alias></lexeme>",
    )

    found = read_lexicons(load_project(workspace)).of(EN)

    assert {each.word: (each.said, each.ipa) for each in found} == {"FDA": ("agency", ""), "Tea": ("tee", "")}


def test_a_region_has_the_pronunciations_of_its_language(workspace: Path) -> None:
    pronounce(workspace, "es", ("FDA", "efe de a"))

    lexicons = read_lexicons(load_project(workspace))

    assert lexicons.of(Language("es-MX")) == lexicons.of(ES)
    assert not lexicons.of(Language("pt-BR"))


def test_a_broken_lexicon_stops_its_language_alone(workspace: Path, build: Build, capsys: Output) -> None:
    lexicon(workspace, "es", "<lexeme>").write_text("<lexicon", encoding="utf-8")

    status = build()

    assert status == 4
    assert "locales/es/lexicon.pls:1" in capsys.readouterr().err
    assert (workspace / "output/tea/en/index.html").is_file()


def test_a_run_reads_them_once(workspace: Path, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    from builder.build import pronunciations

    pronounce(workspace, "en", ("FDA", "agency"))
    read: list[Language] = []
    load = pronunciations.load_pronunciations

    def noted(project: object, language: Language) -> object:
        read.append(language)
        return load(project, language)  # type: ignore[arg-type]

    monkeypatch.setattr(pronunciations, "load_pronunciations", noted)

    assert build() == 0

    assert read == [EN]


def test_a_proof_plays_each_word_with_its_entry_and_without(workspace: Path, spoken: list[Utterance]) -> None:
    pronounce(workspace, "es", ("FDA", "efe de a"), ("Boil", ""), ("Nowhere", "no wear"))

    assert main(["proof", "es", "--workspace", str(workspace), "--plain", "--zip"]) == 0

    page = (workspace / "output/proof/es/tea/index.html").read_text(encoding="utf-8")
    said = [each.text for each in spoken]
    assert {"efe de a.", "F.D.A.", "Boil."} <= set(said)
    assert 'aria-label="FDA without the entry, Spanish"' in page
    assert 'aria-label="Boil without the entry' not in page
    assert "Nowhere" not in page
    assert len(list((workspace / "output/proof/es/tea/clips").glob("w-*.mp3"))) == 3


def test_a_proof_after_a_changed_entry_speaks_the_word_and_its_sentence(
    workspace: Path, spoken: list[Utterance]
) -> None:
    pronounce(workspace, "es", ("FDA", "efe de a"))
    assert main(["proof", "es", "--workspace", str(workspace), "--plain"]) == 0
    spoken.clear()
    pronounce(workspace, "es", ("FDA", "la agencia"))

    assert main(["proof", "es", "--workspace", str(workspace), "--plain"]) == 0

    assert sorted(each.text for each in spoken) == [
        "es Leaves from the la agencia's list are safe.",
        "la agencia.",
    ]


def test_say_speaks_by_them(workspace: Path, capsys: Output) -> None:
    path = pronounce(workspace, "en", ("FDA", "agency"))

    main(["say", "The FDA.", "--workspace", str(workspace)])
    main(["say", "--from", f"{path}:7", "--workspace", str(workspace)])

    assert capsys.readouterr().out == "The agency.\nagency.\n"


def test_check_tells_of_entries_and_lexicons_in_each_language(workspace: Path, capsys: Output) -> None:
    pronounce(workspace, "en", ("Nowhere", "no wear"))
    pronounce(workspace, "es", ("FDA", "FDA 2"))
    lexicon(workspace, "fr", "").write_text("<lexicon", encoding="utf-8")

    status = main(["check", "pronunciation", "--json", "--workspace", str(workspace)])

    found = json.loads(capsys.readouterr().out)
    codes = {each["path"]: [one["code"] for one in each["findings"]] for each in found["catalogues"]}
    assert status == 3
    assert codes == {
        "locales/en/LC_MESSAGES/pronunciation.po": ["P001"],
        "locales/es/LC_MESSAGES/pronunciation.po": ["P003"],
        "locales/fr/lexicon.pls": ["T028"],
    }


def test_check_of_one_article_leaves_them_out(workspace: Path, capsys: Output) -> None:
    pronounce(workspace, "en", ("Nowhere", "no wear"))

    assert main(["check", "tea", "--workspace", str(workspace)]) == 0

    assert "P001" not in capsys.readouterr().out


def test_check_of_the_file_itself_knows_what_it_is(workspace: Path, capsys: Output) -> None:
    path = pronounce(workspace, "en", ("Nowhere", "no wear"))

    assert main(["check", str(path), "--workspace", str(workspace)]) == 0

    assert "P001 warning" in capsys.readouterr().out


def test_an_opening_is_measured_as_it_is_said(workspace: Path, capsys: Output) -> None:
    long = " ".join(["very"] * 60)
    pronounce(workspace, "es", ("Not advice", f"not {long} advice"))

    main(["check", "tea", "--workspace", str(workspace)])

    assert "T022 warning" in capsys.readouterr().out
