"""Speech in every format: as loud in one as in the other, and no peak over what the platforms allow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from builder.audio.codecs import CodecName, encoder
from builder.audio.loudness import loudness_lufs
from builder.audio.peaks import true_peak_dbtp
from builder.audio.unit import make_unit
from builder.model.script import Passage, VoiceRef
from builder.model.sound import DEFAULT_SOUND, Clip, SoundSpec
from builder.speech import engines
from builder.testing.hearing import Samples
from builder.testing.sound_files import decode_bare
from builder.testing.spoken import spoken_passage

VOICE = VoiceRef(engine="espeak-ng", voice="en-us")
SENTENCES = (
    "Ketamine was made in 1962, and has been used to put people to sleep ever since.",
    "Whoever is thinking about it should talk with a doctor who knows them well.",
    "A dose that helps one person may harm another; nobody should take it alone.",
    "Some felt better within hours, others did not, and for many it did not last.",
    "What happens after a year is not known, because nobody has looked for so long.",
    "The studies were small, and people could often tell what they had been given.",
)
RATES_HZ = {"mp3": 24_000, "aac": 24_000, "opus": 48_000}
CODECS: tuple[CodecName, ...] = ("mp3", "aac", "opus")

pytestmark = pytest.mark.voice


@pytest.fixture(scope="module")
def spoken() -> tuple[tuple[Passage, Clip], ...]:
    engine = engines.load("espeak-ng")
    made = []
    for number, sentence in enumerate(SENTENCES):
        passage = spoken_passage(f"s-{number}", voices=[VOICE])
        utterance = replace(passage.utterances[0], text=sentence, written=sentence)
        made.append((passage, engine.synthesise(utterance)))
    engine.close()
    return tuple(made)


@pytest.fixture(scope="module")
def units(spoken: tuple[tuple[Passage, Clip], ...]) -> tuple[Samples, ...]:
    """Return the sentences at the loudness of every recording, the limiter at work."""
    gain_db = 0.0
    for _ in range(4):
        made = tuple(make_unit(passage, [clip], gain_db=gain_db)[1] for passage, clip in spoken)
        gain_db += DEFAULT_SOUND.target_lufs - loudness_lufs(np.concatenate(made))
    return made


def heard(units: tuple[Samples, ...], codec: CodecName, spec: SoundSpec = DEFAULT_SOUND) -> Samples:
    making = encoder(codec, spec)
    return np.concatenate([decode_bare(making.encode(samples), making, spec) for samples in units])


def test_no_format_is_louder_or_quieter_than_another(units: tuple[Samples, ...]) -> None:
    levels = [loudness_lufs(heard(units, codec), RATES_HZ[codec]) for codec in CODECS]

    assert max(levels) - min(levels) < 0.1
    assert levels[0] == pytest.approx(DEFAULT_SOUND.target_lufs, abs=0.1)


@pytest.mark.parametrize("codec", CODECS)
def test_no_peak_is_over_minus_one_decibel_after_decoding(
    units: tuple[Samples, ...], codec: CodecName
) -> None:
    assert true_peak_dbtp(heard(units, codec), RATES_HZ[codec]) <= -1.0
