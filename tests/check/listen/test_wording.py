"""Only what sounds otherwise is another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.base.language import Language
from builder.check.listen.wording import has_spaces, words


@pytest.mark.parametrize(
    ("language", "written", "heard"),
    [
        pytest.param("en", "0.5 mg/kg", "0.5 milligrams per kilogram", id="units"),
        pytest.param("en", "Half of 40 patients", "half of forty patients", id="figures"),
        pytest.param("en", "It costs $590.", "it costs 590 dollars", id="money"),
        pytest.param("en", "since 2019", "since twenty nineteen", id="years"),
        pytest.param("en", "Dr. Krystal’s drug", "doctor krystal's drug", id="titles and apostrophes"),
        pytest.param("en", "The behaviour of colour", "the behavior of color", id="British and American"),
        pytest.param(
            "en", "It was analysed and standardised.", "it was analyzed and standardized", id="-ise"
        ),
        pytest.param("en", "a 24-hour fog", "a 24 hour fog", id="hyphens"),
        pytest.param("en", "a café", "a cafe", id="accents of loan words"),
        pytest.param("es", "¿Cómo y dónde?", "Como y donde", id="Spanish accents"),
        pytest.param("es", "0,5 mg", "cero coma cinco miligramos", id="Spanish decimals"),
        pytest.param("fr", "Où est l’été ?", "ou est l'ete", id="French accents and elision"),
        pytest.param("de", "STRASSE", "Straße", id="sharp s"),
        pytest.param("ru", "ещё", "еще", id="yo"),
        pytest.param("ar", "أُحِبُّ", "احب", id="Arabic vowel points"),
        pytest.param("ja", "ﾃｽﾄ、１２", "テスト12", id="half width"),
    ],
)
def test_what_sounds_alike_is_the_same(language: str, written: str, heard: str) -> None:
    assert words(written, Language(language)) == words(heard, Language(language))


@pytest.mark.parametrize(
    ("language", "written", "heard"),
    [
        pytest.param("en", "0.5 mg", "5 mg", id="a dose"),
        pytest.param("en", "0.5 mg", "0.5 g", id="a unit"),
        pytest.param("en", "do not take", "do take", id="a negation"),
        pytest.param("de", "schon", "schön", id="an umlaut"),
        pytest.param("cs", "byt", "být", id="a long vowel"),
        pytest.param("hi", "दिन", "दीन", id="a vowel sign"),
    ],
)
def test_what_sounds_otherwise_differs(language: str, written: str, heard: str) -> None:
    assert words(written, Language(language)) != words(heard, Language(language))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "我们1994年", ("我", "们", "一", "九", "九", "四", "年")),
        ("ja", "ketamineは薬", ("ketamine", "は", "薬")),
        ("th", "วันดี", ("วั", "น", "ดี")),
        ("hi", "आप कैसे हैं?", ("आप", "कैसे", "हैं")),
        ("ko", "안녕 하세요", ("안녕", "하세요")),
    ],
)
def test_scripts_without_spaces_have_their_characters_compared(
    language: str, text: str, expected: tuple[str, ...]
) -> None:
    assert words(text, Language(language)) == expected


def test_languages_tell_whether_they_have_words() -> None:
    tags = ("en", "pt-BR", "ko", "zh-Hant", "ja", "th")

    assert [has_spaces(Language(tag)) for tag in tags] == [True, True, True, False, False, False]


@given(st.text(max_size=60), st.sampled_from(["en", "es", "fr", "de", "ar", "ja", "th"]))
def test_words_hold_letters_and_figures_alone(text: str, tag: str) -> None:
    for word in words(text, Language(tag)):
        assert word
        assert not any(character.isspace() for character in word)
        assert not set(word) & set(".,;:!?\"'’-–—()[]")
