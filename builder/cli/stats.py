"""`edition stats`: how much is translated and how much is left, in texts, words and spoken minutes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from builder.base.digest import Json
from builder.base.errors import ContentError
from builder.base.language import Language
from builder.build.project import Project, load_project
from builder.build.sources import load_catalogue
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.stats import Amount, ChapterStats, Progress, Stats, statistics, total
from builder.cli.catalogue_files import (
    asked_languages,
    no_translation,
    read_articles,
    refuse_own_language,
    split_names,
)
from builder.cli.options import add_workspace
from builder.model.catalogue import Catalogue
from builder.model.document import Document

SCHEMA = "edition-stats/1"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `stats` to the command line."""
    parser = commands.add_parser(
        "stats",
        help="tell how much is translated and how much is left",
        description="Count texts, words and about how many spoken minutes are translated, not reviewed, "
        "fuzzy and left: for each catalogue, its chapters, and each language. Words and minutes are those of "
        "the source. Texts that are not in the catalogue yet count as left.",
        epilog="example: edition stats ketamine-and-depression --language es",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts (default: all)",
    )
    parser.add_argument("--language", action="append", default=[], metavar="L", help="only this one")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    add_workspace(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the statistics; a catalogue that cannot be read is told, and the others are counted."""
    project = load_project(args.workspace)
    asked = asked_languages(args.language)
    found: list[Stats] = []
    status = 0
    for template, document, language in _work(project, args.articles, asked):
        try:
            found.append(_stats(project, template, document, language))
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
    sys.stdout.write(_render_json(found) if args.json else _render_lines(project, found))
    return status


def _work(
    project: Project, names: Sequence[str], asked: Sequence[Language]
) -> Iterator[tuple[Catalogue, Document | None, Language]]:
    """Yield template, article and language of each catalogue to count."""
    articles, own = split_names(names)
    sources = () if own and not articles else read_articles(project, articles)
    refuse_own_language(sources, asked)
    for source in sources:
        for language in asked or project.languages(source.slug):
            if language != source.document.language:
                yield extract(source.document), source.document, language
    if own or not names:
        template = builder_domain.template()
        there = project.languages(template.domain)
        for language in (asked or there) if own else [each for each in there if not asked or each in asked]:
            yield template, None, language


def _stats(project: Project, template: Catalogue, document: Document | None, language: Language) -> Stats:
    catalogue = load_catalogue(project, language, template.domain)
    if catalogue is None:
        raise no_translation(project, language, template.domain)
    return statistics(catalogue, template, language=language, document=document)


def _render_lines(project: Project, found: Sequence[Stats]) -> str:
    if not found:
        return "no translations here; to start one: edition add-language es\n"
    lines: list[str] = []
    for stats in found:
        path = project.relative(project.catalogue_path(stats.language, stats.domain))
        lines.extend((f"{path}: {_name(stats.language)}", *_progress_lines(stats.progress)))
        if stats.chapters:
            lines.extend(("  by chapter:", *_chapter_lines(stats.chapters)))
        lines.append("")
    lines.extend(_totals(found))
    return "".join(f"{line}\n" for line in lines)


def _totals(found: Sequence[Stats]) -> Iterator[str]:
    """Yield a line for each language: what is still to be done in it."""
    for language, parts in _by_language(found).items():
        progress = total(parts)
        todo = progress.to_do
        done = _percent(progress.translated.words, progress.all.words)
        rest = "finished" if not todo.texts else f"{_words(todo)} to do"
        yield f"{_name(language)}: {done} of the words translated, {rest}"


def _by_language(found: Sequence[Stats]) -> dict[Language, list[Progress]]:
    languages: dict[Language, list[Progress]] = {}
    for stats in found:
        languages.setdefault(stats.language, []).append(stats.progress)
    return dict(sorted(languages.items()))


def _progress_lines(progress: Progress) -> Iterator[str]:
    rows = {
        "translated": progress.translated,
        "of these not reviewed": progress.unreviewed,
        "fuzzy, to be confirmed": progress.fuzzy,
        "not translated": progress.left,
        "in all": progress.all,
    }
    for name, amount in rows.items():
        texts = f"{amount.texts:>6,} {'text' if amount.texts == 1 else 'texts':<5}"
        yield f"  {name:<22} {texts} {amount.words:>8,} words {_minutes(amount):>7} minutes"


def _chapter_lines(chapters: Sequence[ChapterStats]) -> Iterator[str]:
    for chapter in chapters:
        everything, todo = chapter.progress.all, chapter.progress.to_do
        done = f"{chapter.progress.translated.texts:>4} of {everything.texts:>3} texts translated"
        rest = f"{todo.words:,} words and {_minutes(todo)} minutes to do" if todo.texts else "finished"
        yield f"  {done}, {rest}: {chapter.title}"


def _words(amount: Amount) -> str:
    texts = "1 text" if amount.texts == 1 else f"{amount.texts:,} texts"
    return f"{texts}, {amount.words:,} words, {_minutes(amount)} spoken minutes"


def _minutes(amount: Amount) -> str:
    return f"{amount.spoken_seconds / 60:.1f}"


def _percent(part: int, whole: int) -> str:
    """Return whole percent, rounded down: what is not finished is never 100 %."""
    return f"{100 * part // whole if whole else 100} %"


def _name(language: Language) -> str:
    from builder.catalogue.cldr import language_name

    return f"{language_name(language, Language('en'))} ({language})"


def _render_json(found: Sequence[Stats]) -> str:
    report: Json = {
        "schema": SCHEMA,
        "catalogues": [
            {
                "domain": stats.domain,
                "language": stats.language,
                **_progress_json(stats.progress),
                "chapters": [
                    {"title": chapter.title, **_progress_json(chapter.progress)} for chapter in stats.chapters
                ],
            }
            for stats in found
        ],
        "languages": [
            {"language": language, **_progress_json(total(parts))}
            for language, parts in _by_language(found).items()
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _progress_json(progress: Progress) -> dict[str, Json]:
    return {
        "translated": _amount_json(progress.translated),
        "unreviewed": _amount_json(progress.unreviewed),
        "fuzzy": _amount_json(progress.fuzzy),
        "left": _amount_json(progress.left),
        "all": _amount_json(progress.all),
    }


def _amount_json(amount: Amount) -> Json:
    return {
        "texts": amount.texts,
        "words": amount.words,
        "spoken_seconds": round(amount.spoken_seconds, 1),
    }
