"""A baseline tells what got worse, and judges nothing else."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.base.errors import UsageError
from builder.base.language import Language
from builder.check.listen.baseline import compare, entry_of, parse_baseline, render_baseline
from builder.check.listen.findings import listening_findings
from builder.check.listen.hearing import Hearing, listen
from builder.testing.listening import PASSAGES, Dictation, cues_of

VOICES = ("heart (hibari)",)
LAMP = "s-00000002.2"
MUMBLED = "Hallo blimp and the daft bunk chose the fray."
MANY = tuple((f"Sentence {number} of many tells something new to everyone.",) for number in range(101, 161))


def hear(
    misheard: Mapping[str, str], *, passages: tuple[tuple[str, ...], ...] = PASSAGES, every: int = 1
) -> Hearing:
    return listen(
        cues_of(passages),
        Path("tea.mp3"),
        Dictation(misheard=misheard),
        language=Language("en"),
        every=every,
        begin=lambda what, total: lambda: None,
    )


def wrong_words(number: int) -> Mapping[str, str]:
    """Hear one other word in each of so many sentences; there are about 600 words."""
    cues = cues_of(MANY)
    return {cue.id: cue.text.replace("something", "nothing") for cue in cues[:number]}


@pytest.mark.parametrize(
    ("before", "now", "worse"),
    [
        pytest.param(0, 0, False, id="the same"),
        pytest.param(0, 9, False, id="within 1.5 points"),
        pytest.param(0, 12, True, id="past 1.5 points"),
        pytest.param(30, 10, False, id="better"),
        pytest.param(40, 60, True, id="past a fifth"),
    ],
)
def test_worse_is_past_both_bounds(before: int, now: int, worse: bool) -> None:
    entry = entry_of(hear(wrong_words(before), passages=MANY), voices=VOICES, model="m")

    found = compare(hear(wrong_words(now), passages=MANY), entry, voices=VOICES, model="m")

    assert (found.worse, found.remark) == (worse, None)


def test_a_sentence_that_was_understood_and_is_no_more_is_told() -> None:
    entry = entry_of(hear({}), voices=VOICES, model="m")

    found = compare(hear({LAMP: MUMBLED}), entry, voices=VOICES, model="m")

    assert found.newly == {LAMP}


def test_a_sentence_that_never_was_understood_is_not_new() -> None:
    entry = entry_of(hear({LAMP: MUMBLED}), voices=VOICES, model="m")

    found = compare(hear({LAMP: MUMBLED}), entry, voices=VOICES, model="m")

    assert (found.newly, found.worse) == (frozenset(), False)


def test_sentences_of_another_text_are_not_compared() -> None:
    entry = entry_of(hear({}, passages=PASSAGES[:2]), voices=VOICES, model="m")

    assert compare(hear({LAMP: MUMBLED}), entry, voices=VOICES, model="m").newly == frozenset()


@pytest.mark.parametrize(
    ("voices", "model", "every", "says"),
    [
        (("es (eSpeak NG)",), "m", 1, "its voice was heart (hibari) and is es (eSpeak NG) now"),
        (VOICES, "other", 1, "by another model"),
        (VOICES, "m", 2, "only some"),
    ],
)
def test_what_cannot_be_compared_is_told_and_not_judged(
    voices: tuple[str, ...], model: str, every: int, says: str
) -> None:
    entry = entry_of(hear({}), voices=VOICES, model="m")
    nothing = {cue.id: MUMBLED for cue in cues_of()}

    found = compare(hear(nothing, every=every), entry, voices=voices, model=model)

    assert found.remark is not None
    assert says in found.remark
    assert (found.worse, found.newly) == (False, frozenset())


@pytest.mark.parametrize(("before", "severity"), [("hm hm", "warning"), (None, "error")])
def test_what_nobody_understands_is_an_error_until_the_baseline_says_so(
    before: str | None, severity: str
) -> None:
    lost = {cue.id: "hm hm" for cue in cues_of()}
    entry = entry_of(hear(lost if before else {}), voices=VOICES, model="m")
    hearing = hear(lost)

    found = listening_findings(
        hearing,
        edition="tea/en",
        sound="tea.mp3",
        place=lambda cue: cue.id,
        comparison=compare(hearing, entry, voices=VOICES, model="m"),
    )

    assert {finding.code: finding.severity for finding in found}["L007"] == severity


def test_a_baseline_is_read_as_it_was_written() -> None:
    entries = {"tea/es": entry_of(hear({LAMP: MUMBLED}), voices=VOICES, model="m")}

    data = render_baseline(entries)

    assert parse_baseline(data, path="b") == entries
    assert render_baseline(parse_baseline(data, path="b")) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema": "edition-speech-baseline/2", "editions": {}}',
        b'{"schema": "edition-speech-baseline/1", "editions": {"tea/en": {"words": "many"}}}',
    ],
)
def test_what_is_no_baseline_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="no baseline") as caught:
        parse_baseline(data, path="speech-baseline.json")

    assert caught.value.where == "speech-baseline.json"
