"""`edition store`: what is kept between builds, and how to thin it out, check it and take it elsewhere."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from builder.base.errors import UsageError, VerificationFailed
from builder.base.units import parse_size, show_size
from builder.build.needs import Needs, find_needs
from builder.build.store_room import Rule, count, may_go, until_it_fits
from builder.cli.store_exchange import (
    add_common,
    add_dry_run,
    add_export,
    add_import,
    opened,
    require_folder,
    tell_left_out,
)  # fmt: skip
from builder.cli.streams import write_json
from builder.speech.stored import FILE_NAME, parse_engines
from builder.system.store import KeptObject, Store
from builder.system.store_object import Damaged, check_object

DAYS = 30
"""An object that was used within so many days stays by default."""
_DAY_S = 86_400


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `store` to the command line."""
    parser = commands.add_parser(
        "store",
        help="see, thin out, check, export and import stored speech",
        description="What is slow to make is kept in .builder/store/: speech, levelled passages and their "
        "encodings. All of it can be made again, but speech of a service costs money.",
        epilog="example: edition store stats",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_stats(actions)
    _add_gc(actions)
    _add_verify(actions)
    add_export(actions)
    add_import(actions)


def _add_stats(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "stats",
        help="count what is kept",
        description="Count objects and bytes of each step, and tell when they were used first and last.",
        epilog="example: edition store stats --json",
    )
    add_common(parser)
    parser.set_defaults(run=run_stats)


def _add_gc(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "gc",
        help="remove what no edition needs",
        description="Remove what no edition of the workspace needs, finished or draft, and nobody used for "
        f"{DAYS} days. Speech of network voices and of people stays, and all speech does while an edition "
        "cannot be planned, for then nobody knows what it needs.",
        epilog="example: edition store gc --older-than 90 --dry-run",
    )
    parser.add_argument(
        "--older-than", type=_days, metavar="DAYS", help=f"not used for so long; 0 for any (default: {DAYS})"
    )
    parser.add_argument(
        "--limit", type=_size, metavar="SIZE", help="only until the store fits, what was used longest ago "
        "first, however lately; such as 2GB"
    )  # fmt: skip
    parser.add_argument(
        "--all-speech", action="store_true", help="remove speech of network voices and of people too"
    )
    add_common(parser)
    add_dry_run(parser)
    parser.set_defaults(run=run_gc)


def _add_verify(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser(
        "verify",
        help="read every object and tell what is damaged",
        description="Read every object and compare it with its digest and its recipe. A build never uses a "
        "damaged one; it makes it again.",
        epilog="example: edition store verify --remove",
    )
    parser.add_argument("--remove", action="store_true", help="remove what is damaged")
    add_common(parser)
    add_dry_run(parser)
    parser.set_defaults(run=run_verify)


def run_stats(args: argparse.Namespace) -> int:
    """Print a line for each step, and one for all."""
    project, store = opened(args)
    steps = _by_step(store.objects())
    everything = [each for found in steps.values() for each in found]
    limit_bytes = project.settings.store_limit_bytes
    if args.json:
        value = {
            "schema": "edition-store/1",
            "folder": project.relative(store.root),
            "limit_bytes": limit_bytes,
            **_amounts(everything),
            "steps": [{"step": step, **_amounts(found)} for step, found in steps.items()],
        }
        write_json(value)
        return 0
    for step, found in steps.items():
        sys.stdout.write(f"{step}: {count(found)}, used {_span(found)}\n")
    limit = "" if limit_bytes is None else f", limit {show_size(limit_bytes)}"
    sys.stdout.write(f"in all: {count(everything)}{limit}: {project.relative(store.root)}\n")
    return 0


def run_gc(args: argparse.Namespace) -> int:
    """Remove what may go, and tell how much that is and what stays for a reason of its own."""
    project, store = opened(args)
    require_folder(project, store)
    with store.alone():
        needs = find_needs(project, store, drafts=True)
        kept = list(store.objects())
        doomed = _doomed(args, kept, needs)
        gone = [each for each in doomed if args.dry_run or store.drop(each.path)]
        parts = [path for path in store.half_written() if args.dry_run or store.drop(path)]
    tell_left_out(needs, "no speech is removed")
    left_bytes = sum(each.size_bytes for each in kept) - sum(each.size_bytes for each in gone)
    if args.json:
        write_json({
            "schema": "edition-store-gc/1", "dry_run": args.dry_run, **_sizes(gone),
            "half_written": len(parts), "left_bytes": left_bytes,
            "steps": [{"step": step, **_sizes(found)} for step, found in _by_step(gone).items()],
        })  # fmt: skip
        return 0
    done = "would remove" if args.dry_run else "removed"
    for step, found in _by_step(gone).items():
        sys.stdout.write(f"{step}: {done} {count(found)}\n")
    if parts:
        sys.stdout.write(f"half-written files: {done} {len(parts)}\n")
    over = args.limit is not None and left_bytes > args.limit
    left = f"{show_size(left_bytes)} left{', none of which may go' if over else ''}"
    sys.stdout.write(f"{done} {count(gone)}, {left}: {project.relative(store.root)}\n")
    return 0


def _doomed(args: argparse.Namespace, kept: list[KeptObject], needs: Needs) -> Iterable[KeptObject]:
    """Return what is to be removed of the objects that are kept."""
    days = args.older_than if args.older_than is not None else DAYS if args.limit is None else 0
    rule = Rule(
        needed=needs.recipes.keys(),
        unused_s=days * _DAY_S,
        all_speech=args.all_speech,
        no_speech=bool(needs.left_out),
    )
    found = may_go(kept, rule, now_s=time.time())
    if args.limit is None:
        return found
    size_bytes = sum(each.size_bytes for each in kept)
    return until_it_fits(found, size_bytes=size_bytes, limit_bytes=args.limit)


def run_verify(args: argparse.Namespace) -> int:
    """Print a line for each damaged object; 9 where one is left."""
    project, store = opened(args)
    require_folder(project, store)
    removing = args.remove and not args.dry_run
    read = 0
    damaged: list[tuple[str, str, bool]] = []
    with store.alone() if removing else store.in_use():
        for path, reason in _faults(store):
            read += 1
            if reason is not None:
                damaged.append((project.relative(path), reason, removing and store.drop(path)))
    left = sum(not removed for _, _, removed in damaged)
    if args.json:
        write_json({
            "schema": "edition-store-verify/1",
            "read": read,
            "damaged": [
                {"file": file, "reason": reason, "removed": removed} for file, reason, removed in damaged
            ],
        })  # fmt: skip
        return VerificationFailed.exit_status if left else 0
    for file, reason, removed in damaged:
        end = (
            "removed" if removed else "would remove" if args.remove else "hint: edition store verify --remove"
        )
        sys.stdout.write(f"{file}: damaged: {reason}; {end}\n")
    sys.stdout.write(f"read {read} objects, {len(damaged)} damaged: {project.relative(store.root)}\n")
    return VerificationFailed.exit_status if left else 0


def _faults(store: Store) -> Iterator[tuple[Path, str | None]]:
    """Yield every object, and what is wrong with it; the engines' own words last, where there are some."""
    for each in store.objects():
        try:
            check_object(each.path.read_bytes(), step=each.step, key=each.key)
        except Damaged as error:
            yield each.path, str(error)
        except OSError as error:
            yield each.path, error.strerror or str(error)
        else:
            yield each.path, None
    path = store.root / FILE_NAME
    if path.exists():
        try:
            parse_engines(path.read_bytes())
        except (OSError, ValueError) as error:
            yield path, str(error)


def _by_step(objects: Iterable[KeptObject]) -> dict[str, list[KeptObject]]:
    steps: dict[str, list[KeptObject]] = {}
    for each in objects:
        steps.setdefault(each.step, []).append(each)
    return dict(sorted(steps.items()))


def _sizes(objects: Iterable[KeptObject]) -> dict[str, int]:
    found = list(objects)
    return {"objects": len(found), "bytes": sum(each.size_bytes for each in found)}


def _amounts(objects: list[KeptObject]) -> dict[str, int | str | None]:
    times = [each.used_s for each in objects]
    return {
        **_sizes(objects),
        "oldest_use": _day(min(times)) if times else None,
        "newest_use": _day(max(times)) if times else None,
    }


def _span(objects: list[KeptObject]) -> str:
    first, last = (_day(choose(each.used_s for each in objects)) for choose in (min, max))
    return first if first == last else f"{first} to {last}"


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise UsageError(f'--older-than takes a whole number of days, found "{text[:60]}"')
    return int(text)


def _size(text: str) -> int:
    try:
        return parse_size(text)
    except ValueError as error:
        raise UsageError(f"--limit: {error}") from error
