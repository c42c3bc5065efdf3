"""Kokoro's sounds: the symbols the model was taught, each from a known stretch of the text."""

import pytest

from builder.speech.kokoro_sounds import joined, sounds_of, symbols_of

KNOWN = frozenset("abcdefghijklmnopqrstuvwxyz ˈʤʧAIə.,;:!?—…“”()")


def upper_and_lower(clause):
    """Read each word as it is written, and two words called `of the` as one, as espeak-ng does."""
    return clause.lower().replace("of the", "əvðə")


def said(text, given=()):
    return joined(sounds_of(text, given, upper_and_lower), KNOWN)


def test_each_word_starts_where_its_symbols_do():
    symbols, starts = said("A fog, then sun.")

    assert symbols == "a fog, then sun."
    assert starts == ((0, 1, 0), (2, 5, 1), (7, 11, 5), (12, 15, 9))


def test_words_may_be_parted_without_spaces():
    sounds = sounds_of("abcd。", [], lambda clause: "ab cd", words_of=lambda clause: ["ab", "cd"])

    assert joined(sounds, KNOWN) == ("ab cd.", ((0, 2, 0), (2, 4, 2)))


def test_words_that_became_one_are_marked_together():
    symbols, starts = said("fog of the day; sun")

    assert symbols == "fog əvə day; sun"
    assert starts == ((0, 14, 0), (16, 19, 10))


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("¿Por qué?", "por qu?"),
        ("«Uno» y dos", "“uno” y dos"),
        ("uno – dos", "uno — dos"),
        ("uno…dos", "uno… dos"),
        ("uno，dos（tres）。", "uno, dos (tres)."),
        ("uno「dos」tres", "uno “dos” tres"),
        ("el (gran) día", "el (gran) da"),
        ("3.5 mg", "mg"),
        ("e.g. uno. Dos", "eg. uno. dos"),
    ],
)
def test_punctuation_is_what_the_model_knows(text, symbols):
    assert said(text)[0] == symbols


def test_a_sound_that_was_given_stands_for_its_words_alone():
    symbols, starts = said("the ketamine helps", [(4, 12, "ˈkʰet.ə.miːn")])

    assert symbols == "the ˈketəmin helps"
    assert starts == ((0, 3, 0), (4, 12, 3), (13, 18, 11))


def test_the_words_around_a_given_sound_keep_their_company():
    clauses = []

    def read(clause):
        clauses.append(clause)
        return upper_and_lower(clause)

    symbols, _ = joined(sounds_of("the ketamine helps", [(4, 12, "dɪˈe")], read), KNOWN)

    assert symbols == "the dˈe helps"
    assert clauses == ["the ketamine helps"]


def test_a_given_sound_stands_where_words_became_one():
    symbols, starts = said("fog of the day", [(7, 10, "a")])

    assert symbols == "fog of a day"
    assert starts == ((0, 3, 0), (4, 6, 3), (7, 10, 5), (11, 14, 6))


@pytest.mark.parametrize(
    ("phonemes", "english", "symbols"),
    [
        ("t^ʃˈiko", False, "ʧˈiko"),
        ("d͡ʒˈorno", False, "ʤˈorno"),
        ("kˈæts", False, "kˈæts"),
        ("dˈe^ɪ", True, "dˈA"),
        ("bˈɜːd", True, "bˈɜɹd"),
        ("kˈɑːn-t", False, "kˈɑːnt"),
    ],
)
def test_what_is_one_sound_is_one_symbol(phonemes, english, symbols):
    assert symbols_of(phonemes, english=english) == symbols


def test_a_text_without_sounds_has_no_symbols():
    assert said("") == ("", ())
    assert said("—")[1] == ()
