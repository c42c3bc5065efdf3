"""`edition store export` and `import`: stored speech taken to another machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from builder.base.errors import ContentError, LanguagesNotBuilt, UsageError
from builder.build.needs import Needs, find_needs
from builder.build.project import Project, load_project
from builder.build.store_exchange import export, exported, import_archive, lacking
from builder.cli.catalogue_files import asked_languages
from builder.cli.options import add_workspace
from builder.cli.streams import write_json
from builder.system.store import Store


def add_export(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action `export`."""
    parser = actions.add_parser(
        "export",
        help="write what editions need into a file",
        description="Write what the finished editions need into one file, with what their voices told of "
        "themselves, so that a machine without a voice builds the same bytes of it.",
        epilog="example: edition store export speech.zip --language es",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a .zip, which is replaced")
    parser.add_argument(
        "--article", action="append", default=[], metavar="A", help="this one alone; may be repeated"
    )
    parser.add_argument(
        "--language", action="append", default=[], metavar="L", help="this one alone; may be repeated"
    )
    parser.add_argument(
        "--speech-alone", action="store_true", help="leave out what can be made of the speech without a voice"
    )
    add_common(parser)
    add_dry_run(parser)
    parser.set_defaults(run=run_export)


def add_import(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action `import`."""
    parser = actions.add_parser(
        "import",
        help="take such a file into the store",
        description="Take what another machine's store exported into this one. What is here and whole stays.",
        epilog="example: edition store import speech.zip",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="as edition store export wrote it")
    add_common(parser)
    add_dry_run(parser)
    parser.set_defaults(run=run_import)


def run_export(args: argparse.Namespace) -> int:
    """Write the archive; 4 where an edition is not whole in it."""
    project, store = opened(args)
    require_folder(project, store)
    if args.file.is_dir():
        raise UsageError("this is a folder", where=str(args.file), hint="name a file in it: speech.zip")
    with store.in_use():
        needs = find_needs(
            project,
            store,
            articles=[project.article_path(name) for name in args.article],
            languages=asked_languages(args.language),
        )
        if not needs.jobs:
            raise needs.left_out[0].error
        short = {job.plan.name: missing for job in needs.jobs if (missing := lacking(job, store))}
        recipes = exported(needs, speech_alone=args.speech_alone)
        if args.dry_run:
            objects = sum(store.holds(recipe) for recipe in recipes)
        else:
            objects = export(args.file, project, needs, recipes, store)
    tell_left_out(needs, "it is not in the file")
    for name, missing in short.items():
        passages = f"{missing} passage{' is' if missing == 1 else 's are'}"
        sys.stderr.write(f"{name}: {passages} not in the store\n  hint: run: edition build\n")
    if args.json:
        write_json({
            "schema": "edition-store-export/1", "dry_run": args.dry_run, "objects": objects,
            "editions": [job.plan.name for job in needs.jobs],
            "not_whole": sorted({*short, *(each.name for each in needs.left_out)}),
        })  # fmt: skip
    else:
        done, editions = "would write" if args.dry_run else "wrote", len(needs.jobs)
        of = f"{objects} objects of {editions} edition{'' if editions == 1 else 's'}"
        sys.stdout.write(f"{done} {of}: {args.file}\n")
    return LanguagesNotBuilt.exit_status if short or needs.left_out else 0


def run_import(args: argparse.Namespace) -> int:
    """Take the archive in, and tell how much was new."""
    _, store = opened(args)
    if not args.file.is_file():
        raise UsageError("there is no such file", where=str(args.file))
    if args.dry_run:
        taken = import_archive(args.file, store, dry_run=True)
    else:
        with store.in_use():
            taken = import_archive(args.file, store)
    if args.json:
        write_json({
            "schema": "edition-store-import/1", "dry_run": args.dry_run, "new": taken.new,
            "known": taken.known, "engines": list(taken.engines),
        })  # fmt: skip
        return 0
    done = "would take" if args.dry_run else "took"
    voices = f"; voices of {', '.join(taken.engines)}" if taken.engines else ""
    sys.stdout.write(f"{done} {taken.new} objects, {taken.known} were here{voices}: {args.file}\n")
    return 0


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add what every action takes."""
    add_workspace(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Add `--dry-run`."""
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def opened(args: argparse.Namespace) -> tuple[Project, Store]:
    """Return the workspace and its store."""
    project = load_project(args.workspace)
    return project, Store(project.store)


def require_folder(project: Project, store: Store) -> None:
    """Refuse a workspace that has no store yet.

    Raises:
        ContentError: It has none.
    """
    if not store.root.is_dir():
        raise ContentError(
            "there is no store yet", where=project.relative(store.root), hint="run: edition build"
        )


def tell_left_out(needs: Needs, consequence: str) -> None:
    """Say which editions could not be planned, why, and what comes of it."""
    for each in needs.left_out:
        sys.stderr.write(f"{each.name} cannot be planned, so {consequence}\n{each.error}\n")
