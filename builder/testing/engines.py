"""Engines under test: the contract every engine keeps, utterances to try it with, and one that misbehaves."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from builder.base.language import Language
from builder.model.script import PhonemeSpan, Utterance, UtteranceId, VoiceRef
from builder.model.sound import Clip
from builder.speech.engine import EngineInfo, SpeechEngine, Voice
from builder.speech.judge import judge
from builder.speech.pace import is_speakable
from builder.speech.worker_engine import Deadline, WorkerEngine
from builder.system.process import python_worker
from builder.testing import faulty_worker

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "The fog lifted within a day.",
        "Half a milligram per kilogram, given over forty minutes.",
        "Why does it work so fast?",
    ),
    "es": (
        "La niebla se levantó en un día.",
        "Medio miligramo por kilogramo, en cuarenta minutos.",
        "¿Por qué actúa tan rápido?",
    ),
    "fr": (
        "Le brouillard s’est levé en un jour.",
        "Un demi-milligramme par kilogramme, en quarante minutes.",
        "Pourquoi agit-il si vite ?",
    ),
}
"""Different sentences to try a voice with, by language."""

UNSPOKEN: tuple[str, ...] = ("", " ", "…", "—", "?!", "***", "\u200b")
"""Texts in which there is nothing that has to be said."""


def make_utterance(
    text: str,
    *,
    engine: str = "tone",
    voice: str = "tone",
    language: str = "en",
    rate_percent: int = 100,
    number: int = 1,
) -> Utterance:
    """Return an utterance that says `text` as it is written."""
    return Utterance(
        id=UtteranceId(f"s-00000000.{number}"),
        text=text,
        written=text,
        spans=(),
        written_start=0,
        language=Language(language),
        voice=VoiceRef(engine=engine, voice=voice, rate_percent=rate_percent),
        pause_after_ms=0,
    )


class EngineContract:
    """What every engine has to do; a test class inherits it and says which engine.

    A subclass defines `voice` and `make_engine`, and for a language outside `SENTENCES` its own `sentences`.
    """

    voice: str
    """Name of the voice to try."""
    language: str = "en"

    def make_engine(self) -> SpeechEngine:
        """Return a new engine, which the test closes."""
        raise NotImplementedError

    @property
    def sentences(self) -> tuple[str, ...]:
        """Different sentences in the voice's language."""
        return SENTENCES[self.language]

    def utterance(self, text: str, *, rate_percent: int = 100) -> Utterance:
        """Return an utterance of `text` for the engine under test."""
        return make_utterance(text, voice=self.voice, language=self.language, rate_percent=rate_percent)

    def speak_all(self, *texts: str) -> tuple[Clip, ...]:
        """Return the clips a new engine gives of `texts`, in that order."""
        engine = self.make_engine()
        try:
            return tuple(engine.synthesise(self.utterance(text)) for text in texts)
        finally:
            engine.close()

    def test_its_information_names_the_voice_and_its_licence(self) -> None:
        """`info` can be had of an engine that is not started."""
        engine = self.make_engine()

        voice = engine.info.voice(self.voice)

        engine.close()
        assert voice is not None
        assert voice.licence
        assert engine.info.title
        assert engine.info.version
        assert not voice.languages or Language(self.language) in voice.languages

    def test_each_clip_is_judged_to_be_speech(self) -> None:
        """Whole frames, the rate, length and level that were promised."""
        engine = self.make_engine()
        try:
            for text in self.sentences:
                clip = engine.synthesise(self.utterance(text))
                judge(
                    clip,
                    self.utterance(text),
                    sample_rate_hz=engine.info.sample_rate_hz,
                    speech=engine.info.speaks(self.voice),
                )
        finally:
            engine.close()

    def test_different_texts_give_different_sound(self) -> None:
        """No text is answered with another's sound."""
        clips = self.speak_all(*self.sentences)

        assert len({clip.pcm for clip in clips}) == len(self.sentences)

    def test_what_was_said_before_changes_nothing(self) -> None:
        """A clip is the same in any order and in a new engine, where the engine says so."""
        engine = self.make_engine()
        repeatable = engine.info.repeatable
        engine.close()
        if not repeatable:
            return

        forwards = self.speak_all(*self.sentences, self.sentences[0])
        backwards = self.speak_all(*reversed(self.sentences))

        assert forwards[:-1] == tuple(reversed(backwards))
        assert forwards[-1] == forwards[0]

    def test_a_text_with_nothing_to_say_raises_nothing(self) -> None:
        """It gives no frames, or a few."""
        clips = self.speak_all(*UNSPOKEN)

        for text, clip in zip(UNSPOKEN, clips, strict=True):
            assert not is_speakable(text)
            assert clip.frames < 3 * clip.sample_rate_hz, text

    def test_marks_are_in_order_inside_text_and_sound(self) -> None:
        """Each mark names a stretch of the text, and a later one never an earlier frame."""
        for text, clip in zip(self.sentences, self.speak_all(*self.sentences), strict=True):
            for mark in clip.marks:
                assert 0 <= mark.text_start < mark.text_end <= len(text)
                assert 0 <= mark.frame <= clip.frames
            for before, after in itertools.pairwise(clip.marks):
                assert before.text_end <= after.text_start
                assert before.frame <= after.frame

    def test_sounds_an_author_gave_are_spoken_or_the_text_is(self) -> None:
        """As the engine says of itself; each word stays marked where it stands in the text."""
        text = self.sentences[0]
        first, _, rest = text.partition(" ")
        start = len(first) + 1 if rest else 0
        given = PhonemeSpan(start=start, end=start + len((rest or first).split(" ")[0]), ipa="tuˈtotu")
        engine = self.make_engine()
        try:
            plain = engine.synthesise(self.utterance(text))
            sounded = engine.synthesise(replace(self.utterance(text), phonemes=(given,)))
            says = engine.info.says_phonemes
            judge(
                sounded,
                self.utterance(text),
                sample_rate_hz=engine.info.sample_rate_hz,
                speech=engine.info.speaks(self.voice),
            )
        finally:
            engine.close()

        if engine.info.repeatable:
            assert (sounded.pcm != plain.pcm) == says
        assert [(mark.text_start, mark.text_end) for mark in sounded.marks] == [
            (mark.text_start, mark.text_end) for mark in plain.marks
        ]

    def test_an_unknown_voice_is_never_replaced(self) -> None:
        """A voice that is not there is an error, not another voice."""
        from builder.base.errors import VoiceMissing

        engine = self.make_engine()
        wrong = make_utterance(self.sentences[0], voice="nobody", language=self.language)
        try:
            engine.synthesise(wrong)
        except VoiceMissing:
            return
        finally:
            engine.close()
        raise AssertionError("an unknown voice spoke")

    def test_it_can_be_closed_twice(self) -> None:
        """Also when it never spoke."""
        engine = self.make_engine()
        engine.close()
        engine.close()


