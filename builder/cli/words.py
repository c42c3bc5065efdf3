"""`edition words`: gather the words a voice may say wrong, for translators to write how they sound."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.base.errors import BuilderError, UsageError
from builder.base.language import Language
from builder.build.project import Project, load_project
from builder.build.pronunciations import load_pronunciations
from builder.build.sources import Source, load_catalogue, read_bytes
from builder.build.words import FoundWords, find_words
from builder.catalogue.merge import merge, start
from builder.catalogue.pls import render_pls
from builder.catalogue.po import parse_po, render_po
from builder.catalogue.pronunciation_domain import (
    DOMAIN,
    pronunciations_in,
    template,
    with_kept,
    with_words,
)
from builder.cli.catalogue_files import languages_and_articles, read_articles, write_changed
from builder.cli.options import add_workspace
from builder.cli.streams import write_json
from builder.model.catalogue import Catalogue
from builder.model.pronunciation import UnsureWord

SCHEMA = "edition-words/1"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `words` to the command line."""
    parser = commands.add_parser(
        "words",
        help="gather words that a voice may say wrong",
        description="Add to locales/LOCALE/LC_MESSAGES/pronunciation.po the words of a language that its "
        "voice may say wrong: acronyms, names, words of another language, words its lexicon does not hold; "
        "each with a sentence, and how it is spoken now. The translation of a word is how to write it so "
        "that the voice says it right; empty means that it sounds right. What is filled in is never lost.",
        epilog="example: edition words es ketamine-and-depression",
    )
    parser.add_argument(
        "names",
        nargs="+",
        metavar="LANG… [ARTICLE…]",
        help="language tags such as es, the article's own too; then articles (default: all)",
    )
    parser.add_argument(
        "--pls",
        type=Path,
        metavar="FILE",
        help="write the pronunciations of one language as a W3C lexicon, and gather nothing",
    )
    parser.add_argument("--json", action="store_true", help="print the words as JSON")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    add_workspace(parser)
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was done to the catalogue of one language."""

    found: FoundWords
    path: str
    done: str
    """`wrote`, `would write` or `unchanged`."""
    new: tuple[str, ...]
    """Words that had no entry in use."""
    said: dict[str, str]
    """What is said for each word that is filled in."""


def run(args: argparse.Namespace) -> int:
    """Gather the words of each language and tell them, or write a lexicon."""
    project = load_project(args.workspace)
    languages, articles = languages_and_articles(project, args.names, command="words")
    if args.pls is not None:
        return _export(project, languages, args)
    sources = read_articles(project, articles)
    shared = _template(project)
    gathered: list[Gathered] = []
    status = 0
    for language in languages:
        try:
            found = find_words(project, sources, language)
            _refuse_unused(found, sources, language)
            gathered.append(_gather(project, found, whole=not articles, dry_run=args.dry_run))
        except BuilderError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
            continue
        shared = with_words(shared, found.words, language, whole=not articles)
        if not args.json:
            sys.stdout.writelines(_lines(gathered[-1]))
    if args.json:
        write_json({"schema": SCHEMA, "languages": [_json(each) for each in gathered]})
    if gathered and shared is not None:
        path = project.template_path(DOMAIN)
        done = write_changed(path, render_po(shared), dry_run=args.dry_run)
        if not args.json:
            sys.stdout.write(f"{done} {project.relative(path)}: {_count(len(shared.live))}\n")
    return status


def _export(project: Project, languages: Sequence[Language], args: argparse.Namespace) -> int:
    if len(languages) != 1:
        raise UsageError("a lexicon is of one language", hint="edition words es --pls es.pls")
    language = languages[0]
    entries = load_pronunciations(project, language)
    done = write_changed(args.pls, render_pls(entries, language), dry_run=args.dry_run)
    sys.stdout.write(f"{done} {args.pls}: {_count(len(entries.entries))}\n")
    return 0


def _template(project: Project) -> Catalogue | None:
    path = project.template_path(DOMAIN)
    if not path.is_file():
        return None
    name = project.relative(path)
    return parse_po(read_bytes(path, name), path=name, domain=DOMAIN)


def _refuse_unused(found: FoundWords, sources: Sequence[Source], language: Language) -> None:
    """Refuse a language no article is in.

    Raises:
        UsageError: There is no text in it.
    """
    if not found.articles:
        raise UsageError(
            f"no text is in {language}: {', '.join(source.slug for source in sources)}",
            hint=f"start a translation: edition add-language {language}",
        )


def _gather(project: Project, found: FoundWords, *, whole: bool, dry_run: bool) -> Gathered:
    """Bring the catalogue of one language up to date with the words that were found."""
    language = found.language
    path = project.catalogue_path(language, DOMAIN)
    name = project.relative(path)
    before = load_catalogue(project, language, DOMAIN)
    own = with_kept(template(found.words, language), before, empty_too=not whole)
    catalogue = before or start(own, language, path=name)
    merged, _ = merge(catalogue, own)
    there = {message.msgid for message in before.live} if before else set()
    return Gathered(
        found=found,
        path=name,
        done=write_changed(path, render_po(merged), dry_run=dry_run),
        new=tuple(word.word for word in found.words if word.word not in there),
        said={entry.word: entry.said for entry in pronunciations_in(merged)},
    )


def _lines(gathered: Gathered) -> Iterator[str]:
    new = set(gathered.new)
    for word in gathered.found.words:
        if word.word in new:
            yield f"  {_line(word)}\n"
    yield (
        f"{gathered.done} {gathered.path}: {_count(len(gathered.found.words))} to be sure of, "
        f"{len(new)} new, {len(gathered.said)} filled in\n"
    )


def _line(word: UnsureWord) -> str:
    times = "once" if word.count == 1 else f"{word.count} times"
    return f"{word.word} ({word.doubt}, {times}), spoken now: {word.spoken}"


def _json(gathered: Gathered) -> dict[str, object]:
    new = set(gathered.new)
    return {
        "language": gathered.found.language,
        "path": gathered.path,
        "done": gathered.done,
        "sentences": gathered.found.sentences,
        "articles": list(gathered.found.articles),
        "words": [
            {
                "word": word.word,
                "doubt": word.doubt,
                "spoken": word.spoken,
                "said": gathered.said.get(word.word),
                "count": word.count,
                "sentence": word.sentence,
                "where": word.place,
                "new": word.word in new,
            }
            for word in gathered.found.words
        ],
    }


def _count(number: int) -> str:
    return f"{number} {'word' if number == 1 else 'words'}"
