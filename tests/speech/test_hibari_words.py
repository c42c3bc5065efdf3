"""Word starts of hibari: lengths of sounds beside their words, or nothing where they do not fit."""

from dataclasses import dataclass

import numpy as np
import pytest

from builder.speech.hibari_words import Listener, with_lengths

VOCABULARY = {" ": 16, "a": 1, "b": 2, "c": 3, ".": 4}


@dataclass
class Word:
    text: str
    phonemes: str | None


class Session:
    """Gives each sound two steps, the first silence ten."""

    def run(self, names, feeds):
        lengths = np.full(feeds["ids"].shape[1], 2.0, np.float32)
        lengths[0] = 10
        return ["sound", lengths]


def heard(*runs, words):
    listener = Listener(Session(), VOCABULARY)
    listener.said(words)
    for phonemes in runs:
        ids = [[0, *(VOCABULARY[sound] for sound in phonemes), 0]]
        assert listener.run(None, {"ids": np.asarray(ids)}) == ["sound"]
    return listener


def frames(*runs):
    return sum(600 * (10 + 2 * len(phonemes) + 2) for phonemes in runs)


def test_a_word_starts_after_the_silence_and_the_words_before_it():
    listener = heard("ab c.", words=[Word("Ab", "ab"), Word("c", "c"), Word(".", ".")])

    starts = listener.word_starts("Ab c.", frames=frames("ab c."))

    assert starts == [(0, 2, 6_000), (3, 4, 6_000 + 3 * 1_200)]


def test_the_words_of_a_second_sentence_count_from_its_start():
    listener = heard("a.", "b.", words=[Word("a", "a"), Word(".", "."), Word("b", "b"), Word(".", ".")])

    starts = listener.word_starts("a. b.", frames=frames("a.", "b."))

    assert starts[1] == (3, 4, frames("a.") + 6_000)


def test_a_word_said_in_other_words_has_no_mark_and_moves_no_other():
    words = [Word("five", "ab"), Word("point", "c"), Word("ab", "ab")]
    listener = heard("ab c ab", words=words)

    starts = listener.word_starts("5. ab", frames=frames("ab c ab"))

    assert starts == [(3, 5, 6_000 + 5 * 1_200)]


@pytest.mark.parametrize("words", [[Word("ab", "ab")], [Word("ab", "abccc"), Word("c", None)]])
def test_sounds_that_fit_no_words_give_no_marks(words):
    listener = heard("ab c", words=words)

    assert listener.word_starts("ab c", frames=frames("ab c")) == []


def test_lengths_that_do_not_fit_the_sound_give_no_marks():
    listener = heard("ab", words=[Word("ab", "ab")])

    assert listener.word_starts("ab", frames=frames("ab") + 600) == []


def test_what_was_said_before_is_forgotten():
    listener = heard("ab", words=[Word("ab", "ab")])

    listener.forget()

    assert listener.word_starts("ab", frames=0) == []


def test_the_added_output_is_a_field_behind_the_model():
    changed = with_lengths(b"model")

    assert changed.startswith(b"model")
    assert changed[5:] == b"\x3a\x12\x62\x10\x0a\x0e/Clip_output_0"
