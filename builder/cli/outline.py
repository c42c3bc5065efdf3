"""`edition outline`: show what each line of an article was taken for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from builder.article.detect import read_article
from builder.article.outline import OutlineLine, count_kinds, outline, render_count
from builder.article.source import MOST_BYTES
from builder.base.errors import UsageError
from builder.base.language import parse_language
from builder.base.suggest import did_you_mean
from builder.cli.streams import write_json
from builder.model.document import Document

SCHEMA = "edition-outline/1"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `outline` to the command line."""
    parser = commands.add_parser(
        "outline",
        help="show what each line of an article was taken for",
        description="Print a line for each text of an article: its line in the file, its kind (title, deck, "
        "heading, paragraph, disclaimer, …) and its words, parted by tabs; then how many there are of each.",
        epilog="example: edition outline articles/ketamine-and-depression.md",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="an article: .md or .txt")
    parser.add_argument("--language", help="its language (BCP 47), where its front matter names none")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the outline of the article."""
    language = parse_language(args.language) if args.language else None
    document = read_article(_load(args.file), path=str(args.file), language=language)
    lines = outline(document)
    if args.json:
        write_json(_report(document, lines))
    else:
        sys.stdout.write(_render_lines(lines))
    return 0


def _load(path: Path) -> bytes:
    """Return the file's bytes, at most one more than an article may have.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        near = did_you_mean(path.name, _names_beside(path))
        raise UsageError(
            f"there is no such file{near}", where=str(path), hint="name an article's file"
        ) from error
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror}", where=str(path), hint="name an article's file"
        ) from error


def _names_beside(path: Path) -> tuple[str, ...]:
    try:
        return tuple(entry.name for entry in path.parent.iterdir())
    except OSError:
        return ()


def _render_lines(lines: Sequence[OutlineLine]) -> str:
    rows = [f"{entry.line}\t{entry.kind}\t{entry.text}" for entry in lines]
    return "\n".join([*rows, render_count(lines)]) + "\n"


def _report(document: Document, lines: Sequence[OutlineLine]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "path": document.metadata.path,
        "slug": document.metadata.slug,
        "language": document.language,
        "lines": [{"line": entry.line, "kind": entry.kind, "text": entry.text} for entry in lines],
        "counts": dict(count_kinds(lines)),
    }
