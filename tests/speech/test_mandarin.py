"""Mandarin: each syllable in the symbols the model was taught, its tone behind the vowel."""

import pytest

from builder.speech.mandarin import read_with, read_word, syllable, words_of
from builder.testing.programs import not_installed

pypinyin = pytest.mark.skipif(not_installed("pypinyin"), reason="pypinyin is not installed")


@pytest.mark.parametrize(
    ("initial", "final", "symbols"),
    [
        ("m", "a1", "ma→"),
        ("zh", "ong4", "ꭧʊ↘ŋ"),
        ("zh", "i4", "ꭧɨ↘"),
        ("j", "i3", "ʨi↓"),
        ("s", "i", "sɨ"),
        ("x", "van2", "ɕɥɛ↗n"),
        ("b", "o1", "pwo→"),
        ("", "o1", "ɔ→"),
        ("", "ing1", "i→ŋ"),
        ("d", "e", "tɤ"),
        ("", "", ""),
    ],
)
def test_a_syllable_has_its_symbols(initial, final, symbols):
    assert syllable(initial, final) == symbols


@pypinyin
def test_a_word_is_read_by_its_company():
    assert read_word("银行") == "i↗nxa↗ŋ"
    assert read_word("行人") == "ɕi↗ŋɻə↗n"


@pypinyin
def test_words_are_all_of_the_clause():
    clause = "NMDA受体, 他们 5 个"

    assert "".join(words_of(clause)) == clause
    assert "他们" in words_of(clause)
    assert words_of("NMDA受")[0] == "NMDA"


@pypinyin
def test_figures_are_chinese():
    read = read_with(lambda word: "?")

    assert read("40毫克").replace(" ", "") == read("四十毫克").replace(" ", "")


@pypinyin
def test_another_script_is_read_by_another_reader():
    read = read_with(lambda word: f"<{word} >")

    assert read("他们 NMDA") == "tʰa→mən <NMDA>"
