"""Proofs: every text heard, nothing spoken twice, nothing published."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.cli.main import main
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech import tone
from builder.testing.reading import Element, read_html
from builder.testing.workspaces import ARTICLE, SETTINGS, make_workspace, translate

Build = Callable[..., int]
Output = pytest.CaptureFixture[str]
PROOF = Path("output/proof/es/tea")


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text an engine was asked for."""
    texts: list[str] = []
    synthesise = tone.ToneEngine.synthesise

    def noted(self: tone.ToneEngine, utterance: Utterance) -> Clip:
        texts.append(utterance.text)
        return synthesise(self, utterance)

    monkeypatch.setattr(tone.ToneEngine, "synthesise", noted)
    return texts


def proof(workspace: Path, *arguments: str) -> int:
    return main(["proof", "--workspace", str(workspace), "--plain", *arguments])


def change(workspace: Path, old: str, new: str) -> None:
    path = workspace / "locales/es/LC_MESSAGES/tea.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def page_of(workspace: Path) -> Element:
    return read_html((workspace / PROOF / "index.html").read_text(encoding="utf-8"))


def segment(root: Element, text: str) -> Element:
    return next(each for each in root.find("article") if text in each.text)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_proof_after_a_build_asks_no_engine(workspace: Path, build: Build, spoken: list[str]) -> None:
    build()
    assert spoken
    spoken.clear()

    status = proof(workspace)

    assert status == 0
    assert spoken == []
    assert len(page_of(workspace).find("audio")) == 22


def test_one_changed_sentence_costs_one_call(workspace: Path, build: Build, spoken: list[str]) -> None:
    build()
    proof(workspace)
    spoken.clear()
    change(
        workspace, "es Boil 250 ml of water. Wait 3 minutes.", "es Boil 250 ml of water. Espera 3 minutos."
    )

    status = proof(workspace)

    assert status == 0
    assert len(spoken) == 1
    assert "Espera" in spoken[0]
    build()
    assert len(spoken) == 1


def test_texts_to_be_confirmed_are_heard_and_tell_what_changed(workspace: Path) -> None:
    change(workspace, 'msgid "Use a pot."', '#, fuzzy\n#| msgid "Use a big pot."\nmsgid "Use a pot."')

    status = proof(workspace)

    found = segment(page_of(workspace), "Use a pot.")
    assert status == 0
    assert "to be confirmed" in found.text
    assert len(found.find("audio")) == 2
    assert [each.text for each in found.find("del")] == ["big"]
    assert not (workspace / "output" / "tea").exists()


def test_an_untranslated_text_has_the_player_of_its_source_alone(workspace: Path) -> None:
    change(workspace, 'msgstr "es Use a pot."', 'msgstr ""')

    proof(workspace)

    found = segment(page_of(workspace), "Use a pot.")
    assert [each.attributes["aria-label"] for each in found.find("audio")] == ["Source of text 7, English"]
    assert "not translated" in found.text


def test_a_text_with_faulty_tags_is_heard_without_them(workspace: Path, spoken: list[str]) -> None:
    change(
        workspace, "es Tea is a drink. It takes <em>no</em> more", "es Tea is a drink. It takes <em>nada more"
    )

    status = proof(workspace)

    found = segment(page_of(workspace), "nada more")
    assert status == 0
    assert "T001" in found.text
    assert len(found.find("audio")) == 2
    assert any("nada more" in text for text in spoken)


def test_a_broken_catalogue_stops_its_language_alone(workspace: Path, capsys: Output) -> None:
    translate(workspace, "fr")
    change(workspace, 'msgstr "es Use a pot."', 'msgstr "es Use a pot.')

    status = proof(workspace)

    assert status == 4
    assert "locales/es/LC_MESSAGES/tea.po:" in capsys.readouterr().err
    assert not (workspace / PROOF).exists()
    assert (workspace / "output/proof/fr/tea/index.html").is_file()


def test_a_language_without_a_voice_has_a_page_and_says_so(tmp_path: Path) -> None:
    settings = SETTINGS.replace('[voices.es]\nengine = "tone"', '[voices.es]\nvoice = "nobody"')
    folder = make_workspace(tmp_path / "mute", languages=["es"], settings=settings)

    status = proof(folder)

    root = page_of(folder)
    assert status == 0
    assert len(root.find("audio")) == 11
    assert "Texts in Spanish have no player" in root.find(class_="notice")[0].text


