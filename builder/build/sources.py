"""Sources: the articles of a workspace, read once at the start of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from builder.article.detect import read_article
from builder.article.segments import KnownSegment, identify, segments
from builder.base.errors import BuilderError, ContentError
from builder.base.language import Language
from builder.build.project import Project
from builder.catalogue.po import parse_po
from builder.model.catalogue import Catalogue
from builder.model.document import Document
from builder.model.glossary import GlossaryTerm
from builder.model.segment import SegmentId

_SHARED = ("notice", "disclaimer", "disclaimer-short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as its author wrote it, each of its texts identified."""

    path: Path
    document: Document

    @property
    def slug(self) -> str:
        """Name of the article in file names and addresses."""
        return self.document.metadata.slug

    @property
    def own_segment_ids(self) -> tuple[SegmentId, ...]:
        """The ids of its own texts; disclaimers and notices are often shared by articles."""
        return tuple(
            segment.id
            for segment in segments(self.document)
            if segment.id is not None and segment.kind not in _SHARED
        )


def read_sources(
    project: Project,
    paths: Sequence[Path],
    *,
    language: Language | None = None,
    published: date | None = None,
) -> tuple[Source, ...]:
    """Read the articles in `paths`, each once.

    Args:
        project: Its segment ids are used where it has them.
        paths: Article files, in the workspace or elsewhere.
        language: Of articles that do not name theirs; by default the show's.
        published: Date of articles that do not name theirs.

    Raises:
        ContentError: An article is refused, or two have one slug.
    """
    sources, errors = gather_sources(project, paths, language=language, published=published)
    if errors:
        raise next(iter(errors.values()))
    return sources


def gather_sources(
    project: Project,
    paths: Sequence[Path],
    *,
    language: Language | None = None,
    published: date | None = None,
) -> tuple[tuple[Source, ...], Mapping[Path, BuilderError]]:
    """Read the articles in `paths` as `read_sources` does; one that is refused does not stop the others.

    Returns:
        The articles that were read, and what is wrong with each of the others.

    Raises:
        ContentError: Two articles have one slug.
    """
    sources: dict[str, Source] = {}
    errors: dict[Path, BuilderError] = {}
    for path in dict.fromkeys(paths):
        try:
            source = _read(project, path, language or project.show.language, published)
        except BuilderError as error:
            errors[path] = error
            continue
        other = sources.setdefault(source.slug, source)
        if other is not source:
            raise ContentError(
                f'two articles have the slug "{source.slug}": {project.relative(other.path)} has it too',
                where=f"{project.relative(path)}:1",
                hint="give one of them another slug in its front matter",
            )
    return tuple(sources.values()), errors


def _read(project: Project, path: Path, language: Language, published: date | None) -> Source:
    from builder.catalogue.segment_ids import update_segment_ids

    name = project.relative(path)
    document = read_article(read_bytes(path, name), path=name, language=language, published=published)
    known = load_segment_ids(project, document.metadata.slug)
    return Source(path=path, document=identify(document, update_segment_ids(known, document)))


def read_bytes(path: Path, name: str) -> bytes:
    """Return the bytes of a file people wrote.

    Raises:
        ContentError: There is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(
            f"cannot be read: {error.strerror or error}", where=name, hint="check its name and rights"
        ) from error


def load_segment_ids(project: Project, slug: str) -> tuple[KnownSegment, ...]:
    """Return the segments of an article that have their ids; none when there is no file of them yet.

    Raises:
        ContentError: The file cannot be read, or is not one of segment ids.
    """
    from builder.catalogue.segment_ids import parse_segment_ids

    path = project.segments_path(slug)
    if not path.is_file():
        return ()
    name = project.relative(path)
    return parse_segment_ids(read_bytes(path, name), path=name)


def load_catalogue(project: Project, language: Language, domain: str) -> Catalogue | None:
    """Return the workspace's catalogue of `domain` in `language`, or None when there is no such file.

    Raises:
        ContentError: The file cannot be read, or is not a catalogue.
    """
    path = project.catalogue_path(language, domain)
    if not path.is_file():
        return None
    name = project.relative(path)
    return parse_po(read_bytes(path, name), path=name, domain=domain)


def read_glossary(project: Project, language: Language) -> tuple[GlossaryTerm, ...]:
    """Return the terms of a language; none where it has no glossary.

    Raises:
        ContentError: The glossary cannot be read, or is none.
    """
    from builder.catalogue.glossary import parse_glossary

    path = project.glossary_path(language)
    if not path.is_file():
        return ()
    name = project.relative(path)
    return parse_glossary(read_bytes(path, name), path=name)
