"""Pronunciations of a workspace: read once at the start of a run, so that all its editions say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from builder.base.errors import BuilderError
from builder.base.language import Language
from builder.build.project import Project
from builder.build.sources import load_catalogue, read_bytes
from builder.build.voices import EditionVoices
from builder.catalogue.pls import parse_pls
from builder.catalogue.pronunciation_domain import DOMAIN, pronunciations_in
from builder.model.pronunciation import NO_PRONUNCIATIONS, Pronunciations


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicons:
    """The pronunciations of every language of a workspace, as they were when they were read."""

    found: Mapping[Language, Pronunciations]
    errors: Mapping[Language, BuilderError]
    """Why the files of a language cannot be used."""

    def of(self, language: Language) -> Pronunciations:
        """Return the pronunciations of `language`, else of its main language; there may be none.

        Raises:
            ContentError: Its files cannot be read.
        """
        for tag in (language, Language(language.partition("-")[0])):
            if tag in self.errors:
                raise self.errors[tag]
            if tag in self.found:
                return self.found[tag]
        return NO_PRONUNCIATIONS

    def usable(self, language: Language) -> Pronunciations:
        """Return what `of` does, and none where the files cannot be read: a check tells that by itself."""
        try:
            return self.of(language)
        except BuilderError:
            return NO_PRONUNCIATIONS

    def spoken_by(self, voices: EditionVoices) -> EditionVoices:
        """Return `voices` with the pronunciations of each language they speak.

        Raises:
            ContentError: The files of one cannot be read.
        """
        said_as = {language: self.of(language) for language, _ in voices.plan.voices}
        used = {language: entries for language, entries in said_as.items() if entries}
        return replace(voices, plan=replace(voices.plan, pronunciations=used))


def read_lexicons(project: Project) -> Lexicons:
    """Return the pronunciations of every language that has some; a file that is refused stops no other."""
    found: dict[Language, Pronunciations] = {}
    errors: dict[Language, BuilderError] = {}
    for language in project.pronounced_languages():
        try:
            found[language] = load_pronunciations(project, language)
        except BuilderError as error:
            errors[language] = error
    return Lexicons(found=found, errors=errors)


def load_pronunciations(project: Project, language: Language) -> Pronunciations:
    """Return the entries of the catalogue of `language`, and those of its lexicon for other words.

    Raises:
        ContentError: A file is there and cannot be read.
    """
    catalogue = load_catalogue(project, language, DOMAIN)
    own = NO_PRONUNCIATIONS if catalogue is None else pronunciations_in(catalogue)
    path = project.lexicon_path(language)
    if not path.is_file():
        return own
    name = project.relative(path)
    return own.over(parse_pls(read_bytes(path, name), path=name, language=language))
