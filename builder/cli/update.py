"""`edition update`: bring catalogues up to date with their articles; no translator's word is lost."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.base.digest import Json
from builder.base.errors import ContentError, UsageError
from builder.base.language import Language
from builder.base.text import shorten
from builder.build.project import Project, load_project
from builder.build.sources import Source, load_catalogue
from builder.catalogue import builder_domain
from builder.catalogue.extract import extract
from builder.catalogue.listen import segment_ids, with_listen
from builder.catalogue.localise import coverage, unfinished
from builder.catalogue.merge import merge, start
from builder.catalogue.merge_report import MergeEvent, MergeReport
from builder.catalogue.po import render_po
from builder.cli.catalogue_files import asked_languages, read_articles, split_names, write_changed
from builder.cli.memory_files import load_memory
from builder.cli.options import add_workspace
from builder.model.catalogue import Catalogue, Coverage

SCHEMA = "edition-update/1"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `update` to the command line."""
    parser = commands.add_parser(
        "update",
        help="bring translations up to date with their articles",
        description="Merge each article's texts into the catalogues of its languages. An edited text keeps "
        "its translation as fuzzy, with the earlier text beside it; a text that is gone is kept as obsolete "
        "and comes back with its text. Sentences that moved keep their translations. Texts of other articles "
        "or of locales/LOCALE/memory.po serve again. A file is written only when it changes.",
        epilog="example: edition update ketamine-and-depression --language pt-BR",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts (default: all)",
    )
    parser.add_argument(
        "--language", action="append", default=[], metavar="L", help="only this one; made where it is missing"
    )
    add_workspace(parser)
    parser.add_argument(
        "--minor",
        action="store_true",
        help="the edits correct typos: translations stay confirmed and approved; where an edit is more than "
        "that it is said, and the translation is fuzzy as ever",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done to each text, and write nothing"
    )
    parser.add_argument("--json", action="store_true", help="print what is done to each text as JSON")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One catalogue brought up to date."""

    path: str
    language: Language
    domain: str
    done: str
    """`wrote`, `would write` or `unchanged`."""
    started: bool
    """True for a catalogue that was not there before."""
    report: MergeReport
    coverage: Coverage


def run(args: argparse.Namespace) -> int:
    """Merge, write what changed, and tell it file by file; one broken file does not stop the others."""
    project = load_project(args.workspace)
    asked = asked_languages(args.language)
    articles, own = split_names(args.articles)
    if args.minor and not args.articles:
        raise UsageError(
            "--minor is said of the articles whose typos were corrected; none is named",
            hint="name them, for example: edition update my-letter --minor",
        )
    sources = () if own and not articles else read_articles(project, articles)
    work = catalogues_to_update(project, sources, asked, own=own)
    updates: list[Update] = []
    status = 0
    for language, template in work:
        try:
            update = update_catalogue(project, language, template, minor=args.minor, dry_run=args.dry_run)
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
            continue
        updates.append(update)
        if not args.json:
            sys.stdout.write(_line(update))
            sys.stdout.writelines(_event_lines(update, all_of_them=args.dry_run))
    if args.json:
        sys.stdout.write(_render_json(updates))
    elif not work:
        sys.stdout.write("no translations here; to start one: edition add-language es\n")
    return status


def catalogues_to_update(
    project: Project, sources: Sequence[Source], asked: Sequence[Language], *, own: bool
) -> list[tuple[Language, Catalogue]]:
    """Return each catalogue to update, by language, as the template to merge into it.

    Args:
        project: The workspace.
        sources: Articles to be translated.
        asked: Languages that were named; those the articles have already if none was.
        own: True when the tool's own texts were named: then they are updated whether or not they are needed.
    """
    work: list[tuple[Language, Catalogue]] = []
    languages: set[Language] = set()
    for source in sources:
        template = extract(source.document, path=project.relative(project.template_path(source.slug)))
        for language in asked or project.languages(source.slug):
            if language != source.document.language:
                proof_url = project.settings.proof_url
                linked = with_listen(template, language, segment_ids(source.document), proof_url)
                work.append((language, linked))
                languages.add(language)
    return work + _own_work(project, sources, asked, languages, named=own)


def _own_work(
    project: Project,
    sources: Sequence[Source],
    asked: Sequence[Language],
    languages: set[Language],
    *,
    named: bool,
) -> list[tuple[Language, Catalogue]]:
    """Return the catalogues of the tool's own texts to update.

    An article's own language needs them as well as `languages`, those it is translated into.

    Raises:
        UsageError: A language was asked for that has nothing to be translated into it.
    """
    template = builder_domain.template()
    there = set(project.languages(template.domain))
    if named:
        return [(language, template) for language in sorted(asked or there)]
    spoken = {source.document.language for source in sources}
    wanted = languages | set(asked) | (set() if asked else spoken & there)
    needed = [language for language in sorted(wanted) if _needs_own(project, language, template)]
    missing = [language for language in asked if language not in languages and language not in needed]
    if missing:
        raise UsageError(
            f'nothing is to be translated into "{missing[0]}": it is the language of the article',
            hint="name another language",
        )
    return [(language, template) for language in needed]


def _needs_own(project: Project, language: Language, template: Catalogue) -> bool:
    """Tell whether the workspace has, or needs, a translation of the tool's texts in `language`."""
    if project.catalogue_path(language, template.domain).is_file():
        return True
    shipped = builder_domain.shipped(language)
    return unfinished((template, (shipped,) if shipped else ())) is not None


