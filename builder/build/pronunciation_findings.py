"""Findings on pronunciations: what entries do to the texts of a workspace and to a voice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.base.errors import VoiceMissing
from builder.base.language import Language
from builder.build.editions import builder_catalogues
from builder.build.project import Project
from builder.build.pronunciations import Lexicons
from builder.build.sources import Source
from builder.build.voices import voices_of
from builder.build.words import sentences_of
from builder.check.pronunciation import check_pronunciations, unsaid_sounds
from builder.model.finding import Finding
from builder.model.pronunciation import Pronunciations
from builder.model.script import VoiceRef
from builder.speech.engine import EngineInfo
from builder.speech.phonemes import unsayable


def spoken_texts(project: Project, sources: Iterable[Source], language: Language) -> tuple[str, ...]:
    """Return all that is written to be spoken in `language`: of `sources`, and of the tool itself.

    Translations count in any state; one that cannot be read counts as none.
    """
    own = (
        text
        for catalogue in builder_catalogues(project, language)
        for message in catalogue.live
        for text in message.msgstr
    )
    return (*(each.text for each in sentences_of(project, sources, language)), *own)


def pronunciation_findings(
    project: Project, lexicons: Lexicons, language: Language, *, sources: Sequence[Source] | None
) -> tuple[Finding, ...]:
    """Return the findings on the pronunciations of `language`, in their order.

    Args:
        project: The workspace.
        lexicons: Of the workspace.
        language: Whose files can be read.
        sources: All articles of the workspace; None where not all are known.
    """
    entries = lexicons.of(language)
    if not entries:
        return ()
    texts = None if sources is None else spoken_texts(project, sources, language)
    found = check_pronunciations(entries, language=language, texts=texts)
    return (*found, *_unsaid(project, entries, language))


def _unsaid(project: Project, entries: Pronunciations, language: Language) -> tuple[Finding, ...]:
    """Return what the voice of a language cannot take; nothing where no voice speaks it here."""
    given = [entry for entry in entries if entry.ipa]
    if not given:
        return ()
    try:
        voices = voices_of([language], project.settings)
    except VoiceMissing:
        return ()
    info = voices.infos[voices.narrator.engine]
    signs = ((entry, _sign(info, voices.narrator, entry.ipa)) for entry in given)
    return tuple(
        unsaid_sounds(entry, language, voice=info.title, sign=sign)
        for entry, sign in signs
        if sign is not None
    )


def _sign(info: EngineInfo, ref: VoiceRef, ipa: str) -> str | None:
    """Return the first sign a voice has no sound for, an empty one where it takes none; None for none."""
    if not info.says_phonemes:
        return ""
    return unsayable(ipa, ref)
