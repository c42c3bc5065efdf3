"""`edition add-language`: make the catalogues a language needs, and say how much there is to do."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence

from builder.article.inline import plain
from builder.base.errors import ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.build.project import Project, load_project
from builder.catalogue.extract import NOT_SPOKEN
from builder.catalogue.pace import spoken_seconds
from builder.cli.catalogue_files import add_workspace, read_articles
from builder.cli.update import catalogues_to_update, update_catalogue
from builder.model.catalogue import Catalogue

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_@][A-Za-z0-9]{2,8})*")
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `add-language` to the command line."""
    parser = commands.add_parser(
        "add-language",
        help="start a translation",
        description="Make the catalogues that a language needs: of each article, and of the tool's own texts "
        "where it does not come with them. Catalogues that are there are left alone.",
        epilog="example: edition add-language pt-BR ketamine-and-depression",
    )
    parser.add_argument(
        "names",
        nargs="+",
        metavar="LANG… [ARTICLE…]",
        help="language tags such as es or pt-BR, then articles (default: all)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    add_workspace(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the catalogues that are missing, one line each, then say what to do next."""
    project = load_project(args.workspace)
    languages, articles = _split(project, args.names)
    sources = read_articles(project, articles)
    made: list[str] = []
    status = 0
    for language, template in catalogues_to_update(project, sources, languages, own=False):
        path = project.catalogue_path(language, template.domain)
        if path.is_file():
            sys.stdout.write(f"left alone {project.relative(path)}: it is there already\n")
            continue
        try:
            update = update_catalogue(project, language, template, dry_run=args.dry_run)
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
            continue
        made.append(update.path)
        remembered = len(update.report.remembered)
        from_memory = f"; {remembered} taken from other translations" if remembered else ""
        sys.stdout.write(f"{update.done} {update.path}: {_amount(template)}{from_memory}\n")
    sys.stdout.writelines(_next_steps(made, languages, dry_run=args.dry_run))
    return status


def _split(project: Project, names: Sequence[str]) -> tuple[tuple[Language, ...], tuple[str, ...]]:
    """Return the languages at the start of the names, and the articles behind them.

    A name that is a tag and an article alike is an article.

    Raises:
        UsageError: The first name is not a language tag, or it is an article.
    """
    slugs = project.slugs()
    if names[0] in slugs:
        raise UsageError(
            f'"{names[0]}" is an article; expected a language first',
            hint=f"for example: edition add-language pt-BR {names[0]}",
        )
    languages = [parse_language(names[0])]
    rest = list(names[1:])
    while rest and rest[0] not in slugs and _TAG.fullmatch(rest[0]):
        languages.append(parse_language(rest.pop(0)))
    return tuple(dict.fromkeys(languages)), tuple(rest)


def _amount(template: Catalogue) -> str:
    """Return how much there is to translate: texts, words and minutes when spoken."""
    language = Language(template.header.get("X-Source-Language") or "en")
    texts = [plain(message.msgid) for message in template.messages]
    words = sum(len(_WORD.findall(text)) for text in texts)
    seconds = sum(
        spoken_seconds(text, language)
        for text, message in zip(texts, template.messages, strict=True)
        if message.extracted_comments and not _is_shown(message.extracted_comments[0])
    )
    minutes = int(seconds / 60 + 0.5)
    spoken = f"about {minutes} min of speech" if minutes else "less than a minute of speech"
    return f"{len(texts)} {'text' if len(texts) == 1 else 'texts'}, {words} words, {spoken}"


def _is_shown(note: str) -> bool:
    return NOT_SPOKEN in note or note.startswith("Shown. ")


def _next_steps(made: Sequence[str], languages: Sequence[Language], *, dry_run: bool) -> Iterator[str]:
    if not made:
        yield "nothing to add\n"
    elif not dry_run:
        tags = " ".join(f"--language {language}" for language in languages)
        yield f"next: translate {', '.join(made)} in any editor of .po files (docs/translating.md)\n"
        yield f"then: edition check {tags}, and to hear it: edition proof {' '.join(languages)}\n"
