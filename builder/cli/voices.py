"""`edition voices`: the engines and voices that are here, and how well each is understood."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from builder.base.errors import VoiceMissing
from builder.base.language import Language, parse_language
from builder.build.project import loose_project
from builder.cli.options import add_workspace
from builder.cli.streams import write_json
from builder.cli.voices_install import add_action
from builder.speech import engines
from builder.speech.choose import band_of
from builder.speech.engine import EngineInfo, Voice

_COLUMNS = ("engine", "voice", "languages", "band", "licence")
_SPEAKING = tuple(name for name in engines.NAMES if name != "tone")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `voices` to the command line."""
    parser = commands.add_parser(
        "voices",
        help="list engines and voices, and fetch more",
        description="List what can speak here: engine, voice, languages, how well a recogniser understood it "
        "(good, usable, weak, not usable; not measured where you put it here) and its licence, parted by "
        "tabs; a recording is listed as the one text it says, with its reader. Engines that are not here are "
        "named with the command that installs them; test tones only where --engine tone asks for them.",
        epilog="example: edition voices --language es",
    )
    parser.add_argument("--language", metavar="L", help="voices of this language alone")
    parser.add_argument("--engine", choices=engines.NAMES, help="voices of this engine alone")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_workspace(parser)
    parser.set_defaults(run=run)
    add_action(parser.add_subparsers(title="actions", metavar="ACTION"))


def run(args: argparse.Namespace) -> int:
    """Print a line for each voice."""
    language = parse_language(args.language) if args.language else None
    options = engines.without_stored(loose_project(args.workspace).settings.engines)
    found: list[dict[str, object]] = []
    missing: list[str] = []
    for name in [args.engine] if args.engine else _SPEAKING:
        try:
            found += _rows(engines.info(name, options), language)
        except VoiceMissing as error:
            missing.append(f"{name} does not speak here: {error.hint or error.message}")
    if args.json:
        write_json({"schema": "edition-voices/1", "voices": found})
        return 0
    for row in found:
        name = row["voice"] if row["voice"] == row["title"] else f"{row['voice']} ({row['title']})"
        sys.stdout.write("\t".join(str({**row, "voice": name}[key]) for key in _COLUMNS) + "\n")
    for line in missing:
        sys.stderr.write(line + "\n")
    return 0


def _rows(info: EngineInfo, language: Language | None) -> Iterator[dict[str, object]]:
    for voice in info.voices:
        if language is None or _speaks(voice, language):
            yield {
                "engine": info.name,
                "version": info.version,
                "voice": voice.name,
                "title": voice.title or voice.name,
                "languages": " ".join(voice.languages) or "any",
                "band": _band(voice, language),
                "licence": voice.licence,
                "network": info.network,
            }


def _speaks(voice: Voice, language: Language) -> bool:
    base = language.partition("-")[0]
    return not voice.languages or any(tag.partition("-")[0] == base for tag in voice.languages)


def _band(voice: Voice, language: Language | None) -> str:
    if language is not None:
        return band_of(voice, language)
    return " ".join(dict.fromkeys(band_of(voice, tag) for tag in voice.languages)) or "for tests"
