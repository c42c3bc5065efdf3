"""`edition voices install`: fetch a voice that speaks on this machine from then on, without the network."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from builder.build.project import loose_project
from builder.speech import piper
from builder.speech.models import package_folder
from builder.speech.piper_catalogue import CATALOGUE, CatalogueVoice, check_catalogue, find_voice, install
from builder.speech.piper_voices import files_in, read_voice

_EVERY_S = 5.0


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `install` to `edition voices`."""
    parser = actions.add_parser(
        "install",
        help="fetch a voice of Piper's catalogue",
        description="Fetch a voice of Piper's catalogue into the folder of voices, where every later build "
        "finds it offline. This alone goes to the network, and says first what it fetches from where. An "
        "interrupted fetch goes on where it broke off; a file counts when its size and checksum are right. "
        "A language in place of a name lists its voices.",
        epilog="example: edition voices install es_ES-davefx-medium",
    )
    parser.add_argument("name", metavar="NAME", help="of the voice, such as es_ES-davefx-medium")
    parser.add_argument(
        "--from", dest="catalogue", metavar="URL", help="another catalogue that is laid out as Piper's"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="where voices lie (default: as edition.toml says)"
    )
    # Given before the action it has to outlive the action's own default.
    parser.add_argument(
        "--workspace",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FOLDER",
        help="the workspace (default: this folder)",
    )
    parser.add_argument("--dry-run", action="store_true", help="ask the catalogue alone, and fetch no voice")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fetch a voice, and tell where it is and what its licence says."""
    options = loose_project(args.workspace).settings.engines.get(piper.NAME, {})
    catalogue = check_catalogue(args.catalogue or options.get("catalogue", CATALOGUE))
    folder = args.folder.absolute() if args.folder else piper.voice_folder(options)
    sys.stderr.write(f"asking {catalogue} for its list of voices\n")
    voice = find_voice(args.name, catalogue)
    if args.dry_run:
        sys.stdout.write(f"would fetch {_what(voice)} into {folder}\n")
        return 0
    sys.stderr.write(f"fetching {_what(voice)} into {folder}\n")
    install(voice, folder, tell=_progress(voice))
    known = read_voice(files_in(folder, voice.name))
    languages = " ".join(known.languages)
    sys.stdout.write(f"{voice.name}\t{languages}\t{folder}\tlicence: {known.licence}\n")
    for line in _left_to_do(folder, piper.voice_folder(options)):
        sys.stderr.write(f"{line}\n")
    return 0


def _what(voice: CatalogueVoice) -> str:
    count = len(voice.remotes)
    folder = voice.model.address.rpartition("/")[0]
    return f"{voice.name}: {count} files, {_megabytes(voice.size_bytes)} MB, from {folder}"


def _left_to_do(folder: Path, default: Path) -> list[str]:
    lines = []
    if folder != default:
        lines.append(f'to speak with it, write into edition.toml: [engines.piper] folder = "{folder}"')
    if package_folder("piper") is None:
        lines.append(f"to speak with it: {piper.INSTALL}")
    return lines


def _progress(voice: CatalogueVoice) -> Callable[[int], None]:
    """Return what tells on standard error, every few seconds, how much is there."""
    said_s = time.monotonic()

    def tell(done_bytes: int) -> None:
        nonlocal said_s
        if time.monotonic() - said_s > _EVERY_S:
            said_s = time.monotonic()
            whole = _megabytes(voice.model.size_bytes)
            sys.stderr.write(f"{voice.name}: {_megabytes(done_bytes)} of {whole} MB\n")

    return tell


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f}"
