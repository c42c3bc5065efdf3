"""`edition prefill`: a machine's drafts for messages nobody has translated, for a person to confirm."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from builder.base.errors import BuilderError, UsageError
from builder.base.language import Language, parse_language
from builder.base.text import shorten
from builder.build.project import Project, load_project
from builder.build.sources import load_catalogue, read_glossary
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.po import render_po
from builder.cli.catalogue_files import no_translation, read_articles, split_names, write_changed
from builder.cli.options import add_workspace
from builder.model.catalogue import Catalogue, Message
from builder.model.glossary import GlossaryTerm
from builder.prefill.drafts import LeftOut, Task, characters, draft, wanted, with_drafts
from builder.prefill.provider import Provider
from builder.prefill.providers import NAMES, load

SCHEMA = "edition-prefill/1"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `prefill` to the command line."""
    parser = commands.add_parser(
        "prefill",
        help="let a machine draft what nobody has translated",
        description="Fill the empty messages of catalogues with a machine's drafts. Each is marked fuzzy and "
        "with who made it: nothing of it is published before a person confirms it, and no text of a "
        "translator is touched. apertium works on this machine; libretranslate, deepl and openai (any server "
        "that answers like it) get the texts at the address you set. Keys come from environment variables "
        "alone.",
        epilog="example: edition prefill ketamine-and-depression --language es --dry-run",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts (default: all articles)",
    )
    parser.add_argument("--language", required=True, metavar="L", help="to translate into")
    parser.add_argument(
        "--provider", default=NAMES[0], choices=NAMES, help=f"who makes the drafts (default: {NAMES[0]})"
    )
    parser.add_argument("--url", metavar="URL", help="where the provider is; texts are sent there")
    parser.add_argument("--model", metavar="NAME", help="of an OpenAI-style server")
    parser.add_argument("--limit", type=_count, metavar="N", help="draft at most so many texts")
    add_workspace(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent where, send nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)


@dataclass(kw_only=True)
class _Result:
    """What was done to one catalogue."""

    path: str
    domain: str
    empty: int
    chosen: int
    characters: int
    stale: int
    drafts: list[Message] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    doubtful: int = 0
    sent: int = 0
    done: str = "unchanged"


def run(args: argparse.Namespace) -> int:
    """Draft, write what came even when the provider fails on the way, and tell what was left out."""
    project = load_project(args.workspace)
    language = parse_language(args.language)
    provider = _provider(args, project)
    glossary = read_glossary(project, language)
    left = args.limit
    results: list[_Result] = []
    error: BuilderError | None = None
    for catalogue, template in _catalogues(project, args, language):
        result, task, messages = _planned(catalogue, template, language, glossary, left)
        results.append(result)
        left = None if left is None else left - result.chosen
        if not messages or args.dry_run:
            continue
        label = provider.label(task.source, task.target)
        _announce(result, provider, label)
        with _written(project, result, catalogue, language):
            error = _drafted(result, task, messages, provider)
        if error is not None:
            break
    _report(args, results, provider, language, error)
    if error is not None:
        raise error
    return 0


def _drafted(
    result: _Result, task: Task, messages: tuple[Message, ...], provider: Provider
) -> BuilderError | None:
    """Gather batches into `result` and return the error that ended them, if one did."""
    try:
        for batch in draft(task, messages, provider):
            result.drafts += batch.drafts
            result.left_out += batch.left_out
            result.doubtful += batch.doubtful
            result.sent += batch.characters
            sys.stderr.write(f"{result.path}: {len(result.drafts)} of {result.chosen} texts drafted\n")
    except BuilderError as error:
        return error
    return None


@contextmanager
def _written(project: Project, result: _Result, catalogue: Catalogue, language: Language) -> Iterator[None]:
    """Write what was drafted when the block ends, also when it is interrupted."""
    try:
        yield
    finally:
        if result.drafts:
            # A machine takes minutes, in which a translator may have saved the file: that is what is kept.
            now = load_catalogue(project, language, catalogue.domain) or catalogue
            path = project.catalogue_path(language, catalogue.domain)
            result.done = write_changed(path, render_po(with_drafts(now, result.drafts)), dry_run=False)


def _provider(args: argparse.Namespace, project: Project) -> Provider:
    given = {"url": args.url, "model": args.model}
    options = {
        **project.settings.prefill.get(args.provider, {}),
        **{name: value for name, value in given.items() if value is not None},
    }
    return load(args.provider, options=options, environment=os.environ, sends=not args.dry_run)


