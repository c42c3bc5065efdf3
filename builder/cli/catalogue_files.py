"""What commands on catalogues share: which are meant, reading them once, writing only bytes that changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.build.project import Project
from builder.build.sources import Source, read_sources
from builder.catalogue import builder_domain, pronunciation_domain
from builder.system.files import write_atomic

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_@][A-Za-z0-9]{2,8})*")


def read_articles(project: Project, names: Sequence[str]) -> tuple[Source, ...]:
    """Return the articles of these slugs or paths; all of the workspace when none is named.

    Raises:
        ContentError: There is no such article, or one is refused.
    """
    paths = [project.article_path(name) for name in names] if names else project.articles()
    return read_sources(project, paths)


def asked_languages(tags: Sequence[str]) -> tuple[Language, ...]:
    """Return the languages named on a command line, each once.

    Raises:
        UsageError: One is not a language tag.
    """
    return tuple(dict.fromkeys(map(parse_language, tags)))


def refuse_own_language(sources: Sequence[Source], asked: Sequence[Language]) -> None:
    """Refuse a language that every one of the articles is written in.

    Raises:
        UsageError: Nothing of them is to be translated into it.
    """
    for language in asked:
        if sources and all(source.document.language == language for source in sources):
            raise UsageError(
                f'nothing is to be translated into "{language}": it is the language of the article',
                hint="name another language",
            )


def split_names(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the names of articles on a command line, and whether the tool's own texts are named too.

    Raises:
        UsageError: Pronunciations are named: they are no translation, and are never unfinished.
    """
    if pronunciation_domain.DOMAIN in names:
        raise UsageError(
            f'"{pronunciation_domain.DOMAIN}" is no article: its catalogues translate nothing',
            hint="gather its words: edition words LANG; check them: edition check pronunciation",
        )
    articles = tuple(name for name in names if name != builder_domain.DOMAIN)
    return articles, len(articles) < len(names)


def languages_and_articles(
    project: Project, names: Sequence[str], *, command: str
) -> tuple[tuple[Language, ...], tuple[str, ...]]:
    """Return the languages at the start of the names, and the articles behind them.

    A name that is a tag and an article alike is an article.

    Raises:
        UsageError: The first name is not a language tag, or it is an article.
    """
    slugs = project.slugs()
    if names[0] in slugs:
        raise UsageError(
            f'"{names[0]}" is an article; expected a language first',
            hint=f"for example: edition {command} pt-BR {names[0]}",
        )
    languages = [parse_language(names[0])]
    rest = list(names[1:])
    while rest and rest[0] not in slugs and _TAG.fullmatch(rest[0]):
        languages.append(parse_language(rest.pop(0)))
    return tuple(dict.fromkeys(languages)), tuple(rest)


def no_translation(project: Project, language: Language, domain: str) -> ContentError:
    """Return the error to raise where `domain` has no catalogue in `language`."""
    start = f"add-language {language} {domain}"
    if domain == builder_domain.DOMAIN:
        start = f"update {domain} --language {language}"
    return ContentError(
        f'there is no translation of "{domain}" into {language}',
        where=project.relative(project.catalogue_path(language, domain)),
        hint=f"start one: edition {start}",
    )


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
