"""A passage's clips become one unit: where each lies, how loud it is, what its recipe holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from builder.audio.codecs import encoding_recipe
from builder.audio.lame import Mp3Encoder
from builder.audio.loudness import integrated
from builder.audio.unit import VERSION, make_unit, unit_recipe
from builder.model.script import VoiceRef
from builder.model.sound import DEFAULT_SOUND, Clip, Mark
from builder.testing.hearing import decode_packets, frequency_hz, murmur, tone
from builder.testing.spoken import VOICE, spoken_passage
from builder.testing.units import made_unit

MP3 = Mp3Encoder().codec

OTHER_VOICE = VoiceRef(engine="tone", voice="other")
KEYS = ["a" * 64, "b" * 64]


def silence(duration_ms: int) -> bytes:
    return bytes(2 * 24 * duration_ms)


def test_a_unit_holds_lead_in_clips_and_pauses_to_the_sample() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 600))
    clips = [tone(440, 500), tone(880, 300)]

    unit = made_unit(passage, clips, gain_db=0.0)

    assert [(place.start, place.end) for place in unit.places] == [(960, 12_960), (18_960, 26_160)]
    assert unit.frames == 26_160 + 14_400
    assert unit.sample_rate_hz == 24_000


def test_the_silence_an_engine_leaves_is_not_in_the_unit() -> None:
    speech = tone(440, 500)
    padded = Clip(pcm=silence(300) + speech.pcm + silence(700), sample_rate_hz=24_000)

    unit = made_unit(spoken_passage("s-1"), [padded], gain_db=0.0)

    length = unit.places[0].end - unit.places[0].start
    assert length == pytest.approx(24 * (15 + 500 + 15), abs=24 * 5)


def test_a_clip_at_another_rate_keeps_its_length_and_pitch() -> None:
    unit = made_unit(spoken_passage("s-1"), [tone(440, 500, sample_rate_hz=22_050)], gain_db=0.0)

    place = unit.places[0]
    heard = decode_packets(unit.packets)[MP3.delay + place.start : MP3.delay + place.end]
    assert place.end - place.start == pytest.approx(12_000, abs=2)
    assert frequency_hz(heard, 24_000) == pytest.approx(440, abs=1)


def test_each_utterance_is_heard_at_its_place() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 250, 600))
    frequencies = [300.0, 500.0, 700.0]

    unit = made_unit(passage, [tone(frequency, 400) for frequency in frequencies], gain_db=0.0)

    sound = decode_packets(unit.packets)[MP3.delay :]
    heard = [frequency_hz(sound[place.start : place.end], 24_000) for place in unit.places]
    assert heard == pytest.approx(frequencies, abs=1)


def test_gain_is_heard_to_a_twentieth_of_a_decibel() -> None:
    clip = tone(1_000, 800, level=0.2)

    unit = made_unit(spoken_passage("s-1"), [clip], gain_db=6.0)

    place = unit.places[0]
    heard = decode_packets(unit.packets)[MP3.delay + place.start : MP3.delay + place.end][4_800:-4_800]
    level_db = 20 * np.log10(np.sqrt(np.mean(heard**2) * 2) / 0.2)
    assert level_db == pytest.approx(6.0, abs=0.05)


def test_each_voice_of_a_passage_has_its_own_gain() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 600), voices=(VOICE, OTHER_VOICE))
    clips = [tone(440, 400, level=0.1), tone(440, 400, level=0.1)]

    unit = made_unit(passage, clips, gain_db={VOICE: 0.0, OTHER_VOICE: 12.0})

    sound = decode_packets(unit.packets)[MP3.delay :]
    quiet, loud = (np.abs(sound[place.start : place.end]).max() for place in unit.places)
    assert 20 * np.log10(loud / quiet) == pytest.approx(12.0, abs=0.3)


def test_a_loud_voice_stays_under_the_ceiling() -> None:
    unit = made_unit(spoken_passage("s-1"), [murmur(1, 800)], gain_db=20.0)

    heard = decode_packets(unit.packets)
    assert unit.head.true_peak_dbtp == pytest.approx(-2.0, abs=0.1)
    assert 20 * np.log10(np.abs(heard).max()) < -1.0


def test_marks_are_kept_with_their_utterance_and_change_no_sound() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 600))
    clips = [murmur(1, 700), murmur(2, 500)]
    marks = (Mark(text_start=0, text_end=8, frame=0), Mark(text_start=9, text_end=13, frame=8_000))

    plain, marked = (
        made_unit(passage, [replace(clips[0], marks=given), clips[1]], gain_db=3.0) for given in ((), marks)
    )

    assert [place.marks for place in marked.places] == [marks, ()]
    assert marked.packets == plain.packets
    assert replace(marked.head, places=plain.head.places) == plain.head


@pytest.mark.parametrize("marks", [((4, 8, 0), (3, 9, 5)), ((0, 4, 9), (5, 8, 3)), ((3, 3, 0),)])
def test_marks_out_of_order_are_not_kept(marks: tuple[tuple[int, int, int], ...]) -> None:
    given = tuple(Mark(text_start=start, text_end=end, frame=frame) for start, end, frame in marks)

    unit = made_unit(spoken_passage("s-1"), [replace(murmur(1, 700), marks=given)])

    assert unit.places[0].marks == ()


def test_the_same_clips_give_the_same_unit() -> None:
    passage, clips = spoken_passage("s-1"), [murmur(1, 700)]

    first, second = (made_unit(passage, clips, gain_db=3.0) for _ in range(2))

    assert first == second


def test_a_unit_that_ends_in_less_than_a_tenth_of_a_second_is_refused() -> None:
    passage = spoken_passage("s-1", pauses_ms=(600, 99))

    with pytest.raises(ValueError, match="s-1 ends in 99 ms of silence, 100"):
        make_unit(passage, [tone(440, 200)] * 2, gain_db=0.0)


def test_a_missing_clip_is_refused() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 600))

    with pytest.raises(ValueError, match="2 utterances, 1 clips"):
        make_unit(passage, [tone(440, 200)], gain_db=0.0)


def test_a_voice_without_a_gain_is_refused() -> None:
    with pytest.raises(KeyError):
        make_unit(spoken_passage("s-1"), [tone(440, 200)], gain_db={OTHER_VOICE: 1.0})


def test_a_recipe_does_not_depend_on_words_or_name() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 600))
    renamed = spoken_passage("s-2", pauses_ms=(250, 600), kind="quote")

    keys = {unit_recipe(each, KEYS, gain_db=1.0).key for each in (passage, renamed)}

    assert len(keys) == 1


def test_a_recipe_changes_with_clip_pause_and_gain() -> None:
    passage = spoken_passage("s-1", pauses_ms=(250, 600))
    recipes = [
        unit_recipe(passage, KEYS, gain_db=1.0),
        unit_recipe(passage, KEYS[::-1], gain_db=1.0),
        unit_recipe(passage, KEYS, gain_db=1.1),
        unit_recipe(spoken_passage("s-1", pauses_ms=(251, 600)), KEYS, gain_db=1.0),
    ]

    keys = {recipe.key for recipe in recipes}

    assert len(keys) == 4


def test_a_recipe_names_the_libraries_that_shape_the_sound() -> None:
    recipe = unit_recipe(spoken_passage("s-1"), KEYS[:1], gain_db=1.0)

    encoding = encoding_recipe(recipe.key, "mp3", DEFAULT_SOUND)

    assert {"numpy", "pydub", "soxr"} <= set(recipe.parts)
    assert (recipe.step, recipe.version) == ("unit", VERSION)
    assert {"lameenc", "numpy", "kbps", "unit"} <= set(encoding.parts)


@pytest.mark.parametrize(
    "change", [{"mp3_kbps": 80}, {"channels": 2}], ids=["another bit rate", "both sides"]
)
def test_what_only_the_codec_cares_about_leaves_the_unit_as_it_is(change: dict[str, int]) -> None:
    spec = replace(DEFAULT_SOUND, **change)

    units = {
        unit_recipe(spoken_passage("s-1"), KEYS[:1], gain_db=1.0, spec=each).key
        for each in (DEFAULT_SOUND, spec)
    }
    encodings = {encoding_recipe("a" * 64, "mp3", each).key for each in (DEFAULT_SOUND, spec)}

    assert (len(units), len(encodings)) == (1, 2)


@pytest.mark.parametrize("change", [{"sample_rate_hz": 48_000}, {"ceiling_dbtp": -3.0}], ids=str)
def test_another_rate_or_ceiling_makes_another_unit(change: dict[str, float]) -> None:
    spec = replace(DEFAULT_SOUND, **change)

    units = {
        unit_recipe(spoken_passage("s-1"), KEYS[:1], gain_db=1.0, spec=each).key
        for each in (DEFAULT_SOUND, spec)
    }

    assert len(units) == 2


@pytest.mark.parametrize("rate_hz", [22_050, 32_000, 44_100, 48_000])
def test_a_unit_at_another_rate_has_the_same_places_and_loudness(rate_hz: int) -> None:
    passage, clips = spoken_passage("s-1", pauses_ms=(250, 600)), [murmur(1, 2_000), murmur(2, 2_000)]
    reference, _ = make_unit(passage, clips, gain_db=12.0)

    head, samples = make_unit(
        passage, clips, gain_db=12.0, spec=replace(DEFAULT_SOUND, sample_rate_hz=rate_hz)
    )

    seconds = [(each.start / rate_hz, each.end / rate_hz) for each in head.places]
    expected = [(each.start / 24_000, each.end / 24_000) for each in reference.places]
    assert sum(seconds, ()) == pytest.approx(sum(expected, ()), abs=1e-4)
    assert len(samples) == head.frames
    assert integrated([head]) == pytest.approx(integrated([reference]), abs=0.1)
    assert head.true_peak_dbtp == pytest.approx(-2.0, abs=0.1)


def test_a_recipe_with_a_key_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="1 utterances, 2 clips"):
        unit_recipe(spoken_passage("s-1"), KEYS, gain_db=0.0)


def test_an_empty_clip_is_refused() -> None:
    with pytest.raises(ValueError, match="without samples"):
        make_unit(spoken_passage("s-1"), [replace(tone(440, 200), pcm=b"")], gain_db=0.0)
