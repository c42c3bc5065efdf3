"""Listings for `edition say --script`: what is said in an edition, and what otherwise than it is written."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.base.text import one_line
from builder.build.editions import plan_editions
from builder.build.project import Project
from builder.build.sources import read_sources
from builder.model.script import Script, Utterance


def script_of(project: Project, name: str, language: Language | None) -> Script:
    """Return the script of an article as a build would speak it, of unfinished translations too.

    Args:
        project: The workspace.
        name: Slug or file of the article.
        language: Of the edition; None for the article's own.

    Raises:
        BuilderError: There is no such article or translation, or no voice for it.
    """
    (source,) = read_sources(project, [project.article_path(name)])
    plans, refusals = plan_editions(project, source, [language or source.document.language], draft=True)
    if refusals:
        raise refusals[0].error
    if not plans:
        raise ContentError("there is nothing to say in it", where=str(source.path))
    return plans[0].script


def print_script(script: Script) -> None:
    """Print each sentence as it is said, behind its id and a tab, under the titles of its chapter."""
    for chapter in script.chapters:
        sys.stdout.write(f"# {chapter.title}\n")
        for passage in chapter.passages:
            for utterance in passage.utterances:
                sys.stdout.write(f"{utterance.id}\t{one_line(utterance.text)}\n")


def print_changes(utterances: Iterable[Utterance]) -> None:
    """Print how often which written words are said how, parted by tabs."""
    counts = Counter(
        (
            utterance.written[span.written_start : span.written_end],
            _said(utterance, span.spoken_start, span.spoken_end),
        )
        for utterance in utterances
        for span in utterance.spans
        if span.written_end > span.written_start
    )
    for (written, said), count in sorted(counts.items()):
        sys.stdout.write(f"{count}\t{one_line(written)}\t{said}\n")


def _said(utterance: Utterance, start: int, end: int) -> str:
    return one_line(utterance.text[start:end])
