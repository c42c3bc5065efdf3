"""Words of a proof: those an article holds that have a pronunciation, as they are said, and without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from builder.base.digest import digest_bytes
from builder.base.errors import BuilderError, VoiceMissing
from builder.base.language import Language
from builder.base.text import one_line
from builder.build.progress import Progress
from builder.build.project import Project
from builder.build.pronunciations import Lexicons
from builder.build.proof_sound import Sound, fill
from builder.build.sources import Source, load_catalogue
from builder.build.units import OpenEngine
from builder.build.voices import EditionVoices, voices_of
from builder.build.words import sentences_of
from builder.catalogue.pronunciation_domain import CONTEXT, DOMAIN
from builder.catalogue.rules.fit import place
from builder.formats.proof_page import ProofWord
from builder.model.pronunciation import NO_PRONUNCIATIONS, Pronunciation, Pronunciations
from builder.model.script import NarratorPlan, Passage, Script, ScriptChapter
from builder.model.segment import SegmentId
from builder.narration.passages import Line, speak
from builder.narration.pronunciation import finds
from builder.speech.estimate import estimate
from builder.system.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofWords:
    """The words a page shows, and their sound."""

    words: tuple[ProofWord, ...]
    sound: Sound


def proof_words(
    project: Project,
    source: Source,
    language: Language,
    *,
    lexicons: Lexicons,
    store: Store,
    open_engine: OpenEngine,
    jobs: int,
    progress: Progress | None,
) -> ProofWords:
    """Return the words of `source` in `language` that have an entry, filled in or not, with their sound.

    Without `progress` nothing is spoken. Files that cannot be read give no words: `check` tells why.

    Raises:
        SpeechError: The engine delivers nothing.
        NetworkError: A network engine's service did not deliver.
        OutputError: The store cannot be written.
    """
    sound = Sound()
    try:
        entries = _entries(project, source, language, lexicons)
        voices = lexicons.spoken_by(voices_of([language], project.settings))
    except VoiceMissing as error:
        sound.missing = error
        return ProofWords(words=(), sound=sound)
    except BuilderError:
        return ProofWords(words=(), sound=sound)
    script = _script(entries, language, voices)
    if script is None:
        return ProofWords(words=(), sound=sound)
    sound.estimate = estimate(script.utterances, voices.infos, store)
    if progress is not None:
        name = f"{source.slug}/{language} words"
        fill(
            sound,
            script,
            voices,
            name=name,
            store=store,
            open_engine=open_engine,
            jobs=jobs,
            progress=progress,
            spec=project.settings.sound,
        )
    words = (_word(entry, language, voices.plan, sound) for entry in entries)
    return ProofWords(words=tuple(words), sound=sound)


def _entries(
    project: Project, source: Source, language: Language, lexicons: Lexicons
) -> tuple[Pronunciation, ...]:
    """Return the entries whose words stand in the article, those nobody filled in among them."""
    catalogue = load_catalogue(project, language, DOMAIN)
    empty = Pronunciations(
        tuple(
            Pronunciation(word=one_line(message.msgid), where=place(catalogue, message))
            for message in catalogue.live
            if message.msgctxt == CONTEXT and message.msgid.strip()
        )
        if catalogue
        else ()
    )
    known = lexicons.of(language).over(empty)
    texts = [sentence.text for sentence in sentences_of(project, [source], language)]
    used = (entry for entry in known if finds(entry, texts))
    return tuple(sorted(used, key=lambda entry: (entry.word.casefold(), entry.word)))


def _script(entries: Iterable[Pronunciation], language: Language, voices: EditionVoices) -> Script | None:
    """Return what is said of the words: each as it is said, and where it has an entry also without."""
    bare = replace(voices.plan, pronunciations={language: NO_PRONUNCIATIONS})
    passages = tuple(
        passage
        for entry in entries
        for passage in (_passage(entry, language, voices.plan), *_without(entry, language, bare))
        if passage is not None
    )
    if not passages:
        return None
    chapter = ScriptChapter(id="words", title="Words", anchor="words", passages=passages)
    return Script(language=language, chapters=(chapter,))


def _without(entry: Pronunciation, language: Language, plan: NarratorPlan) -> Iterator[Passage | None]:
    if entry.said or entry.ipa:
        yield _passage(entry, language, plan, suffix="-before")


def _passage(
    entry: Pronunciation, language: Language, plan: NarratorPlan, *, suffix: str = ""
) -> Passage | None:
    line = Line(id=_id(entry) + suffix, kind="item", written=entry.word, language=language, role="narrator")
    return speak(line, plan)


def _id(entry: Pronunciation) -> SegmentId:
    return SegmentId(f"w-{digest_bytes(entry.word.encode())[:8]}")


def _word(entry: Pronunciation, language: Language, plan: NarratorPlan, sound: Sound) -> ProofWord:
    name = _id(entry)
    said = _passage(entry, language, plan)
    fault = sound.faults.get(name)
    return ProofWord(
        id=name,
        word=entry.word,
        language=language,
        said=entry.said,
        ipa=entry.ipa,
        spoken=said.utterances[0].text.rstrip(".") if said else "",
        clip=sound.clips.get(name),
        clip_before=sound.clips.get(SegmentId(f"{name}-before")),
        silent=None if fault is None else f"The voice could not speak it: {fault}.",
        place=entry.where or None,
    )
