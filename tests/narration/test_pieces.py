"""A sentence that goes over into another language: cut at its words, nothing lost, one cue."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.article.foreign import ForeignWords, foreign_words
from builder.article.inline import plain
from builder.base.language import Language
from builder.model.script import NarratorPlan, Passage, VoiceRef
from builder.model.segment import SegmentId
from builder.narration.passages import PIECE_PAUSE_MS, Line, speak
from builder.narration.pieces import pieces

ENGLISH, FRENCH, SPANISH = Language("en"), Language("fr"), Language("es")
CUTS = {
    "in the middle": ("The [déjà vu] of it.", ["The", "*déjà vu", "of it."]),
    "a stop goes with the words": ("He said [adieu].", ["He said", "*adieu."]),
    "quotation marks go with the words": (
        "He said “[adieu]” and left.",
        ["He said", "*“adieu”", "and left."],
    ),
    "a comma goes with the words": ("So ([adieu]), he said.", ["So", "*(adieu),", "he said."]),
    "all of it": ("“[Adieu.]”", ["*“Adieu.”"]),
    "a clitic goes with its word": ("It is [Alice]'s hat.", ["It is", "*Alice's", "hat."]),
    "at the start": ("[Adieu], he said.", ["*Adieu,", "he said."]),
    "no blank beside it": ("彼は[Alice]を見た。", ["彼は", "*Alice", "を見た。"]),
    "a lone dash is no piece": ("[Adieu] — [merci]!", ["*Adieu — merci!"]),
}


def marked(text: str) -> tuple[str, tuple[ForeignWords, ...]]:
    """Return a text without its brackets, and where they stood."""
    markup = text.replace("[", "<l1>").replace("]", "</l1>")
    return plain(markup), foreign_words(markup, (FRENCH,), ENGLISH)


@pytest.mark.parametrize(("text", "expected"), CUTS.values(), ids=CUTS)
def test_a_sentence_is_cut_at_its_foreign_words(text, expected):
    words, foreign = marked(text)

    cut = pieces(words, (0, len(words)), language=ENGLISH, foreign=foreign)

    assert [f"{'*' * (each.language == FRENCH)}{words[each.start : each.end]}" for each in cut] == expected


@given(st.lists(st.tuples(st.text("ab.,“”()'— ", max_size=6), st.booleans()), min_size=1, max_size=6))
def test_no_character_but_blanks_is_lost_between_two_pieces(parts):
    text, foreign = "", []
    for part, is_foreign in parts:
        if is_foreign and part:
            foreign.append(ForeignWords(start=len(text), end=len(text) + len(part), language=FRENCH))
        text += part

    cut = pieces(text, (0, len(text)), language=ENGLISH, foreign=tuple(foreign))

    assert "".join(text[each.start : each.end] for each in cut).replace(" ", "") == text.replace(" ", "")
    assert all(one.end <= other.start for one, other in itertools.pairwise(cut))
    assert len(cut) == 1 or all(any(map(str.isalnum, text[each.start : each.end])) for each in cut)


def plan(*languages: Language) -> NarratorPlan:
    return NarratorPlan(
        voices={(each, "narrator"): VoiceRef(engine="tone", voice=f"narrator-{each}") for each in languages}
    )


def said(markup: str, voices: NarratorPlan, *, before: str = "", after: str = "") -> Passage:
    line = Line(
        id="s-1", kind="paragraph", written=plain(markup), language=ENGLISH, role="narrator",
        before=before, after=after, foreign=foreign_words(markup, (FRENCH, SPANISH), ENGLISH),
    )  # fmt: skip
    passage = speak(line, voices)
    assert passage is not None
    return passage


def test_each_piece_is_read_by_the_voice_of_its_language_with_no_more_than_a_breath_between():
    passage = said("One <l1>deux</l1> three. Four.", plan(ENGLISH, FRENCH))

    heard = [(each.text, each.voice.voice, each.continues) for each in passage.utterances]
    assert heard == [
        ("One", "narrator-en", False),
        ("deux", "narrator-fr", True),
        ("three.", "narrator-en", True),
        ("Four.", "narrator-en", False),
    ]
    assert [each.pause_after_ms for each in passage.utterances] == [PIECE_PAUSE_MS, PIECE_PAUSE_MS, 350, 650]


def test_figures_of_a_piece_are_said_in_its_language():
    passage = said("It was <l1>2 mg</l1> then.", plan(ENGLISH, FRENCH))

    assert passage.utterances[1].text == "deux milligrammes"


def test_words_without_a_voice_are_read_by_the_narrator_in_one_breath():
    passage = said("One <l1>deux</l1> three.", plan(ENGLISH, SPANISH))

    assert [(each.text, each.voice.voice) for each in passage.utterances] == [
        ("One deux three.", "narrator-en")
    ]


@pytest.mark.parametrize("markup", ["<l1>Deux</l1> three.", "<l1>Deux.</l1>"])
def test_the_announcers_words_are_never_said_in_the_foreign_voice(markup):
    passage = said(markup, plan(ENGLISH, FRENCH), before="Name: ", after=" (end)")

    first, last = passage.utterances[0], passage.utterances[-1]
    assert (first.text, first.written, first.voice.voice) == ("Name:", "", "narrator-en")
    assert "end" in last.text
    assert last.voice.voice == "narrator-en"
    assert passage.utterances[1].continues


def test_a_recorded_text_is_one_utterance_with_its_words_as_they_stand():
    recording = VoiceRef(engine="recorded", voice="en/s-1")
    voices = replace(plan(ENGLISH, FRENCH), recordings={(ENGLISH, SegmentId("s-1")): recording})

    passage = said("Take <l1>2 mg</l1>. Not more", voices, before="Note: ")

    assert [(each.text, each.voice.engine) for each in passage.utterances] == [
        ("Note:", "tone"),
        ("Take 2 mg. Not more", "recorded"),
    ]


def test_a_recording_of_another_language_is_not_heard():
    voices = replace(
        plan(ENGLISH), recordings={(SPANISH, SegmentId("s-1")): VoiceRef(engine="recorded", voice="es/s-1")}
    )

    assert [each.voice.engine for each in said("One.", voices).utterances] == ["tone"]
