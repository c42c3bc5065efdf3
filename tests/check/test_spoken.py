"""What a voice cannot say is found before anything is spoken, and so is what is not finished."""

from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.catalogue.header import template_fields
from builder.check.catalogue import check_catalogue
from builder.check.spoken import _can_be_said
from builder.model.catalogue import Catalogue, Message
from builder.model.finding import Finding
from builder.narration.spoken import spoken_form

EN, ES = Language("en"), Language("es")


def catalogue(*messages: Message, language: Language | None = ES) -> Catalogue:
    header = template_fields(title="a", date=None, source_language=EN)
    return Catalogue(domain="a", language=language, header=header, messages=messages, path="a.po")


def check(*messages: Message, language: Language = ES) -> list[Finding]:
    """Return the findings on translated messages."""
    blank = tuple(replace(message, msgstr=("",), flags=(), translator_comments=()) for message in messages)
    return list(check_catalogue(catalogue(*messages), catalogue(*blank, language=None), language=language))


def message(text: str, translation: str, *, context: str | None = None, note: str = "") -> Message:
    return Message(
        msgid=text, msgstr=(translation,), msgctxt=context, line=5, extracted_comments=(note,) if note else ()
    )


@pytest.mark.parametrize(
    ("language", "translation", "name"),
    [
        ("es", "El horno → caliente", "RIGHTWARDS ARROW"),
        ("es", "El horno \U0001f525", "FIRE"),
        ("es", "El horno ■ grande", "BLACK SQUARE"),
        ("es", "El horno \ufffd grande", "REPLACEMENT CHARACTER"),
        ("es", "El horno \ue000 grande", "U+E000"),
        ("es", "El horno 火 grande", "U+706B"),
        ("ja", "オーブン ★", "BLACK STAR"),
    ],
)
def test_a_character_no_voice_says_is_found(language: str, translation: str, name: str) -> None:
    (found,) = [
        f for f in check(message("The oven", translation), language=Language(language)) if f.code == "T020"
    ]

    assert name in found.message


@pytest.mark.parametrize(
    ("language", "translation"),
    [
        ("es", "«¿Qué?», dijo — y costó 5 € (≈ 6 $) a 20 °C…"),
        ("fr", "L’œuf «\u00a0dur\u00a0» n’est pas cher\u202f!"),
        ("ru", "Рецептор NMDA и β-частицы № 5"),
        ("ja", "「火」は熱い。〜です・"),
        ("hi", "यह गरम है।"),
        ("ar", "الفرن ساخن؟"),
        ("de", "200 µg Backpulver ± 5 %"),
    ],
)
def test_ordinary_texts_can_be_said(language: str, translation: str) -> None:
    found = check(message("The oven", translation), language=Language(language))

    assert "T020" not in {finding.code for finding in found}


def test_what_the_author_wrote_is_not_the_translators_fault() -> None:
    assert check(message("The oven → hot", "El horno → caliente")) == []


def test_a_text_that_is_only_shown_may_hold_any_character() -> None:
    assert check(message("The oven", "El horno →", note="Summary · shown, not spoken")) == []


def test_an_opening_over_its_seconds_is_found_at_the_short_disclaimer() -> None:
    long = "Este texto no es un consejo médico de ninguna clase y nadie debería tomarlo por tal. " * 3
    title = message("The oven", "El horno", context="title")

    found = check(title, message("No advice here. " * 14, long.strip(), context="disclaimer-short"))

    assert "T022" in {finding.code for finding in found}


def test_a_short_opening_is_left_in_peace() -> None:
    title = message("The oven", "El horno", context="title")

    assert check(title, message("No advice.", "Sin consejo.", context="disclaimer-short")) == []


def test_what_is_left_is_one_note() -> None:
    fuzzy = replace(message("The mill", "El molino"), flags=("fuzzy",), line=9)

    found = check(message("The oven", ""), fuzzy)

    assert [(finding.code, finding.severity) for finding in found] == [("T027", "note")]
    assert "1 not translated and 1 fuzzy" in found[0].message


def test_a_lapsed_approval_is_a_note() -> None:
    mark = "reviewed: Ana Ruiz 2026-11-23 00000000/00000000"

    found = check(replace(message("The oven", "El horno"), translator_comments=(mark,)))

    assert [(finding.code, finding.severity, finding.where) for finding in found] == [
        ("T026", "note", "a.po:5")
    ]


SIGNS = (
    "0.5 mg/kg, 3–5 days, 40 %, $1,200, 12:30, 2026-03-14, 1/2, ±2, ≥3, <4, 5 °C, 10 m², IV, FDA, e.g. "
    "No. 5, 3rd, 10x, #3, § 12 km/h, ½, 5×, 1990s, a/b, @ = + 10 ml 3 μg, H2O, -5, 5:3, €5 £3 ¥100, 1000, 101"
)


@pytest.mark.parametrize(
    "tag",
    [
        "ar",
        "de",
        "en",
        "es",
        "fr",
        "hi",
        "it",
        "ja",
        "pt",
        "ru",
        "zh",
        "pl",
        "nl",
        "sv",
        "tr",
        "el",
        "he",
        "ko",
        "vi",
        "uk",
        "fa",
        "id",
    ],
)
def test_what_is_said_for_figures_and_signs_can_be_said(tag: str) -> None:
    language = Language(tag)

    said = set(spoken_form(SIGNS, language).text) - set(SIGNS)

    assert not {character for character in said if not _can_be_said(character, language)}
