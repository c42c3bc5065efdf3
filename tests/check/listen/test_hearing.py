"""Planted faults are found at the sentence they were planted in, and nothing else is."""

import re
from pathlib import Path

import pytest

from builder.base.language import Language
from builder.check.listen.findings import listening_findings, unknown_language
from builder.check.listen.hearing import Hearing, listen
from builder.testing.listening import PASSAGES, Dictation, cues_of

LAMP = "s-00000002.2"
ANCHOR = "s-00000002.3"
TEXT = {cue.id: cue.text for cue in cues_of()}


def hear(recogniser: Dictation, *, language: str = "en", every: int = 1) -> Hearing:
    return listen(
        cues_of(language=language),
        Path("tea.mp3"),
        recogniser,
        language=Language(language),
        every=every,
        begin=lambda what, total: lambda: None,
    )


def found(hearing: Hearing) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.where)
        for finding in listening_findings(
            hearing, edition="tea/en", sound="tea.mp3", place=lambda cue: cue.id, comparison=None
        )
    ]


def test_what_is_heard_as_it_is_written_has_no_finding() -> None:
    hearing = hear(Dictation())

    assert found(hearing) == []
    assert (hearing.rates.word_rate, hearing.rates.character_rate, hearing.rates.band) == (0, 0, "good")
    assert hearing.rates.words == sum(len(text.split()) for text in TEXT.values())


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        pytest.param("", "L002", id="omitted"),
        pytest.param("a lamp", "L002", id="omitted but for two words"),
        pytest.param(f"{TEXT[LAMP]} {TEXT[LAMP]}", "L003", id="doubled"),
        pytest.param(f"{TEXT[LAMP]} A lamp on the left bank shows them today.", "L003", id="nearly doubled"),
        pytest.param("Every skipper pays forty dollars for a night.", "L006", id="another sentence"),
        pytest.param("Hallo blimp and the daft bunk chose the fray.", "L001", id="not understood"),
        pytest.param("ooh " * 60, "L001", id="a loop"),
    ],
)
def test_a_planted_fault_is_found_at_its_sentence(heard: str, code: str) -> None:
    hearing = hear(Dictation(misheard={LAMP: heard}))

    assert found(hearing) == [(code, LAMP)]


@pytest.mark.parametrize(
    "heard",
    [
        pytest.param("The lamp on the left bank shows them the way.", id="a small word"),
        pytest.param("A lamp on the left bank shows the way", id="a word is missing"),
        pytest.param("A lamp on the lift bank chose them the way.", id="words that sound alike"),
        pytest.param("Alamp onthe left bank shows themthe way", id="words run together"),
    ],
)
def test_a_few_errors_are_counted_and_not_told(heard: str) -> None:
    assert found(hear(Dictation(misheard={LAMP: heard}))) == []


def test_a_sentence_of_silence_is_omitted_however_ill_the_rest_is_understood() -> None:
    ill = {cue.id: re.sub("[ae]", "u", cue.text) for cue in cues_of()}

    hearing = hear(Dictation(misheard=ill, silent=(LAMP,)))

    codes = dict(reversed(pair) for pair in found(hearing))
    assert hearing.rates.band == "weak"
    assert codes[LAMP] == "L002"


def test_of_a_voice_that_is_ill_understood_no_sentence_is_called_omitted() -> None:
    ill = {cue.id: re.sub("[ae]", "u", cue.text) for cue in cues_of()}

    hearing = hear(Dictation(misheard={**ill, LAMP: ""}))

    assert {code for code, _ in found(hearing)} == {"L001"}


def test_a_lost_negation_counts_as_an_error() -> None:
    text = TEXT[ANCHOR].replace("not ", "")

    assert hear(Dictation(misheard={ANCHOR: text})).rates.errors == 1


def test_a_sentence_of_which_little_was_heard_is_heard_once_more_alone() -> None:
    class Distracted(Dictation):
        def hear(self, window):  # type: ignore[no-untyped-def]
            text = super().hear(window)
            return text if len(window.cues) == 1 else text.replace(TEXT[LAMP], "")

    recogniser = Distracted()

    hearing = hear(recogniser)

    assert found(hearing) == []
    assert [cue.id for cue in recogniser.windows[-1].cues] == [LAMP]
    assert hearing.rates.errors == 0


def test_another_language_is_told() -> None:
    hearing = hear(Dictation(spoken="es"))

    assert found(hearing) == [("L005", "tea.mp3")]


def test_languages_that_sound_alike_are_not_told_apart() -> None:
    assert hear(Dictation(spoken="nn"), language="da").other_language is None


def test_where_nothing_is_understood_no_sentence_is_blamed() -> None:
    recogniser = Dictation(misheard=dict.fromkeys(TEXT, "hm hm"))

    hearing = hear(recogniser)

    assert found(hearing) == [("L007", "tea.mp3")]
    assert hearing.too_little
    assert hearing.rates.band == "not usable"
    assert all(len(window.cues) > 1 for window in recogniser.windows)


def test_a_sample_hears_its_passages_alone() -> None:
    hearing = hear(Dictation(misheard={"s-00000002.1": ""}), every=2)

    assert [score.cue.passage_id for score in hearing.scores] == [
        "s-00000001", "s-00000003", "s-00000003",
    ]  # fmt: skip
    assert not hearing.whole
    assert hearing.heard_ms < 60_000


def test_what_is_told_names_the_time_and_what_was_heard() -> None:
    hearing = hear(Dictation(misheard={LAMP: "Hallo blimp and the daft bunk chose the fray."}))

    (finding,) = listening_findings(
        hearing, edition="tea/en", sound="tea.mp3", place=lambda cue: "tea.md:9", comparison=None
    )

    assert str(finding) == (
        'tea.md:9: L001 warning: at 0:07 "A lamp on the left bank shows them the way." is not understood: '
        '"hallo blimp and the daft bunk chose the fray"\n'
        "  hint: listen to it at 0:07; write it otherwise where a voice cannot say it"
    )


def test_a_language_nobody_can_write_is_a_warning() -> None:
    assert unknown_language(Language("eo"), "tea.mp3").code == "L008"


def test_every_passage_of_the_sample_text_is_its_own() -> None:
    assert len({text for passage in PASSAGES for text in passage}) == len(TEXT)
