"""`edition check`: what a program can see wrong in translations, for people, for machines and as a page."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, assert_never

from builder.base.errors import BuilderError, ContentError, UsageError
from builder.base.language import Language, from_po_locale
from builder.base.suggest import did_you_mean
from builder.build.project import Project, load_project, loose_project
from builder.build.pronunciation_findings import pronunciation_findings
from builder.build.pronunciations import read_lexicons
from builder.build.sources import Source, load_catalogue, read_bytes, read_glossary
from builder.catalogue import builder_domain, pronunciation_domain
from builder.catalogue.extract import extract
from builder.catalogue.po import parse_po
from builder.check.report import (
    Checked,
    render_github,
    render_json,
    render_text,
    severities,
    summary,
    unreadable,
)
from builder.cli.catalogue_files import (
    asked_languages,
    no_translation,
    read_articles,
    refuse_own_language,
    split_names,
)
from builder.cli.options import add_workspace
from builder.cli.streams import write_bytes
from builder.model.catalogue import Catalogue
from builder.model.finding import Finding
from builder.model.glossary import GlossaryTerm
from builder.system.files import write_atomic

Format = Literal["text", "json", "sarif", "html", "github"]
_FORMATS: tuple[Format, ...] = ("text", "json", "sarif", "html", "github")
_ERRORS_FOUND = 3


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` to the command line."""
    parser = commands.add_parser(
        "check",
        help="find what is wrong in translations",
        description="Compare translations with their source: figures, units, tags, negations, names, the "
        "glossary, characters a voice cannot speak, and more. ARTICLE checks its translations into all "
        "languages, FILE.po any catalogue of any project. Exit status 3 when there are errors, else 0. "
        "--format html writes a page in plain words for translators.",
        epilog="example: edition check ketamine-and-depression --language es --format html -o findings.html",
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="ARTICLE|FILE.po",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts, "
        f"{pronunciation_domain.DOMAIN} for how words are said (default: all articles, and pronunciations)",
    )
    parser.add_argument("--language", action="append", default=[], metavar="L", help="only this one")
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--format", choices=_FORMATS, default="text", metavar="F", help=f"one of {', '.join(_FORMATS)}"
    )
    which.add_argument("--json", action="store_const", dest="format", const="json", help="print it as JSON")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the report to FILE")
    parser.add_argument("--notes", action="store_true", help="show notes in the lines too")
    parser.add_argument(
        "--warnings-as-errors", action="store_true", help="exit status 3 when there are warnings too"
    )
    add_workspace(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check what was named, print or write the report, and tell by the status whether there are errors."""
    asked = asked_languages(args.language)
    files = tuple(name for name in args.names if name.endswith((".po", ".pot")))
    names = tuple(name for name in args.names if name not in files)
    checked: list[Checked] = []
    if names or not files:
        checked.extend(_check_workspace(args.workspace, names, asked))
    project = loose_project(args.workspace) if files else None
    for name in files:
        assert project is not None
        checked.append(_check_file(project, name, asked))
    if not checked and args.format == "text":
        sys.stdout.write("no translations here; to start one: edition add-language es\n")
        return 0
    report = _render(checked, args.format, notes=args.notes)
    if args.output is None:
        write_bytes(report)
    else:
        write_atomic(args.output, report)
        sys.stdout.write(f"{summary(checked)}\nwrote {args.output}\n")
    counts = severities(checked)
    bad = counts["error"] + (counts["warning"] if args.warnings_as_errors else 0)
    return _ERRORS_FOUND if bad else 0


def _render(checked: Sequence[Checked], name: Format, *, notes: bool) -> bytes:
    match name:
        case "text":
            return render_text(checked, notes=notes).encode()
        case "json":
            return render_json(checked).encode()
        case "github":
            return render_github(checked, notes=notes).encode()
        case "sarif":
            from builder.check.sarif import render_sarif

            return render_sarif(checked).encode()
        case "html":
            from builder.check.report_page import render_page

            return render_page(checked)
        case _:
            assert_never(name)


def _check_workspace(folder: Path, names: Sequence[str], asked: Sequence[Language]) -> Iterator[Checked]:
    project = load_project(folder)
    rest = tuple(name for name in names if name != pronunciation_domain.DOMAIN)
    pronounced = _pronounced(project, asked) if not names or rest != tuple(names) else ()
    if rest or not names:
        yield from _check_translations(project, rest, asked, pronounced)
    articles = read_articles(project, ()) if pronounced else ()
    for language in pronounced:
        yield _check_pronunciations(project, language, articles)


def _pronounced(project: Project, asked: Sequence[Language]) -> tuple[Language, ...]:
    return tuple(language for language in project.pronounced_languages() if not asked or language in asked)


def _check_translations(
    project: Project, names: Sequence[str], asked: Sequence[Language], pronounced: Sequence[Language]
) -> Iterator[Checked]:
    """Check translations of what is named; an article's own language is passed over if it is pronounced."""
    articles, own = split_names(names)
    sources = () if own and not articles else read_articles(project, articles)
    written = {source.document.language for source in sources}
    wanted = tuple(each for each in asked if not (each in pronounced and written == {each}))
    if asked and not wanted:
        return
    refuse_own_language(sources, wanted)
    templates = [(extract(source.document), source.document.language) for source in sources]
    if own:
        templates.append((builder_domain.template(), builder_domain.SOURCE_LANGUAGE))
    for template, source_language in templates:
        there = [language for language in project.languages(template.domain) if language != source_language]
        for language in wanted:
            if language not in there:
                raise no_translation(project, language, template.domain)
        for language in wanted or there:
            yield _check_own(project, template, language)


def _check_pronunciations(project: Project, language: Language, sources: Sequence[Source]) -> Checked:
    """Check the pronunciations of a language against all that is spoken in it."""
    lexicons = read_lexicons(project)
    error = lexicons.errors.get(language)
    path = project.catalogue_path(language, pronunciation_domain.DOMAIN)
    name = project.relative(path if path.is_file() else project.lexicon_path(language))
    findings = (
        pronunciation_findings(project, lexicons, language, sources=sources)
        if error is None
        else (unreadable(error, name),)
    )
    catalogue = None if error else load_catalogue(project, language, pronunciation_domain.DOMAIN)
    return Checked(
        path=name,
        domain=pronunciation_domain.DOMAIN,
        language=language,
        source_language=language,
        findings=findings,
        catalogue=catalogue,
        folder=_folder(project),
    )


def _check_own(project: Project, template: Catalogue, language: Language) -> Checked:
    """Check a catalogue of this workspace against what its article says now."""
    from builder.check.catalogue import check_catalogue

    path = project.catalogue_path(language, template.domain)
    name = project.relative(path)
    catalogue, problems = _read(path, name, template.domain)
    glossary, glossary_problems = _glossary(project, language)
    findings = (
        ()
        if catalogue is None
        else check_catalogue(
            catalogue,
            template,
            language=language,
            glossary=glossary,
            pronunciations=read_lexicons(project).usable(language),
        )
    )
    return Checked(
        path=name,
        domain=template.domain,
        language=language,
        source_language=Language(template.header.get("X-Source-Language") or "en"),
        findings=(*problems, *glossary_problems, *findings),
        catalogue=catalogue,
        folder=_folder(project),
    )


def _check_file(project: Project, name: str, asked: Sequence[Language]) -> Checked:
    """Check any `.po` file; one of this workspace's articles as what it is.

    Raises:
        UsageError: There is no such file.
    """
    path = Path(name)
    if not path.is_file():
        beside = [each.name for each in path.parent.glob("*.po*")] if path.parent.is_dir() else []
        raise UsageError(
            f"there is no such file{did_you_mean(path.name, beside)}", where=name, hint="name a .po file"
        )
    own = _own_template(project, path)
    if own is not None:
        return _check_own(project, *own)
    pronounced = _pronounced_in(project, path)
    if pronounced is not None:
        return _check_pronunciations(project, pronounced, read_articles(project, ()))
    from builder.catalogue.rules.check import check_any

    catalogue, problems = _read(path, name, path.stem)
    language = asked[0] if asked else (catalogue.language if catalogue else None) or _language_of(path)
    source_language = Language((catalogue.header.get("X-Source-Language") if catalogue else None) or "en")
    glossary, glossary_problems = _glossary(project, language) if language else ((), ())
    findings = (
        ()
        if catalogue is None
        else check_any(catalogue, language=language, source_language=source_language, glossary=glossary)
    )
    return Checked(
        path=name,
        domain=path.stem,
        language=language,
        source_language=source_language,
        findings=(*problems, *glossary_problems, *findings),
        catalogue=catalogue,
    )


def _own_template(project: Project, path: Path) -> tuple[Catalogue, Language] | None:
    """Return template and language of a file that is a catalogue of this workspace, else None."""
    folder = path.resolve().parent
    if folder.name != "LC_MESSAGES" or folder.parent.parent != project.locales.resolve():
        return None
    try:
        language = from_po_locale(folder.parent.name)
        if path.stem == builder_domain.DOMAIN:
            return builder_domain.template(), language
        (source,) = read_articles(project, [path.stem])
    except BuilderError:
        return None
    return extract(source.document), language


def _pronounced_in(project: Project, path: Path) -> Language | None:
    """Return the language of a file of pronunciations of this workspace; None for any other file."""
    known = project.pronounced_languages() if path.stem == pronunciation_domain.DOMAIN else ()
    files = {project.catalogue_path(each, path.stem).resolve(): each for each in known}
    return files.get(path.resolve())


def _read(path: Path, name: str, domain: str) -> tuple[Catalogue | None, tuple[Finding, ...]]:
    """Return a catalogue, or why there is none."""
    try:
        return parse_po(read_bytes(path, name), path=name, domain=domain), ()
    except ContentError as error:
        return None, (unreadable(error, name),)


def _glossary(project: Project, language: Language) -> tuple[tuple[GlossaryTerm, ...], tuple[Finding, ...]]:
    """Return the terms of a language, or why they cannot be read; none where there is no glossary."""
    try:
        return read_glossary(project, language), ()
    except ContentError as error:
        return (), (unreadable(error, project.relative(project.glossary_path(language))),)


def _language_of(path: Path) -> Language | None:
    """Return the language a file's name or folder tells, such as `pt_BR.po` or `pt_BR/LC_MESSAGES/x.po`."""
    folder = path.resolve().parent
    for name in (path.stem, folder.parent.name if folder.name == "LC_MESSAGES" else folder.name):
        try:
            return from_po_locale(name)
        except UsageError:
            continue
    return None


def _folder(project: Project) -> str:
    """Return the workspace as seen from the working folder: empty, or ending in `/`."""
    root = project.root.resolve()
    try:
        inside = root.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return f"{root.as_posix()}/"
    return "" if inside == "." else f"{inside}/"
