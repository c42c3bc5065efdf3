"""The proof page: what it says of each text, in whose language."""

from __future__ import annotations

from dataclasses import replace

from builder.base.language import Language
from builder.catalogue.changes import Change
from builder.formats.proof_page import (
    Proof,
    ProofChapter,
    ProofFinding,
    ProofSegment,
    ProofSide,
    ProofWord,
    render_proof_page,
    render_readme,
)
from builder.model.finding import Finding
from builder.model.segment import SegmentId
from builder.testing.reading import Element, read_html

EN, AR = Language("en"), Language("ar")
SEGMENT = ProofSegment(
    id=SegmentId("s-0a1b2c3d"),
    number=1,
    kind="Paragraph",
    source=ProofSide(html="Boil <em>water</em>.", language=EN, clip="clips/a.mp3"),
    target=ProofSide(html="اغلِ الماء.", language=AR, clip="clips/b.mp3"),
    state="fuzzy",
    changes=(Change(before="Heat", after="Boil"),),
    findings=(
        ProofFinding(
            finding=Finding(
                code="T002", severity="error", message="<b>lacks</b>", where="a.po:3", hint="see"
            ),
            title="A figure is missing",
            meaning="A figure is lost.",
        ),
    ),
    notes=("Keep: 2.5 g",),
    place="a.po:3",
)


def proof(*segments: ProofSegment) -> Proof:
    chapter = ProofChapter(title="Water & Leaves", language=EN, segments=segments)
    return Proof(title="Tea", source_language=EN, language=AR, catalogue="a.po", chapters=(chapter,))


def rendered(*segments: ProofSegment) -> Element:
    return read_html(render_proof_page(proof(*segments)).decode())


def test_no_search_engine_takes_the_page_in() -> None:
    (robots,) = rendered(SEGMENT).find("meta", name="robots")

    assert robots.attributes["content"] == "noindex, nofollow"


def test_each_text_has_its_language_and_direction() -> None:
    texts = rendered(SEGMENT).find("p", class_="text")

    assert [(each.attributes["lang"], each.attributes["dir"]) for each in texts] == [
        ("en", "ltr"),
        ("ar", "rtl"),
    ]


def test_players_are_named_and_load_nothing_before_they_play() -> None:
    players = rendered(SEGMENT).find("audio")

    assert [each.attributes["aria-label"] for each in players] == [
        "Source of text 1, English",
        "Translation of text 1, Arabic",
    ]
    assert all(each.attributes["preload"] == "none" and "controls" in each.attributes for each in players)


def test_a_findings_words_are_text_and_not_markup() -> None:
    (found,) = rendered(SEGMENT).find("li", class_="finding")

    assert found.text.strip().startswith("Error: A figure is missing.")
    assert "<b>lacks</b>" in found.text
    assert "What to do: see" in found.text
    assert found.find("details")[0].text == "What T002 means, with an exampleA figure is lost."


def test_a_change_says_what_was_and_what_is_now() -> None:
    (changes,) = rendered(SEGMENT).find(class_="changes")

    assert "was Heat, is now Boil" in changes.text


def test_every_choice_has_the_number_of_its_texts() -> None:
    other = replace(SEGMENT, id=SegmentId("s-1"), state="new", findings=(), disclaimer=True)

    labels = [each.text.strip() for each in rendered(SEGMENT, other).find("label")]

    assert labels == [
        "All texts (2)",
        "Changed since last time (0)",
        "With findings (1)",
        "To be confirmed (1)",
        "Not translated (1)",
        "Disclaimer (1)",
    ]


def test_every_id_stands_once_and_every_label_finds_one() -> None:
    root = rendered(SEGMENT, replace(SEGMENT, id=SegmentId("s-1"), number=2))

    ids = [each.attributes["id"] for each in root if "id" in each.attributes]
    named = {each.attributes["aria-labelledby"] for each in root if "aria-labelledby" in each.attributes}
    assert len(ids) == len(set(ids))
    assert named <= set(ids)


def test_a_name_reads_well_aloud_with_all_that_stands_beside_it() -> None:
    (name,) = rendered(replace(SEGMENT, changed=True)).find("h3")

    assert " ".join(name.text.split()) == (
        "1. Paragraph: to be confirmed; changed since last time; 1 finding"
    )


def test_the_page_says_how_to_change_a_translation() -> None:
    assert "To change a translation, open the catalogue, a.po," in rendered(SEGMENT).text


def test_a_reviewer_is_named() -> None:
    root = rendered(replace(SEGMENT, state="reviewed", reviewed_by="Ana Ruiz, 2026-11-23"))

    assert root.find(class_="state")[0].text == "reviewed by Ana Ruiz, 2026-11-23"


def test_a_word_has_its_entry_what_is_read_and_a_player_for_each() -> None:
    word = ProofWord(
        id=SegmentId("w-1"),
        word="FDA <b>",
        language=AR,
        said="<i>",
        ipa="",
        spoken="<i>",
        clip="clips/w.mp3",
        clip_before="clips/v.mp3",
        place="p.po:7",
    )
    page = read_html(
        render_proof_page(replace(proof(SEGMENT), words=(word,), words_catalogue="p.po")).decode()
    )

    (found,) = [each for each in page.find("li") if each.attributes.get("class") == "word"]

    assert found.find("span")[0].attributes == {"lang": "ar", "dir": "rtl"}
    assert "FDA <b>" in found.text
    assert "Its entry: <i>. The voice reads: <i>" in " ".join(found.text.split())
    assert [each.attributes["src"] for each in found.find("audio")] == ["clips/w.mp3", "clips/v.mp3"]
    assert all(each.attributes["preload"] == "none" for each in found.find("audio"))
    assert "1" in next(each.text for each in page.find("a") if each.attributes.get("href") == "#words")


def test_without_words_there_is_no_section_of_them() -> None:
    assert not [each for each in rendered(SEGMENT).find("h2") if each.attributes.get("id") == "words"]


def test_the_readme_names_the_catalogue() -> None:
    assert b"open tea.po with" in render_readme(proof(SEGMENT), catalogue="tea.po")
