"""`edition diff`: what changed for a translator, in the article or since an earlier catalogue."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.base.digest import Json
from builder.base.errors import BuilderError, ContentError, UsageError
from builder.base.language import Language, parse_language
from builder.build.project import Project, load_project
from builder.build.sources import load_catalogue, read_bytes
from builder.catalogue import builder_domain
from builder.catalogue.differences import Difference, count_kinds, since, to_do
from builder.catalogue.extract import extract
from builder.catalogue.po import parse_po
from builder.check.marking import visible
from builder.cli.catalogue_files import no_translation, read_articles, refuse_own_language, split_names
from builder.cli.options import add_workspace
from builder.model.catalogue import Catalogue
from builder.system.git import file_at

SCHEMA = "edition-diff/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    catalogue: Catalogue
    language: Language
    differences: tuple[Difference, ...]
    stale: bool
    """True when an update would change what texts there are."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `diff` to the command line."""
    parser = commands.add_parser(
        "diff",
        help="tell a translator what changed",
        description="List what there is to do in a translation against the article as it is now: new texts, "
        "edited ones with the words that changed and the sentences to revise, those to confirm, and those "
        "that are gone. With --since, what changed in the catalogue from an earlier file or git revision on: "
        "in the source, and in translations by others. Nothing is written.",
        epilog="example: edition diff ketamine-and-depression --language es --since HEAD~1",
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=f"slug or file; {builder_domain.DOMAIN} for the tool's own texts (default: all articles)",
    )
    parser.add_argument("--language", required=True, metavar="L", help="of the translation")
    parser.add_argument(
        "--since", metavar="REV|FILE.po", help="an earlier catalogue, or a git revision such as HEAD~1"
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    add_workspace(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every difference with its line; a catalogue that cannot be read is told and the others go on."""
    project = load_project(args.workspace)
    language = parse_language(args.language)
    found: list[_Compared] = []
    status = 0
    templates = tuple(_templates(project, args.articles, language))
    for template in _of_file(templates, args.since):
        try:
            found.append(_compare(project, template, language, args.since))
        except ContentError as error:
            sys.stderr.write(f"{error}\n")
            status = error.exit_status
    sys.stdout.write(_render_json(found, args.since) if args.json else _render_lines(found, args.since))
    return status


def _templates(project: Project, names: Sequence[str], language: Language) -> Iterator[Catalogue]:
    articles, own = split_names(names)
    sources = () if own and not articles else read_articles(project, articles)
    refuse_own_language(sources, (language,))
    for source in sources:
        if articles or language != source.document.language:
            yield extract(source.document)
    if own:
        yield builder_domain.template()


def _of_file(templates: Sequence[Catalogue], earlier: str | None) -> Sequence[Catalogue]:
    """Return the templates an earlier state is to be compared with: one, where it is a file.

    Raises:
        UsageError: Several articles are meant, and the file is called as none of them.
    """
    if earlier is None or len(templates) < 2 or not Path(earlier).is_file():
        return templates
    same = tuple(template for template in templates if template.domain == Path(earlier).stem)
    if not same:
        raise UsageError(
            f"a file is compared with one article, found {len(templates)}",
            where=earlier,
            hint=f"name the article: edition diff {templates[0].domain} --since {earlier}",
        )
    return same


def _compare(project: Project, template: Catalogue, language: Language, earlier: str | None) -> _Compared:
    catalogue = load_catalogue(project, language, template.domain)
    if catalogue is None:
        raise no_translation(project, language, template.domain)
    keys = {message.key for message in catalogue.live}
    if earlier is None:
        differences = to_do(catalogue, template, language)
    else:
        differences = since(_earlier(project, catalogue, earlier), catalogue, language)
    return _Compared(
        catalogue=catalogue,
        language=language,
        differences=differences,
        stale=keys != {message.key for message in template.messages},
    )


def _earlier(project: Project, catalogue: Catalogue, name: str) -> Catalogue:
    """Return the earlier state of a catalogue: of a file, else of a git revision.

    Raises:
        ContentError: It is not a catalogue, or was not there in that revision.
        UsageError: There is neither such a file nor such a revision.
    """
    path = Path(name)
    if path.is_file():
        return parse_po(read_bytes(path, name), path=name, domain=catalogue.domain)
    data = file_at(project.root, name, catalogue.path)
    if data is None:
        raise ContentError(
            f"the catalogue was not there yet in the revision {name}",
            where=catalogue.path,
            hint="name a later revision: git log --oneline -- " + catalogue.path,
        )
    try:
        return parse_po(data, path=f"{name}:{catalogue.path}", domain=catalogue.domain)
    except BuilderError as error:
        error.hint = "name another revision"
        raise


def _render_lines(found: Sequence[_Compared], earlier: str | None) -> str:
    lines: list[str] = []
    for each in found:
        lines.extend(visible(str(difference)) for difference in each.differences)
        counts = count_kinds(each.differences)
        told = f" since {earlier}" if earlier else ""
        nothing = "nothing changed" if earlier else "nothing to do"
        hint = f"; to bring it up to date: edition update {each.catalogue.domain}" if each.stale else ""
        lines.append(f"{each.catalogue.path}: {counts or nothing}{told}{hint}")
    return "".join(f"{line}\n" for line in lines)


def _render_json(found: Sequence[_Compared], earlier: str | None) -> str:
    report: Json = {
        "schema": SCHEMA,
        "since": earlier,
        "catalogues": [
            {
                "path": each.catalogue.path,
                "domain": each.catalogue.domain,
                "language": each.language,
                "stale": each.stale,
                "differences": [_difference_json(difference) for difference in each.differences],
            }
            for each in found
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _difference_json(difference: Difference) -> Json:
    message = difference.message
    return {
        "kind": difference.kind,
        "where": difference.where,
        "msgctxt": message.msgctxt,
        "msgid": message.msgid,
        "msgstr": list(message.msgstr),
        "before": difference.before,
        "changes": [{"before": change.before, "after": change.after} for change in difference.changes],
        "sentences": difference.sentences,
    }
