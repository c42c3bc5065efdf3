"""Files of `extract`, `update` and `approve`: read once, written only when their bytes change."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from builder.article.segments import KnownSegment
from builder.base.language import Language, from_po_locale
from builder.build.project import Project
from builder.build.sources import Source, read_bytes, read_sources
from builder.catalogue import builder_domain
from builder.catalogue.po import parse_po
from builder.catalogue.segment_ids import parse_segment_ids
from builder.model.catalogue import Catalogue
from builder.system.files import write_atomic


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add `--workspace` to a command's parser."""
    parser.add_argument("--workspace", type=Path, default=Path(), help="the workspace (default: this folder)")


def read_articles(project: Project, names: Sequence[str]) -> tuple[Source, ...]:
    """Return the articles of these slugs or paths; all of the workspace when none is named.

    Raises:
        ContentError: There is no such article, or one is refused.
    """
    paths = [project.article_path(name) for name in names] if names else project.articles()
    return read_sources(project, paths)


def split_names(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the names of articles on a command line, and whether the tool's own texts are named too."""
    articles = tuple(name for name in names if name != builder_domain.DOMAIN)
    return articles, len(articles) < len(names)


def load_catalogue(project: Project, language: Language, domain: str) -> Catalogue | None:
    """Return the catalogue of `domain` in `language`, or None when there is no such file.

    Raises:
        ContentError: The file cannot be read, or is not a catalogue.
    """
    path = project.catalogue_path(language, domain)
    if not path.is_file():
        return None
    name = project.relative(path)
    return parse_po(read_bytes(path, name), path=name, domain=domain)


def languages_here(project: Project) -> tuple[Language, ...]:
    """Return the languages that have a folder of catalogues, sorted by tag."""
    folders = project.locales.glob("*/LC_MESSAGES") if project.locales.is_dir() else ()
    return tuple(sorted(from_po_locale(folder.parent.name) for folder in folders))


def load_segment_ids(project: Project, slug: str) -> tuple[KnownSegment, ...]:
    """Return the segments of an article that have their ids; none when there is no file of them yet.

    Raises:
        ContentError: The file cannot be read, or is not one of segment ids.
    """
    path = project.segments_path(slug)
    if not path.is_file():
        return ()
    name = project.relative(path)
    return parse_segment_ids(read_bytes(path, name), path=name)


def write_changed(path: Path, data: bytes, *, dry_run: bool) -> str:
    """Put `data` into `path` unless it is there already, and return what was done: the first word of a line.

    Raises:
        OutputError: The disk or the folder does not take it.
    """
    if path.is_file() and path.read_bytes() == data:
        return "unchanged"
    if dry_run:
        return "would write"
    write_atomic(path, data)
    return "wrote"
