"""Recordings of a person: read from any sound file, never of another text, told apart by their bytes."""

import importlib.util
import struct
from pathlib import Path

import numpy as np
import pytest

from builder.base.errors import ContentError, EngineFault, UsageError, VoiceMissing
from builder.base.language import Language
from builder.build.settings import VoiceSetting
from builder.model.script import VoiceRef
from builder.model.sound import Clip
from builder.speech import engines, recorded, sound_file
from builder.speech.choose import choose_role, choose_voice, describe_voice, voice_credit
from builder.speech.judge import judge
from builder.speech.recordings import read_recordings, recorded_languages
from builder.speech.sound_file import read_sound
from builder.speech.speak import speak, speech_recipe
from builder.system.store import Store
from builder.testing.engines import make_utterance
from builder.testing.hearing import frequency_hz
from builder.testing.recordings import FREQUENCY_HZ, READER, write_clip, write_recordings

ENGLISH = Language("en")
TEXTS = {"s-00000001": "This is not advice.", "s-00000002": "Ask a doctor before you take anything."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_recordings(tmp_path / "recordings", TEXTS)
    return tmp_path / "recordings"


def options(folder: Path) -> dict[str, dict[str, str]]:
    return {"recorded": {"folder": str(folder)}}


def utterance(name: str = "s-00000001", text: str | None = None):
    return make_utterance(text or TEXTS[name], engine="recorded", voice=f"en/{name}")


def test_each_clip_is_a_voice_under_its_readers_name(folder):
    voice = recorded.info({"folder": str(folder)}).voices[0]

    assert (voice.name, voice.title, voice.only_text) == ("en/s-00000001", READER, "This is not advice.")
    assert (voice.licence, voice.attribution) == ("CC BY 4.0", "Ana Ruiz (CC BY 4.0)")


def test_without_a_folder_there_are_no_recordings():
    assert recorded.info().voices == ()


def test_a_clip_comes_mono_at_48_khz_and_is_judged_like_any(folder, tmp_path):
    clip = speak(utterance(), engines.load("recorded", options(folder)), Store(tmp_path / "store"))

    samples = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32768
    assert clip.sample_rate_hz == 48_000
    assert frequency_hz(samples, 48_000) == pytest.approx(FREQUENCY_HZ, abs=3)


def test_a_clip_never_says_another_text(folder):
    engine = engines.load("recorded", options(folder))

    with pytest.raises(EngineFault, match=r"the recording says .*not advice"):
        engine.synthesise(utterance(text="This is advice."))
    with pytest.raises(VoiceMissing, match='no recording called "en/nobody"'):
        engine.synthesise(make_utterance("x", engine="recorded", voice="en/nobody"))


def test_a_changed_file_changes_its_own_recipe_alone(folder):
    def keys() -> list[str]:
        info = recorded.info({"folder": str(folder)})
        return [speech_recipe(utterance(name), info).key for name in TEXTS]

    before = keys()
    write_clip(folder / "en" / "s-00000002.wav", seconds=3.3)

    after = keys()

    assert after[0] == before[0]
    assert after[1] != before[1]


def test_the_room_before_and_after_the_reading_is_cut_off(folder):
    hum = np.random.default_rng(0).normal(0, 0.001, 48_000 * 4)
    hum[48_000 : 48_000 * 3] += np.sin(np.arange(96_000) * 0.07) * 0.1
    hum[60_000:66_000] *= 0.0
    data = np.rint(hum * 32767).astype("<i2").tobytes()
    (folder / "en" / "s-00000001.wav").write_bytes(wav(1, 16, 1, data, rate_hz=48_000))

    clip = engines.load("recorded", options(folder)).synthesise(utterance())

    assert clip.frames / clip.sample_rate_hz == pytest.approx(2.24, abs=0.05)


def test_a_person_may_take_longer_and_pause_but_not_say_nothing():
    sound = np.sin(np.arange(24_000) * 0.1) * 3000
    paused = np.concatenate([sound, np.zeros(3 * 24_000), sound]).astype("<i2")
    clip = Clip(pcm=paused.tobytes(), sample_rate_hz=24_000)

    judge(clip, utterance(), human=True)

    with pytest.raises(EngineFault, match="silent inside"):
        judge(clip, utterance())
    with pytest.raises(EngineFault, match="is silent") as caught:
        judge(Clip(pcm=bytes(96_000), sample_rate_hz=24_000), utterance(), human=True)
    assert "record it again" in (caught.value.hint or "")


def test_a_reader_is_credited_as_a_person(folder):
    ref = VoiceRef(engine="recorded", voice="en/s-00000001")

    credit = voice_credit(ref, ENGLISH, options(folder))

    assert (credit.voice, credit.engine, credit.human) == (READER, "a person's recording", True)
    assert credit.digital_source_type.endswith("/digitalCapture")
    assert describe_voice(ref, ENGLISH, options(folder)) == "en: Ana Ruiz, a person who was recorded"


def test_a_recording_is_the_voice_of_no_role(folder):
    wanted = VoiceSetting(engine="recorded")

    with pytest.raises(UsageError, match="says what was recorded and nothing else"):
        choose_voice(ENGLISH, configured=wanted, options=options(folder))
    with pytest.raises(UsageError, match="says what was recorded and nothing else"):
        choose_role("recorded/en/s-00000001", VoiceRef(engine="tone", voice="tone"), options=options(folder))


WRONG = {
    "no list": (lambda own: (own / "recordings.toml").unlink(), "no recordings.toml", "recordings/en"),
    "a clip without a text": (
        lambda own: write_clip(own / "s-00000003.wav"), "nothing tells which text", "s-00000003.wav"
    ),
    "a text without a clip": (
        lambda own: (own / "s-00000002.wav").unlink(), "no recording of s-00000002", "recordings.toml:6"
    ),
    "two clips of one text": (
        lambda own: (own / "s-00000001.flac").touch(), "two recordings of s-00000001", "s-00000001.wav"
    ),
    "no reader": (
        lambda own: replace_in(own, 'reader = "Ana Ruiz"', ""), "reader: expected", "recordings.toml:1"
    ),
    "an empty licence": (
        lambda own: replace_in(own, "CC BY 4.0", ""), "licence: expected", "recordings.toml:2"
    ),
    "a misspelt key": (
        lambda own: replace_in(own, "reader", "raeder"), 'did you mean "reader"', "recordings.toml:1"
    ),
    "an empty text": (
        lambda own: replace_in(own, "This is not advice.", " "), "expected a text", "recordings.toml:5"
    ),
    "no TOML": (lambda own: replace_in(own, "licence =", "licence"), "this is not TOML", "recordings.toml:2"),
}  # fmt: skip


def replace_in(own: Path, old: str, new: str) -> None:
    path = own / "recordings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("change", "says", "where"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_folder_is_told_where_it_stands(folder, change, says, where):
    change(folder / "en")

    with pytest.raises(ContentError) as caught:
        read_recordings(folder, ENGLISH)

    assert says in caught.value.message
    assert (caught.value.where or "").endswith(where)


def test_a_folder_that_is_not_there_or_named_for_no_language_is_told(tmp_path):
    (tmp_path / "pt_BR").mkdir()

    with pytest.raises(UsageError, match="no such folder of recordings"):
        recorded.info({"folder": str(tmp_path / "none")})
    with pytest.raises(UsageError, match="not a language tag"):
        recorded_languages(tmp_path)


def wav(
    kind: int, bits: int, channels: int, data: bytes, *, extensible: bool = False, rate_hz: int = 8000
) -> bytes:
    name, width = 0xFFFE if extensible else kind, bits // 8
    form = struct.pack("<HHIIHH", name, channels, rate_hz, rate_hz * width, width, bits)
    if extensible:
        form += struct.pack("<HHIH", 22, bits, 0, kind) + bytes(14)
    chunks = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    chunks += b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


HALF = (
    (1, 8, bytes([192, 64])),
    (1, 16, struct.pack("<hh", 16384, -16384)),
    (1, 24, b"\0\0\x40\0\0\xc0"),
    (1, 32, struct.pack("<ii", 2**30, -(2**30))),
    (3, 32, struct.pack("<ff", 0.5, -0.5)),
    (3, 64, struct.pack("<dd", 0.5, -0.5)),
)


@pytest.mark.parametrize("extensible", [False, True])
@pytest.mark.parametrize(("kind", "bits", "data"), HALF)
def test_wav_is_read_whatever_its_samples_are(tmp_path, kind, bits, data, extensible):
    path = tmp_path / "a.wav"
    path.write_bytes(wav(kind, bits, 1, data, extensible=extensible))

    samples, rate_hz = read_sound(path)

    assert rate_hz == 8000
    assert samples.tolist() == [0.5, -0.5]


def test_channels_are_mixed_to_one(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(wav(1, 16, 2, struct.pack("<hhhh", 16384, 0, -16384, -16384)))

    assert read_sound(path)[0].tolist() == [0.25, -0.5]


@pytest.mark.parametrize("data", [b"", b"RIFF", b"OggS" * 20, wav(6, 8, 1, b"ab"), wav(1, 16, 0, b"ab")])
def test_what_is_no_wav_is_told(tmp_path, data):
    path = tmp_path / "a.wav"
    path.write_bytes(data)

    with pytest.raises(EngineFault, match=r"a\.wav cannot be read as WAV"):
        read_sound(path)


def test_an_empty_recording_is_no_recording(folder):
    (folder / "en" / "s-00000001.wav").write_bytes(wav(1, 16, 1, b""))

    with pytest.raises(EngineFault, match="holds 0 s of sound"):
        engines.load("recorded", options(folder)).synthesise(utterance())


@pytest.mark.skipif(importlib.util.find_spec("av") is None, reason="PyAV is an extra")
@pytest.mark.parametrize("soundfile", [True, False], ids=["soundfile", "PyAV alone"])
@pytest.mark.parametrize(("suffix", "codec"), [("flac", "flac"), ("mp3", "libmp3lame"), ("m4a", "aac")])
def test_other_formats_are_read_by_soundfile_and_pyav(tmp_path, monkeypatch, suffix, codec, soundfile):
    path = tmp_path / f"a.{suffix}"
    encode(path, codec)
    if not soundfile:
        monkeypatch.setattr(sound_file, "library_here", lambda: None)

    samples, rate_hz = read_sound(path)

    assert rate_hz == 44_100
    assert len(samples) / rate_hz == pytest.approx(1.0, abs=0.1)
    assert frequency_hz(samples[4_000:40_000], rate_hz) == pytest.approx(FREQUENCY_HZ, abs=3)


def encode(path: Path, codec: str) -> None:
    import av

    tone = np.sin(np.arange(44_100) * (2 * np.pi * FREQUENCY_HZ / 44_100)).astype(np.float32) * 0.3
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=44_100)
        stream.layout = "stereo"
        resampler = av.AudioResampler(format=stream.format.name, layout="stereo", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
        frame.rate = 44_100
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))


@pytest.mark.parametrize("name", ["a.m4a", "a.flac"])
def test_without_pyav_other_formats_tell_what_installs_it(tmp_path, monkeypatch, name):
    monkeypatch.setattr(sound_file, "package_folder", lambda name: None)
    monkeypatch.setattr(sound_file, "library_here", lambda: None)

    with pytest.raises(VoiceMissing) as caught:
        read_sound(tmp_path / name)

    assert "edition-builder[recordings]" in (caught.value.hint or "")


@pytest.mark.parametrize("name", ["a.m4a", "a.flac"])
def test_a_file_of_noise_instead_of_sound_is_told(tmp_path, name):
    pytest.importorskip("av")
    (tmp_path / name).write_bytes(b"no sound at all" * 100)

    with pytest.raises(EngineFault, match=r"does not decode as sound|holds no sound"):
        read_sound(tmp_path / name)
