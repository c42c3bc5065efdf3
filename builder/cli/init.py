"""`edition init`: make a workspace of a folder, with the texts that lie in it."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from builder.base.errors import OutputError, UsageError
from builder.base.language import parse_language
from builder.base.text import one_line
from builder.build.project import ARTICLE_SUFFIXES, SETTINGS_NAME
from builder.system.files import cannot_write, write_atomic

_NOT_ARTICLES = {"readme", "license", "licence", "changelog", "contributing", "constraints", "requirements"}
_GITIGNORE = "/output/\n/.builder/\n*.mo\n"
_SETTINGS = """\
# What you say of the show as a whole. Every key is explained in docs/configuration.md of Edition Builder.

[show]
title = {title}
owner = {owner}
language = {language}
# base_url = "https://example.org/show/"   # where output/ will be served from; without it there is no feed
# email = "you@example.org"                # in the feed alone
# category = "Education"                   # as Apple spells it
# cover = "cover.png"                      # square, 1400 to 3000 pixels
# cover_alt = "What the picture shows"

[voices]
profile = "auto"                           # the best voice installed here

[policy]
unreviewed = "refuse"                      # "disclose" builds translations no person approved, and says so
disclaimer = "optional"                    # "required" refuses an article without one

# [rights]                                 # unset means "All rights reserved", and editions say so
# article = "CC BY 4.0"
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `init` to the command line."""
    parser = commands.add_parser(
        "init",
        help="make a workspace here",
        description="Write edition.toml, move the texts that lie in the folder (.txt, .md) into articles/ "
        "and make locales/. What is there already stays as it is.",
        epilog='example: edition init --title "Letters from the Coast" --language en',
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="the folder (default: this one)")
    parser.add_argument("--title", help="title of the show (default: the folder's name)")
    parser.add_argument("--owner", default="The publisher", help="who publishes it")
    parser.add_argument("--language", default="en", help="language of the articles (BCP 47)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the workspace and tell each thing done on a line of its own."""
    folder: Path = args.folder
    language = parse_language(args.language)
    _refuse_empty("--title", args.title)
    _refuse_empty("--owner", args.owner)
    settings = folder / SETTINGS_NAME
    if settings.exists():
        raise UsageError("this folder is a workspace already", where=str(settings), hint="run: edition build")
    title = args.title or folder.resolve().name.replace("-", " ").replace("_", " ").strip() or "Editions"
    moves = tuple(_moves(folder))
    text = _SETTINGS.format(
        title=_toml_string(title), owner=_toml_string(args.owner), language=_toml_string(language)
    )
    files = {settings: text}
    if not (folder / ".gitignore").exists():
        files[folder / ".gitignore"] = _GITIGNORE
    if not args.dry_run:
        _make(folder, moves)
        for path, content in files.items():
            write_atomic(path, content.encode())
    moved, wrote = ("would move", "would write") if args.dry_run else ("moved", "wrote")
    for source, target in moves:
        sys.stdout.write(f"{moved} {source.name} to {target.relative_to(folder)}\n")
    for path in files:
        sys.stdout.write(f"{wrote} {path}\n")
    sys.stdout.write(_next(folder, has_texts=bool(moves) or _has_texts(folder / "articles")))
    return 0


def _next(folder: Path, *, has_texts: bool) -> str:
    """Return the line that says what to do now."""
    articles = folder / "articles"
    first = "" if has_texts else f"put a text into {articles}{os.sep}, then: "
    there = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    return f"next: {first}{there}edition build\n"


def _has_texts(folder: Path) -> bool:
    return any(path.suffix.lower() in ARTICLE_SUFFIXES for path in _entries(folder))


def _entries(folder: Path) -> list[Path]:
    """Return what lies in `folder`, sorted; nothing where there is no such folder."""
    try:
        return sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise OutputError(
            f"this folder cannot be read: {error.strerror}",
            where=str(folder),
            hint="get the right to read it",
        ) from error


def _refuse_empty(option: str, text: str | None) -> None:
    if text is not None and not text.strip():
        raise UsageError(f"{option} takes a text, found an empty one", hint="leave it out, or name one")


def _moves(folder: Path) -> Iterator[tuple[Path, Path]]:
    for path in _entries(folder):
        if path.suffix.lower() in ARTICLE_SUFFIXES and path.stem.lower() not in _NOT_ARTICLES:
            target = folder / "articles" / path.name
            if target.exists():
                raise UsageError(
                    f"a text of this name is in articles/ already: {path.name}",
                    where=str(path),
                    hint="rename or remove one of them",
                )
            yield path, target


def _make(folder: Path, moves: tuple[tuple[Path, Path], ...]) -> None:
    try:
        for name in ("articles", "locales"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for source, target in moves:
            source.rename(target)
    except OSError as error:
        raise cannot_write(Path(error.filename or folder), error) from error


def _toml_string(text: str) -> str:
    # A JSON string is a TOML basic string, but for the character DEL, which no clean text has.
    return json.dumps(one_line(text), ensure_ascii=False)
