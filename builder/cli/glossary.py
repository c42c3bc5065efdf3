"""`edition glossary`: the terms of a language: list them, add one, find what is missing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from builder.base.errors import UsageError
from builder.base.language import Language, parse_language
from builder.base.suggest import did_you_mean
from builder.build.project import Project, load_project
from builder.build.sources import read_bytes
from builder.catalogue.glossary import folded, new_term, parse_glossary, render_glossary, with_term
from builder.catalogue.term_candidates import Candidate, Use, candidates, uses
from builder.cli.catalogue_files import read_articles, write_changed
from builder.cli.options import add_workspace
from builder.cli.streams import write_json
from builder.model.document import Document
from builder.model.glossary import GlossaryTerm

SCHEMA = "edition-glossary/1"
_SHOWN_PLACES = 3


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `glossary` to the command line."""
    parser = commands.add_parser(
        "glossary",
        help="list, add and suggest the terms of a language",
        description="List the terms of a language with how often and where they are used. They are kept in "
        "locales/<locale>/glossary.tsv, which any spreadsheet opens, and `edition check` asks translations "
        "for them.",
        epilog="example: edition glossary --language es --add bioavailability 'biodisponibilidad'",
    )
    parser.add_argument(
        "articles", nargs="*", metavar="ARTICLE", help="look for terms in these (default: all)"
    )
    parser.add_argument("--language", required=True, metavar="L", help="of the translations")
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--add",
        nargs=2,
        metavar=("SOURCE", "TARGET"),
        help='add a term or change it; several targets: "one | two"; = keeps the word as it is',
    )
    action.add_argument("--remove", metavar="SOURCE", help="take a term out")
    action.add_argument(
        "--suggest", action="store_true", help="list acronyms, names and frequent words that are no terms yet"
    )
    parser.add_argument("--note", help="for the translator, with --add (default: the one the term has)")
    add_workspace(parser)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for: list, add, remove or suggest."""
    project = load_project(args.workspace)
    language = parse_language(args.language)
    path = project.glossary_path(language)
    before = read_bytes(path, project.relative(path)) if path.is_file() else b""
    terms = parse_glossary(before, path=project.relative(path))
    if args.note and not args.add:
        raise UsageError("--note goes with --add", hint="edition glossary --help")
    if args.add or args.remove is not None:
        changed = _changed(args, terms)
        done = write_changed(path, render_glossary(changed, before=before), dry_run=args.dry_run)
        sys.stdout.write(f"{done} {project.relative(path)}: {_count(len(changed), 'term')}\n")
        return 0
    documents = [source.document for source in read_articles(project, args.articles)]
    if args.suggest:
        _suggest(args, candidates(documents, terms), language)
    else:
        _list(args, project, documents, terms, language)
    return 0


def _changed(args: argparse.Namespace, terms: Sequence[GlossaryTerm]) -> tuple[GlossaryTerm, ...]:
    if args.add:
        new = new_term(args.add[0], args.add[1], args.note or "")
        there = (term.note for term in terms if folded(term.source) == folded(new.source))
        return with_term(terms, new if args.note is not None else replace(new, note=next(there, "")))
    sources = [term.source for term in terms]
    if args.remove not in sources:
        raise UsageError(
            f'there is no term "{args.remove}"{did_you_mean(args.remove, sources)}',
            hint=f"list them: edition glossary --language {args.language}",
        )
    return tuple(term for term in terms if term.source != args.remove)


def _list(
    args: argparse.Namespace,
    project: Project,
    documents: Sequence[Document],
    terms: Sequence[GlossaryTerm],
    language: Language,
) -> None:
    found = uses(documents, terms)
    if args.json:
        rows = [
            {
                "source": term.source,
                "targets": list(term.targets),
                "note": term.note,
                "line": term.line,
                **_use_json(use),
            }
            for term, use in zip(terms, found, strict=True)
        ]
        write_json({"schema": SCHEMA, "language": language, "terms": rows})
        return
    for term, use in zip(terms, found, strict=True):
        sys.stdout.write(f"{_term_line(term, use)}\n")
    path = Path(project.relative(project.glossary_path(language))).as_posix()
    used = sum(use.count > 0 for use in found)
    sys.stdout.write(f"{path}: {_count(len(terms), 'term')}, {used} of them used here\n")
    if not terms:
        sys.stdout.write(f"  hint: edition glossary --language {language} --suggest\n")


def _suggest(args: argparse.Namespace, found: Sequence[Candidate], language: Language) -> None:
    if args.json:
        rows = [{"source": one.term, "kind": one.kind, **_use_json(one.use)} for one in found]
        write_json({"schema": SCHEMA, "language": language, "suggestions": rows})
        return
    for one in found:
        sys.stdout.write(f"{one.term} ({one.kind}): {_used(one.use)}\n")
    sys.stdout.write(f"{_count(len(found), 'suggestion')}\n")


def _term_line(term: GlossaryTerm, use: Use) -> str:
    kept = term.targets == (term.source,)
    parts = [f"{term.source}: {'stays as it is' if kept else ' or '.join(term.targets)}"]
    parts.extend([term.note] if term.note else [])
    return "; ".join((*parts, _used(use)))


def _used(use: Use) -> str:
    if not use.count:
        return "not used"
    places = ", ".join(_few(use.places))
    return f"{'once' if use.count == 1 else f'{use.count} times'}, {places}"


def _few(places: Sequence[str]) -> Iterator[str]:
    yield from places[:_SHOWN_PLACES]
    if len(places) > _SHOWN_PLACES:
        yield f"and {len(places) - _SHOWN_PLACES} more"


def _use_json(use: Use) -> dict[str, object]:
    return {"count": use.count, "places": list(use.places)}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