def update_catalogue(
    project: Project, language: Language, template: Catalogue, *, minor: bool = False, dry_run: bool = False
) -> Update:
    """Bring one catalogue up to date, or start it, and return what was done.

    Raises:
        ContentError: The catalogue cannot be read.
    """
    path = project.catalogue_path(language, template.domain)
    name = project.relative(path)
    before = load_catalogue(project, language, template.domain)
    catalogue = before or start(template, language, path=name)
    memory = load_memory(project, language, template)
    merged, report = merge(catalogue, template, memory=memory, minor=minor)
    return Update(
        path=name,
        language=language,
        domain=template.domain,
        done=write_changed(path, render_po(merged), dry_run=dry_run),
        started=before is None,
        report=report,
        coverage=coverage(merged, template),
    )


def _line(update: Update) -> str:
    far = update.coverage
    remembered = len(update.report.remembered)
    counts = f"{remembered} remembered; " if update.started and remembered else ""
    counts = counts if update.started else f"{update.report}; "
    state = f"{far.translated} of {far.total} translated, {far.fuzzy} to look at"
    return f"{update.done} {update.path}: {counts}{state}{_back(len(update.report.back))}\n"


def _event_lines(update: Update, *, all_of_them: bool) -> Iterator[str]:
    """Yield a line for each text something happened to; by default those alone whose edit is not minor."""
    for event in update.report.events:
        if event.refused or (all_of_them and not update.started):
            where = event.where or update.path
            yield f"  {where}: {event}: “{shorten(event.msgid)}”\n"


def _render_json(updates: Sequence[Update]) -> str:
    value: Json = {
        "schema": SCHEMA,
        "catalogues": [
            {
                "path": update.path,
                "language": update.language,
                "domain": update.domain,
                "done": update.done,
                "kept": update.report.kept,
                "translated": update.coverage.translated,
                "fuzzy": update.coverage.fuzzy,
                "total": update.coverage.total,
                "back": list(update.report.back),
                "texts": [_event_json(event) for event in update.report.events],
            }
            for update in updates
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _event_json(event: MergeEvent) -> dict[str, Json]:
    """Return an event as JSON; what does not apply to it is left out."""
    known: dict[str, Json] = {
        "what": event.what,
        "where": event.where,
        "msgctxt": event.msgctxt,
        "msgid": event.msgid,
        "confirmed": event.confirmed,
        "changes": [{"before": change.before, "after": change.after} for change in event.changes],
        "missing_sentences": list(event.missing),
        "origin": event.origin,
        "refused": event.refused,
    }
    return {name: value for name, value in known.items() if value not in (None, "", []) or name == "what"}


def _back(count: int) -> str:
    if count == 1:
        return "; 1 text is back to its earlier wording: confirm it"
    return f"; {count} texts are back to their earlier wording: confirm them" if count else ""
