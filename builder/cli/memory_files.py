"""Memory of a language: what its other catalogues and its compendium have translated."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.build.project import Project
from builder.build.sources import read_bytes
from builder.catalogue import builder_domain, pronunciation_domain
from builder.catalogue.compendium import DOMAIN, FROM
from builder.catalogue.memory import memory_of
from builder.catalogue.po import parse_po
from builder.model.catalogue import Catalogue
from builder.model.memory import MemoryUnit


def load_memory(project: Project, language: Language, template: Catalogue) -> tuple[MemoryUnit, ...]:
    """Return what was translated into `language` in other catalogues and in the compendium.

    A file that cannot be read is told on standard error and left out, and so is one of texts in another
    language. The tool's own texts serve no article, and no article serves them; pronunciations serve nothing.
    """
    if template.domain == builder_domain.DOMAIN:
        return ()
    found: list[MemoryUnit] = []
    for path in _paths(project, language, template.domain):
        name = project.relative(path)
        try:
            catalogue = parse_po(read_bytes(path, name), path=name, domain=path.stem)
        except ContentError as error:
            sys.stderr.write(f"{error}\n{name}: not used as memory\n")
            continue
        if catalogue.source_language == template.source_language:
            origins = _origins(catalogue)
            units = memory_of([catalogue])
            found.extend(replace(u, origin=origins.get((u.msgctxt, u.source), u.origin)) for u in units)
    return tuple(found)


def _paths(project: Project, language: Language, domain: str) -> Iterator[Path]:
    folder = project.catalogue_path(language, domain).parent
    for path in sorted(folder.glob("*.po")):
        if path.stem not in {domain, builder_domain.DOMAIN, pronunciation_domain.DOMAIN}:
            yield path
    if project.memory_path(language).is_file():
        yield project.memory_path(language)


def _origins(catalogue: Catalogue) -> dict[tuple[str | None, str], str]:
    """Return by context and text the origins a compendium names; none of another catalogue."""
    if catalogue.domain != DOMAIN:
        return {}
    return {
        message.key: note.removeprefix(FROM)
        for message in catalogue.messages
        for note in message.extracted_comments
        if note.startswith(FROM)
    }