def without_network(code: str) -> str:
    """Return what `code` prints in a Python of its own, in which every connection is an error."""
    refusing = (
        "import socket\ndef refuse(*_): raise OSError('a connection')\nsocket.socket.connect = refuse\n"
    )
    done = subprocess.run([sys.executable, "-c", refusing + code], capture_output=True, check=True, text=True)
    return done.stdout.strip()


def faulty_engine(
    mode: str, *, well_from: Path | None = None, deadline_s: float = 0.3, start_s: float = 20.0
) -> WorkerEngine:
    """Return an engine whose worker misbehaves in one of `faulty_worker.MODES`.

    Args:
        mode: How.
        well_from: A file that does not exist yet; a worker started when it does behaves well.
        deadline_s: For each utterance.
        start_s: Until it has started; short alone where it hangs then.
    """
    assert mode in faulty_worker.MODES, mode
    files = [str(well_from)] if well_from else []
    return WorkerEngine(
        faulty_info(),
        python_worker("builder.testing.faulty_worker", mode, *files),
        deadline=Deadline(start_s=start_s, base_s=deadline_s, character_s=0.0),
    )


def faulty_info() -> EngineInfo:
    """Return what a faulty engine tells of itself."""
    voice = Voice(name="tone", languages=(Language("en"),), licence="Apache-2.0", bands={})
    return EngineInfo(
        name="faulty",
        title="Faulty",
        version="1",
        voices=(voice,),
        parts={},
        sample_rate_hz=faulty_worker.SAMPLE_RATE_HZ,
    )
