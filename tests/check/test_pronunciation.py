"""Findings on pronunciations: of no use, or not the same as what is written."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from builder.base.language import Language
from builder.check.explanations import EXPLANATIONS
from builder.check.pronunciation import check_pronunciations, unsaid_sounds
from builder.model.pronunciation import Pronunciation, Pronunciations

EN, ES = Language("en"), Language("es")


def codes(
    word: str, said: str, *, language: Language = ES, texts: Sequence[str] | None = None, ipa: str = ""
) -> list[str]:
    entry = Pronunciation(word=word, said=said, ipa=ipa, where="a.po:7")
    found = check_pronunciations(Pronunciations((entry,)), language=language, texts=texts)
    assert all(finding.where == "a.po:7" for finding in found)
    return [f"{finding.code} {finding.severity}" for finding in found]


def test_an_entry_of_use_has_no_findings() -> None:
    assert codes("Yale", "Yéil", texts=["Vive en Yale."]) == []


def test_a_word_in_no_text_is_told_where_all_texts_are_known() -> None:
    assert codes("yale", "Yéil", texts=["Vive en Yale."]) == ["P001 warning"]
    assert codes("yale", "Yéil", texts=None) == []


def test_an_entry_that_says_the_same_is_told() -> None:
    assert codes("NMDA", "N.M.D.A", texts=["El NMDA."]) == ["P002 warning"]
    assert codes("Yale", "Yale") == ["P002 warning"]
    assert codes("Yale", "", ipa="jeɪl") == []


@pytest.mark.parametrize(
    ("word", "said"),
    [("B12", "be"), ("B12", "be trece"), ("5-HT", "hache te"), ("dosis", "2 dosis"), ("dosis", "tres dosis")],
)
def test_a_number_that_is_lost_or_new_is_an_error(word: str, said: str) -> None:
    assert codes(word, said) == ["P003 error"]


@pytest.mark.parametrize(("word", "said"), [("B12", "be doce"), ("B12", "be 12"), ("5-HT", "cinco hache te")])
def test_a_number_in_words_or_figures_stays_a_number(word: str, said: str) -> None:
    assert codes(word, said) == []


@pytest.mark.parametrize(
    ("word", "said", "language"),
    [("no adictivo", "adictivo", ES), ("adictivo", "no adictivo", ES), ("not addictive", "addictive", EN)],
)
def test_a_negation_that_is_lost_or_new_is_an_error(word: str, said: str, language: Language) -> None:
    assert codes(word, said, language=language) == ["P004 error"]


@pytest.mark.parametrize("said", ["…", "-", ". .", "“”"])
def test_an_entry_that_would_silence_its_word_is_an_error(said: str) -> None:
    assert codes("ketamina", said) == ["P006 error"]


def test_sounds_a_voice_cannot_take_are_told_with_what_it_reads() -> None:
    entry = Pronunciation(word="NMDA", ipa="ɛn", where="a.pls:3")

    found = unsaid_sounds(entry, EN, voice="Tones")
    lacking = unsaid_sounds(entry, EN, voice="Tones", sign="ɛ")

    assert (found.code, found.severity, found.where) == ("P005", "warning", "a.pls:3")
    assert found.message == 'Tones takes no sounds: for "NMDA" it reads "N.M.D.A"'
    assert lacking.message.startswith('Tones has no sound for "ɛ"')


@pytest.mark.parametrize("code", ["P001", "P002", "P003", "P004", "P006"])
def test_the_examples_of_the_explanations_show_what_they_say(code: str) -> None:
    found = EXPLANATIONS[code]

    wrong, right = (text.split(": ") for text in (found.wrong, found.right))

    assert codes(wrong[0], wrong[1], texts=[found.source]) == [f"{code} {found.severity}"]
    assert codes(right[0], right[1], texts=[found.source]) == []
