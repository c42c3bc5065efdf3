"""Speakers: who is heard in each passage, by a short name that a caption can bear."""

from __future__ import annotations

from builder.base.text import one_line
from builder.catalogue.texts import Texts
from builder.model.publication import Publication
from builder.model.script import Passage, Role, VoiceRef

_ROLES: tuple[Role, ...] = ("narrator", "announcer", "quote")


class Speakers:
    """Names of the voices of one edition: a person's own, and what a synthetic voice does.

    Two roles that one voice speaks have one name, so that a change of the name is one of the voice.
    """

    def __init__(self, publication: Publication, texts: Texts) -> None:
        """Find out which voice has which role in the script of `publication`; `texts` are in its language."""
        self._names = {voice: one_line(name) for voice, name in publication.readers.items()}
        self._voices: dict[str, VoiceRef] = {}
        for role in _ROLES:
            for passage in publication.script.passages:
                if passage.role == role and passage.utterances:
                    voice = passage.utterances[0].voice
                    self._voices[passage.id] = voice
                    self._names.setdefault(voice, texts(f"speaker_{role}"))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, each once."""
        return tuple(dict.fromkeys(self._names.values()))

    def of(self, passage_id: str) -> str | None:
        """Return who speaks the first words of a passage; None for music."""
        voice = self._voices.get(passage_id)
        return None if voice is None else self._names[voice]


def speaker_changes(speakers: Speakers, passages: tuple[Passage, ...]) -> dict[str, str]:
    """Return the name of each passage's speaker where it is not that of the passage before, by its id."""
    changes: dict[str, str] = {}
    before: str | None = None
    for passage in passages:
        name = speakers.of(passage.id)
        if name is not None and name != before:
            changes[passage.id] = before = name
    return changes