def _planned(
    catalogue: Catalogue,
    template: Catalogue,
    language: Language,
    glossary: tuple[GlossaryTerm, ...],
    limit: int | None,
) -> tuple[_Result, Task, tuple[Message, ...]]:
    empty = wanted(catalogue, template)
    messages = empty[:limit]
    source = Language(template.header.get("X-Source-Language") or "en")
    there = {message.key for message in catalogue.live}
    result = _Result(
        path=catalogue.path,
        domain=catalogue.domain,
        empty=len(empty),
        chosen=len(messages),
        characters=characters(messages, catalogue.domain),
        stale=sum(message.key not in there for message in template.messages),
    )
    task = Task(
        catalogue=catalogue,
        template=template,
        source=source,
        target=language,
        on=_today(),
        glossary=glossary,
    )
    return result, task, messages


def _catalogues(
    project: Project, args: argparse.Namespace, language: Language
) -> list[tuple[Catalogue, Catalogue]]:
    """Return each catalogue that was asked for with its template.

    Raises:
        ContentError: One of them is missing; it has to be started first.
    """
    names, own = split_names(args.articles)
    templates = [
        extract(source.document, path=project.relative(project.template_path(source.slug)))
        for source in (() if own and not names else read_articles(project, names))
        if source.document.language != language
    ]
    templates += [builder_domain.template()] if own else []
    if not templates:
        raise UsageError(
            f"nothing is to be translated into {language}: it is the language of the article",
            hint="name another language",
        )
    found: list[tuple[Catalogue, Catalogue]] = []
    for template in templates:
        catalogue = load_catalogue(project, language, template.domain)
        if catalogue is None:
            raise no_translation(project, language, template.domain)
        found.append((catalogue, template))
    return found


def _announce(result: _Result, provider: Provider, label: str) -> None:
    amount = f"{_texts(result.chosen)}, {result.characters:,} characters"
    where = (
        f"sends {amount} to {provider.address}" if provider.address else f"drafts {amount} on this machine"
    )
    sys.stderr.write(f"{result.path}: {label} {where}\n")


def _report(
    args: argparse.Namespace,
    results: list[_Result],
    provider: Provider,
    language: Language,
    error: BuilderError | None,
) -> None:
    if args.json:
        value = {
            "schema": SCHEMA,
            "language": language,
            "provider": provider.name,
            "address": provider.address,
            "dry_run": args.dry_run,
            "complete": error is None,
            "catalogues": [_json(result) for result in results],
        }
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
        return
    for result in results:
        for left in result.left_out:
            code = f"{left.code} " if left.code else ""
            sys.stdout.write(
                f'{left.where}: {code}left out "{shorten(left.msgid, 40)}": {shorten(left.reason, 120)}\n'
            )
        said = _planned_line(result, provider) if args.dry_run else _done_line(result)
        stale = f"; {_texts(result.stale)} not in it yet, run: edition update {result.domain}"
        sys.stdout.write(f"{said}{stale if result.stale else ''}\n")


def _planned_line(result: _Result, provider: Provider) -> str:
    amount = f"{_texts(result.chosen)}, {result.characters:,} characters"
    if provider.address is None:
        return f"would draft {result.path}: {amount}, with {provider.name} on this machine"
    return f"would draft {result.path}: {amount}, sent away to {provider.address}"


def _done_line(result: _Result) -> str:
    if not result.empty:
        return f"unchanged {result.path}: no text is empty"
    look = f", {result.doubtful} of them with findings" if result.doubtful else ""
    lost = f", {len(result.left_out)} left out" if result.left_out else ""
    fuzzy = "; all fuzzy, for a translator to confirm" if result.drafts else ""
    return f"{result.done} {result.path}: {len(result.drafts)} of {result.empty} drafted{look}{lost}{fuzzy}"


def _json(result: _Result) -> dict[str, object]:
    return {
        "path": result.path,
        "empty": result.empty,
        "chosen": result.chosen,
        "characters": result.characters,
        "characters_sent": result.sent,
        "drafted": len(result.drafts),
        "with_findings": result.doubtful,
        "left_out": [
            {"where": left.where, "code": left.code, "msgid": left.msgid, "reason": left.reason}
            for left in result.left_out
        ],
        "not_in_catalogue": result.stale,
    }


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count} texts"


def _today() -> date:
    """Return the day drafts are dated with: of `SOURCE_DATE_EPOCH` if it is set, else today here."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f'expected a whole number of at least 1, found "{shorten(text)}"')
    return int(text)