def test_a_text_the_engine_fails_on_stops_no_other(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synthesise = tone.ToneEngine.synthesise

    def failing(self: tone.ToneEngine, utterance: Utterance) -> Clip:
        clip = synthesise(self, utterance)
        return Clip(pcm=b"", sample_rate_hz=24_000) if "es Use a pot" in utterance.text else clip

    monkeypatch.setattr(tone.ToneEngine, "synthesise", failing)

    status = proof(workspace)

    root = page_of(workspace)
    assert status == 0
    assert len(root.find("audio")) == 21
    assert "The voice could not speak it" in segment(root, "Use a pot.").text


def test_the_same_texts_give_the_same_bytes_and_keep_what_counts_as_changed(workspace: Path) -> None:
    proof(workspace, "--zip")
    change(workspace, "es Use a pot.", "es Use a teapot.")
    proof(workspace)
    first = files(workspace / "output")

    proof(workspace)

    assert files(workspace / "output") == first
    assert segment(page_of(workspace), "teapot").attributes["class"] == "segment translated changed"
    assert len(page_of(workspace).find("article", class_="changed")) == 1


def test_the_first_proof_counts_nothing_as_changed(workspace: Path) -> None:
    proof(workspace)

    assert page_of(workspace).find("article", class_="changed") == []
    assert "first proof" in page_of(workspace).text


def test_clips_that_no_text_has_any_more_are_removed(workspace: Path) -> None:
    proof(workspace)
    before = set(files(workspace / PROOF))
    change(workspace, "es Use a pot.", "es Use a teapot.")

    proof(workspace)

    after = set(files(workspace / PROOF))
    assert len(before) == len(after)
    assert len(before - after) == 1


def test_the_zip_has_page_sound_and_catalogue_and_no_time(workspace: Path) -> None:
    proof(workspace, "--zip")

    path = workspace / "output/proof/es/tea.es.proof.zip"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        names = archive.namelist()
        catalogue = archive.read("tea.es.proof/tea.po")
    assert names == sorted(names)
    assert {"tea.es.proof/index.html", "tea.es.proof/README.txt"} <= set(names)
    assert sum(name.endswith(".mp3") for name in names) == 22
    assert catalogue == (workspace / "locales/es/LC_MESSAGES/tea.po").read_bytes()


def test_every_clip_the_page_names_is_there(workspace: Path) -> None:
    proof(workspace)

    names = {each.attributes["src"] for each in page_of(workspace).find("audio")}
    assert names == {name for name in files(workspace / PROOF) if name.endswith(".mp3")}


def test_a_build_leaves_proofs_alone_and_clean_removes_them(workspace: Path, build: Build) -> None:
    proof(workspace, "--zip")
    before = files(workspace / "output/proof")

    build()

    assert files(workspace / "output/proof") == before
    assert "proof" not in (workspace / "output/index.html").read_text(encoding="utf-8")
    assert "proof" not in (workspace / "output/feeds/es.xml").read_text(encoding="utf-8")
    assert main(["clean", "--workspace", str(workspace)]) == 0
    assert not (workspace / "output/proof").exists()


def test_a_dry_run_speaks_and_writes_nothing(workspace: Path, spoken: list[str], capsys: Output) -> None:
    status = proof(workspace, "--dry-run")

    assert status == 0
    assert spoken == []
    assert not (workspace / "output").exists()
    assert "would write output/proof/es/tea/index.html" in capsys.readouterr().out


def test_an_address_in_a_comment_stays_out(workspace: Path) -> None:
    change(workspace, 'msgid "Use a pot."', '# ask ana@tea.example\nmsgid "Use a pot."')

    proof(workspace)

    assert "ana@tea.example" not in page_of(workspace).text
    assert "(address left out)" in segment(page_of(workspace), "Use a pot.").text


def test_json_tells_the_state_of_each_text(workspace: Path, capsys: Output) -> None:
    proof(workspace, "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "edition-proof/1"
    assert {text["state"] for text in found["proofs"][0]["texts"]} == {"translated"}
    assert all(re.fullmatch(r"s-[0-9a-f]{8}", text["id"]) for text in found["proofs"][0]["texts"])


def test_the_articles_own_language_has_no_proof(workspace: Path, capsys: Output) -> None:
    assert proof(workspace, "en") == 2
    assert "is the language of the article" in capsys.readouterr().err


def test_a_finding_shows_the_character_that_turns_what_follows(workspace: Path) -> None:
    change(workspace, 'msgstr "es Use a pot."', 'msgstr "es Use\u202e a pot."')

    proof(workspace)

    said = segment(page_of(workspace), "Use a pot.").text
    assert "es Use[U+202E] a pot." in said
    assert "An invisible character" in said
    assert "\u202e" not in said


def test_an_edited_text_keeps_its_address(workspace: Path) -> None:
    main(["extract", "--workspace", str(workspace)])
    proof(workspace)
    before = segment(page_of(workspace), "Boil 250 ml").attributes["id"]
    article = workspace / "articles/tea.md"
    article.write_text(ARTICLE.replace("Wait 3 minutes", "Wait 4 minutes"), encoding="utf-8")

    proof(workspace)

    assert segment(page_of(workspace), "Wait 4 minutes").attributes["id"] == before
