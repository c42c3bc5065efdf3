"""Phonemes: IPA in the alphabets of two engines, with what is near for what they lack."""

from __future__ import annotations

import pytest

from builder.model.script import PhonemeSpan, VoiceRef
from builder.speech.espeak_worker import in_text, with_sounds
from builder.speech.hibari_worker import with_sounds as hibari_text
from builder.speech.phonemes import UnknownSound, in_espeak, in_misaki, phoneme_spans, unsayable


@pytest.mark.parametrize(
    ("voice", "ipa", "mnemonics"),
    [
        ("es", "spɾaˈβato", "s|p|*|a|'|B|a|t|o"),
        ("fr", "bɔ̃ˈʒuʁ", "b|O~|'|Z|u|r"),
        ("en-us", "ˈpɹoʊzæk", "'|p|r|oU|z|a|k"),
        ("en-us", "ˈt͡ʃɜːt͡ʃ", "'|tS|3:|tS"),
        ("de", "ˈbaːx", "'|b|a|x"),
        ("fr-ch", "ɡɑ̃", "g|A~"),
        ("es", "gato", "g|a|t|o"),
    ],
)
def test_sounds_become_mnemonics_of_a_voice(voice: str, ipa: str, mnemonics: str) -> None:
    assert in_espeak(ipa, voice) == mnemonics


def test_what_a_voice_lacks_becomes_what_its_speakers_would_say() -> None:
    assert in_espeak("bɔ̃", "es") == "b|O|n"
    assert in_espeak("yː", "en-us") == "u:"


@pytest.mark.parametrize(
    ("ipa", "sounds"),
    [
        ("ˈkɛtəmiːn", "ˈkɛtəmin"),
        ("spɹəˈvɑːtoʊ", "spɹəˈvɑtO"),
        ("d͡ʒʌd͡ʒ", "ʤʌʤ"),
        ("ˈpriːtɪ", "ˈpɹitɪ"),
        ("ɡɒt", "ɡɑt"),
    ],
)
def test_sounds_become_the_alphabet_of_hibari(ipa: str, sounds: str) -> None:
    assert in_misaki(ipa, "heart") == sounds


def test_british_voices_keep_long_vowels() -> None:
    assert in_misaki("kɑː ɡoʊ", "emma") == "kɑːɡQ"


def test_a_sound_without_anything_near_is_named() -> None:
    with pytest.raises(UnknownSound) as error:
        in_espeak("ǃa", "es")

    assert error.value.sign == "ǃ"
    assert unsayable("ǃa", VoiceRef(engine="espeak-ng", voice="es")) == "ǃ"
    assert unsayable("aǃ", VoiceRef(engine="hibari", voice="heart")) == "ǃ"
    assert unsayable("a", VoiceRef(engine="espeak-ng", voice="es")) is None
    assert unsayable("ǃ", VoiceRef(engine="elsewhere", voice="x")) is None


@pytest.mark.parametrize("ipa", ["", "ˈ", ". ", "ː"])
def test_what_holds_no_sound_never_silences_a_word(ipa: str) -> None:
    span = PhonemeSpan(start=0, end=4, ipa=ipa)

    assert [piece.request for piece in with_sounds("Yale", [span], "es")] == ["Yale"]
    assert hibari_text("Yale", [span], "heart") == "Yale"


def test_a_workers_request_tells_the_sounds() -> None:
    assert phoneme_spans({"phonemes": [[0, 4, "jeɪl"], ["x"]]}) == (PhonemeSpan(start=0, end=4, ipa="jeɪl"),)
    assert phoneme_spans({}) == ()


def test_only_our_own_brackets_are_commands_to_espeak() -> None:
    text = "a [[b]] Yale [[c]]"

    pieces = with_sounds(text, [PhonemeSpan(start=8, end=12, ipa="jel")], "es")

    assert "".join(piece.request for piece in pieces) == "a ((b))  [[j|e|l]]  ((c))"


def test_word_events_lead_back_to_the_text() -> None:
    text = "de l’Yale pour"
    pieces = with_sounds(text, [PhonemeSpan(start=5, end=9, ipa="jɛl")], "fr")
    request = "".join(piece.request for piece in pieces)

    found = in_text([(1, 2, 0), (request.index("[[") + 3, 9, 50), (request.index("pour") + 1, 4, 99)], pieces)

    words = [text[position - 1 : position - 1 + size] for position, size, _ in found]
    assert words == ["de", "l’Yale", "pour"]
    assert request == "de  [[l|j|E|l]]  pour"


def test_sounds_a_voice_lacks_stay_text() -> None:
    spans = [PhonemeSpan(start=0, end=4, ipa="ǃ")]

    assert [piece.request for piece in with_sounds("Yale", spans, "es")] == ["Yale"]
    assert hibari_text("Yale", spans, "heart") == "Yale"


def test_only_our_own_brackets_are_commands_to_hibari() -> None:
    text = "[a](/b/) Yale [c](/d/)"

    said = hibari_text(text, [PhonemeSpan(start=9, end=13, ipa="jeɪl")], "heart")

    assert said == "[a] (/b/) [Yale](/jAl/) [c] (/d/)"
