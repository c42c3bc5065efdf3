"""Pronunciations: whole words alone, before everything else, and never a digit left over."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.base.language import Language
from builder.model.pronunciation import Pronunciation, Pronunciations
from builder.model.script import NarratorPlan, PhonemeSpan, VoiceRef
from builder.narration.passages import Line, speak
from builder.narration.spoken import SpokenForm, spoken_form

EN, ES, FR, ZH = Language("en"), Language("es"), Language("fr"), Language("zh")


def entries(**said: str) -> Pronunciations:
    return Pronunciations(tuple(Pronunciation(word=word, said=text) for word, text in said.items()))


def said(text: str, language: Language, *words: tuple[str, str]) -> str:
    found = Pronunciations(tuple(Pronunciation(word=word, said=said) for word, said in words))
    return spoken_form(text, language, found).text


KETAMINE = ("ketamine", "kettameen")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("It is ketamine.", "It is kettameen."),
        ("Ketamine helps.", "kettameen helps."),
        ("“Ketamine helps.”", "“kettameen helps.”"),
        ("It helps. Ketamine is old.", "It helps. kettameen is old."),
        ("What Ketamine is", "What Ketamine is"),
        ("ketamines, esketamine", "ketamines, esketamine"),
        ("ketamine’s and ketamine-like", "kettameen’s and kettameen-like"),
        ("KETAMINE", "KETAMINE"),
    ],
)
def test_a_word_is_taken_whole_in_its_case_and_with_a_capital_at_a_start(text: str, spoken: str) -> None:
    assert said(text, EN, KETAMINE) == spoken


def test_the_longest_entry_wins() -> None:
    words = (("K", "kappa"), ("Special K", "spechal kay"))

    assert said("Special K and K", EN, *words) == "spechal kay and kappa"


def test_a_phrase_is_found_with_unbroken_spaces_and_other_apostrophes() -> None:
    words = (("Special K", "spechal kay"), ("Crohn's", "crones"))

    assert said("Special\u00a0K, Crohn’s", EN, *words) == "spechal kay, crones"


def test_an_entry_goes_before_the_language_table() -> None:
    assert said("NMDA and LSD", EN, ("NMDA", "nimda")) == "nimda and L.S.D"


def test_what_is_said_is_not_spelled_again_but_has_no_digit() -> None:
    words = (("AMPA", "AM-PA"), ("B12", "bee 12"))

    assert said("AMPA, B12", EN, *words) == "AM-PA, bee twelve"


def test_an_entry_of_figures_leaves_other_numbers_alone() -> None:
    words = (("B1", "bee one"), ("5-HT", "five aitch tee"))

    assert said("B12 and 1.5-HT", EN, *words) == spoken_form("B12 and 1.5-HT", EN).text


def test_a_dose_is_said_whatever_entries_there_are() -> None:
    words = (("mg", "em gee"), ("kg", "kay gee"), ("h", "aitch"))

    assert said("0.5 mg/kg over 40 h", EN, *words) == spoken_form("0.5 mg/kg over 40 h", EN).text


def test_a_language_without_a_table_has_pronunciations_too() -> None:
    assert said("Das ist Ketamin.", Language("xx"), ("Ketamin", "Kettamin")) == "Das ist Kettamin."


@pytest.mark.parametrize(
    ("text", "word", "spoken"),
    [
        ("使用Spravato治疗", "Spravato", "使用斯治疗"),
        ("氯胺酮的作用", "氯胺酮", "斯的作用"),
        ("스프라바토를", "스프라바토", "斯를"),
        ("옛스프라바토", "스프라바토", "옛스프라바토"),
        ("कि", "कि", "斯"),
        ("किं", "कि", "किं"),
        ("การใช้ยาเคตามีนรักษา", "เคตามีน", "การใช้ยา斯รักษา"),
    ],
)
def test_scripts_without_spaces_and_with_vowel_signs_have_whole_words_too(
    text: str, word: str, spoken: str
) -> None:
    assert said(text, ZH, (word, "斯")) == spoken


def test_spans_lead_back_to_the_written_word() -> None:
    text = "Take ketamine, 2 mg."

    form = spoken_form(text, EN, entries(ketamine="kettameen"))

    found = {
        text[span.written_start : span.written_end]: form.text[span.spoken_start : span.spoken_end]
        for span in form.spans
    }
    assert found == {"ketamine": "kettameen", "2 mg": "two milligrams"}


def test_sounds_lie_on_the_words_a_voice_reads_without_them() -> None:
    words = Pronunciations(
        (
            Pronunciation(word="NMDA", ipa="ɛn"),
            Pronunciation(word="Yale", ipa="jeɪl"),
            Pronunciation(word="Musk", said="mask", ipa="mʌsk"),
        )
    )

    form = spoken_form("NMDA, Yale, Musk", EN, words)

    assert form.text == "N.M.D.A, Yale, mask"
    assert form.phonemes == (
        PhonemeSpan(start=0, end=7, ipa="ɛn"),
        PhonemeSpan(start=9, end=13, ipa="jeɪl"),
        PhonemeSpan(start=15, end=19, ipa="mʌsk"),
    )


def test_an_utterance_has_the_sounds_where_the_announcers_words_moved_them() -> None:
    words = Pronunciations((Pronunciation(word="Yale", ipa="jeɪl"),))
    plan = NarratorPlan(
        voices={(EN, "narrator"): VoiceRef(engine="tone", voice="tone")}, pronunciations={EN: words}
    )
    line = Line(
        id="s-1", kind="alt", written="The yard at Yale", language=EN, role="narrator",
        before="Picture of Yale: ", after=" (Yale)",
    )  # fmt: skip

    passage = speak(line, plan)

    assert passage is not None
    (utterance,) = passage.utterances
    heard = [utterance.text[span.start : span.end] for span in utterance.phonemes]
    assert heard == ["Yale", "Yale", "Yale"]
    assert [utterance.text.index("Yale"), utterance.text.rindex("Yale")] == [
        utterance.phonemes[0].start,
        utterance.phonemes[-1].start,
    ]


_words = (
    st.text(alphabet="abK1-2é ’.", min_size=1, max_size=6)
    .map(str.strip)
    .filter(lambda word: any(map(str.isalpha, word)))
)


@settings(max_examples=30)  # each makes a scanner of a whole language
@given(
    text=st.lists(st.sampled_from(["ab", "K", "12 mg", "1.5", " ", "’", "-", "Ab", "bé", "."])).map("".join),
    found=st.lists(st.tuples(_words, _words), max_size=4),
    language=st.sampled_from((EN, ES, FR)),
)
def test_no_digit_is_left_and_outside_the_spans_both_texts_are_the_same(
    text: str, found: list[tuple[str, str]], language: Language
) -> None:
    words = Pronunciations(tuple(Pronunciation(word=word, said=text) for word, text in dict(found).items()))

    form = spoken_form(text, language, words)

    assert not re.search("[0-9]", form.text)
    assert _outside(form.text, [(each.spoken_start, each.spoken_end) for each in form.spans]) == _outside(
        text, [(each.written_start, each.written_end) for each in form.spans]
    )


def _outside(text: str, spans: list[tuple[int, int]]) -> list[str]:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def test_without_pronunciations_nothing_is_otherwise() -> None:
    form = spoken_form("NMDA, 0.5 mg/kg", EN)

    assert form == spoken_form("NMDA, 0.5 mg/kg", EN, Pronunciations())
    assert isinstance(form, SpokenForm)
