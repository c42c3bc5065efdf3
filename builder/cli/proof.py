"""`edition proof`: pages on which translators read and hear what they wrote."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from builder.base.errors import BuilderError, LanguagesNotBuilt
from builder.base.language import parse_language
from builder.build.project import load_project
from builder.build.proof import MadeProof, ProofReport, ProofRequest, make_proofs
from builder.cli.build import cores, jobs
from builder.cli.progress import shown_progress

SCHEMA = "edition-proof/1"
_MOST_MAILED_BYTES = 18_000_000
"""Mail makes a third more of it, and many mailboxes take 25 MB."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `proof` to the command line."""
    parser = commands.add_parser(
        "proof",
        help="make pages on which translators hear their texts",
        description="Write output/proof/LANG/SLUG/index.html: each text beside its translation, with its "
        "state, what was found about it, and a player for each of the two. Texts to be confirmed are spoken "
        "here too; they are not published.",
        epilog="example: edition proof es --zip",
    )
    parser.add_argument(
        "languages", nargs="*", metavar="LANG", help="language (default: every one with a catalogue)"
    )
    parser.add_argument(
        "--article", action="append", default=[], metavar="SLUG", help="of this one alone; may be repeated"
    )
    parser.add_argument("--zip", action="store_true", help="make one file to mail: page, sound and catalogue")
    parser.add_argument("--workspace", type=Path, default=Path(), help="the workspace (default: this folder)")
    parser.add_argument(
        "--jobs", type=jobs, default=cores(), metavar="N", help="workers (default: the cores)"
    )
    parser.add_argument("--allow-network", action="store_true", help="let a network voice send texts away")
    parser.add_argument("--dry-run", action="store_true", help="say what would be spoken, and do nothing")
    parser.add_argument("--json", action="store_true", help="tell the result as JSON")
    parser.add_argument("--plain", action="store_true", help="plain lines, no bars")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the proofs, tell of each, and return the exit status."""
    project = load_project(args.workspace)
    request = ProofRequest(
        articles=tuple(args.article),
        languages=tuple(dict.fromkeys(parse_language(tag) for tag in args.languages)),
        zipped=args.zip,
        jobs=args.jobs,
        allow_network=args.allow_network,
    )
    if args.dry_run:
        report = make_proofs(project, request)
    else:
        with shown_progress(plain=args.plain) as progress:
            report = make_proofs(project, request, progress)
    if args.json:
        sys.stdout.write(_json(report))
    else:
        _tell(report, dry_run=args.dry_run)
    for name, error in report.refused.items():
        sys.stderr.write(f"{name}: no proof\n{error}\n")
    return _exit_status(report)


def _tell(report: ProofReport, *, dry_run: bool) -> None:
    for made in report.made:
        for estimate, side in zip(made.estimates, ("source", "translation", "words"), strict=False):
            if dry_run:
                sys.stdout.write(f"{made.name}: {side}: {estimate}\n")
        if dry_run:
            sys.stdout.write(f"would write output/{made.folder}/index.html\n")
            continue
        done = "wrote" if made.changed else "unchanged"
        sys.stdout.write(f"{done} output/{made.folder}/index.html: {_counts(made)}\n")
        if made.zip_path:
            sys.stdout.write(f"{done} output/{made.zip_path}: {made.zip_bytes / 1e6:.1f} MB\n")
        if made.zip_bytes > _MOST_MAILED_BYTES:
            sys.stderr.write(
                f"output/{made.zip_path} is larger than many mailboxes take; send a link to it instead\n"
            )
    if any(made.changed for made in report.made) and not dry_run:
        sys.stdout.write("next: open a page with a web browser; it needs no network\n")
    if not report.made and not report.refused:
        sys.stdout.write("no translations here; to start one: edition add-language es\n")


def _counts(made: MadeProof) -> str:
    assert made.proof is not None
    segments = made.proof.segments
    changed = sum(each.changed for each in segments)
    found = sum(bool(each.findings) for each in segments)
    return (
        f"{len(segments)} texts, {changed} changed since last time, {found} with findings; "
        f"{made.size_bytes / 1e6:.1f} MB"
    )


def _json(report: ProofReport) -> str:
    value = {
        "schema": SCHEMA,
        "proofs": [_made_json(made) for made in report.made],
        "refused": [
            {"name": name, "message": error.message, "where": error.where, "hint": error.hint}
            for name, error in report.refused.items()
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _made_json(made: MadeProof) -> dict[str, object]:
    slug, _, language = made.name.rpartition("/")
    segments = made.proof.segments if made.proof else ()
    return {
        "article": slug,
        "language": language,
        "page": f"output/{made.folder}/index.html",
        "zip": f"output/{made.zip_path}" if made.zip_path else None,
        "size_bytes": made.size_bytes,
        "zip_bytes": made.zip_bytes,
        "sentences": sum(each.sentences for each in made.estimates),
        "sentences_stored": sum(each.stored for each in made.estimates),
        "changed_files": list(made.changed),
        "texts": [
            {
                "id": each.id,
                "state": each.state,
                "changed": each.changed,
                "findings": [one.finding.code for one in each.findings],
                "where": each.place,
            }
            for each in segments
        ],
    }


def _exit_status(report: ProofReport) -> int:
    errors: list[BuilderError] = list(report.refused.values())
    if not errors:
        return 0
    return LanguagesNotBuilt.exit_status if report.made else errors[0].exit_status
