"""A voice's one gain, found on its calibration passage."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from builder.audio.calibrate import calibration_utterances, find_gain_db, gain_recipe, shifted_gain_db
from builder.audio.loudness import integrated
from builder.audio.unit import make_unit
from builder.base.errors import EngineFault
from builder.model.sound import DEFAULT_SOUND, SOUND_PROFILES, Clip, SoundProfile
from builder.testing.hearing import murmur
from builder.testing.spoken import ENGLISH, VOICE, spoken_passage

CLIPS = [murmur(seed, 1_500, level=0.2) for seed in range(8)]


def test_units_at_the_found_gain_have_the_target_loudness() -> None:
    gain_db = find_gain_db(CLIPS)
    others = [murmur(seed, 1_500, level=0.2) for seed in range(100, 110)]

    units = [
        make_unit(spoken_passage("s-1", pauses_ms=(400,)), [clip], gain_db=gain_db)[0] for clip in others
    ]

    assert integrated(units) == pytest.approx(-16.0, abs=0.3)


def test_a_voice_twice_as_loud_needs_six_decibels_less() -> None:
    louder = [murmur(seed, 1_500, level=0.4) for seed in range(8)]

    assert find_gain_db(CLIPS) - find_gain_db(louder) == pytest.approx(6.0, abs=0.15)


def test_a_gain_is_rounded_to_a_tenth() -> None:
    gain_db = find_gain_db(CLIPS)

    assert gain_db == round(gain_db, 1)


def test_what_the_limiter_takes_is_given_back() -> None:
    peaks = np.frombuffer(CLIPS[0].pcm, "<i2").astype(np.int32).copy()
    peaks[::1_200] = np.sign(peaks[::1_200]) * 32_000
    spiky = [Clip(pcm=peaks.astype("<i2").tobytes(), sample_rate_hz=24_000)] * 4

    gain_db = find_gain_db(spiky)

    units = [make_unit(spoken_passage("s-1", pauses_ms=(400,)), [clip], gain_db=gain_db)[0] for clip in spiky]
    assert integrated(units) == pytest.approx(-16.0, abs=0.3)
    assert max(unit.true_peak_dbtp for unit in units) == pytest.approx(-2.0, abs=0.05)


def test_silence_has_no_gain() -> None:
    silence = Clip(pcm=bytes(48_000), sample_rate_hz=24_000)

    with pytest.raises(EngineFault, match="silent"):
        find_gain_db([silence])


def test_a_whisper_that_no_sensible_gain_lifts_is_refused() -> None:
    with pytest.raises(EngineFault, match="LUFS, expected -16"):
        find_gain_db([murmur(1, 1_500, level=0.001)])


def test_a_gains_recipe_changes_with_its_clips() -> None:
    keys = {gain_recipe(clips).key for clips in (["a"], ["b"], ["a", "b"])}

    assert len(keys) == 3


def test_a_calibration_passage_is_spoken_text_by_text_in_the_voice() -> None:
    utterances = calibration_utterances(["One.", "Two."], language=ENGLISH, voice=VOICE)

    assert [utterance.text for utterance in utterances] == ["One.", "Two."]
    assert {utterance.voice for utterance in utterances} == {VOICE}
    assert len({utterance.id for utterance in utterances}) == 2


@pytest.mark.parametrize("profile", get_args(SoundProfile))
def test_a_gain_holds_in_every_profile_when_it_is_shifted(profile: SoundProfile) -> None:
    clips = spiky_clips()
    gain_db, spec = find_gain_db(clips), SOUND_PROFILES[profile]

    shifted = shifted_gain_db(gain_db, spec)

    assert shifted is not None
    assert shifted == pytest.approx(find_gain_db(clips, spec), abs=0.1)
    heads = [
        make_unit(spoken_passage("s-1", pauses_ms=(400,)), [clip], gain_db=shifted, spec=spec)[0]
        for clip in clips
    ]
    assert integrated(heads) == pytest.approx(spec.target_lufs, abs=0.3)
    assert max(head.true_peak_dbtp for head in heads) == pytest.approx(spec.ceiling_dbtp, abs=0.05)


def test_a_gain_is_measured_anew_where_the_limiter_does_more() -> None:
    squeezed = replace(DEFAULT_SOUND, target_lufs=-14.0)
    clips = spiky_clips()

    shift_db = find_gain_db(clips, squeezed) - find_gain_db(clips)

    assert shifted_gain_db(7.0, squeezed) is None
    assert shift_db > 2.2


def test_a_gains_recipe_changes_with_target_and_ceiling() -> None:
    specs = (
        DEFAULT_SOUND,
        replace(DEFAULT_SOUND, target_lufs=-18.0),
        replace(DEFAULT_SOUND, ceiling_dbtp=-4.0),
    )

    assert len({gain_recipe(["a"], spec).key for spec in specs}) == 3


def spiky_clips() -> list[Clip]:
    """Return clips whose peaks a limiter takes off."""
    clips = []
    for seed in range(6):
        peaks = np.frombuffer(murmur(seed, 1_500, level=0.2).pcm, "<i2").astype(np.int32).copy()
        peaks[::1_200] = np.sign(peaks[::1_200]) * 32_000
        clips.append(Clip(pcm=peaks.astype("<i2").tobytes(), sample_rate_hz=24_000))
    return clips
