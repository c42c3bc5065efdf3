"""`edition say`: hear how a text is spoken, before anything is built."""

from __future__ import annotations

import argparse
import shlex
import sys
import wave
from collections.abc import Sequence
from pathlib import Path

from builder.article.sentences import sentences
from builder.base.errors import UsageError
from builder.base.language import parse_language
from builder.build.project import Project, loose_project
from builder.build.run import open_engine
from builder.model.script import Utterance, UtteranceId
from builder.narration.spoken import spoken_form
from builder.speech.choose import choose_voice
from builder.speech.speak import speak
from builder.system.files import open_atomic
from builder.system.store import Store

_PAUSE_MS = 300


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `say` to the command line."""
    parser = commands.add_parser(
        "say",
        help="speak a text into a WAV file",
        description="Show how each sentence of a text is put into spoken words, and speak it into a WAV file "
        "with the voice a build would take.",
        epilog='example: edition say "0.5 mg/kg over 40 minutes" --language en --output dose.wav',
    )
    parser.add_argument("text", help="what to say")
    parser.add_argument("--language", default=None, metavar="L", help="default: the show's")
    parser.add_argument("--output", type=Path, metavar="FILE", help="WAV file; without it nothing is spoken")
    parser.add_argument("--workspace", type=Path, default=Path(), help="the workspace (default: this folder)")
    parser.add_argument("--allow-network", action="store_true", help="let a network voice send the text away")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the spoken form of each sentence, and write the sound where a file is named."""
    _check(args)
    project = loose_project(args.workspace)
    language = parse_language(args.language) if args.language else project.show.language
    voice = choose_voice(
        language, profile=project.settings.profile, configured=project.settings.voices.get(language)
    )
    utterances = []
    for number, (start, end) in enumerate(sentences(args.text, language), start=1):
        form = spoken_form(args.text[start:end], language)
        sys.stdout.write(form.text + "\n")
        utterances.append(
            Utterance(
                id=UtteranceId(f"say.{number}"),
                text=form.text,
                written=args.text[start:end],
                spans=form.spans,
                written_start=start,
                language=language,
                voice=voice,
                pause_after_ms=_PAUSE_MS,
            )
        )
    if args.output is not None:
        _write(args.output, utterances, project, allow_network=args.allow_network)
    return 0


def _check(args: argparse.Namespace) -> None:
    if not args.text.strip():
        raise UsageError("there is nothing to say: the text is empty", hint='edition say "Good morning."')
    if args.output is None:
        return
    if args.output.is_dir():
        raise UsageError("this is a folder", where=str(args.output), hint="name a WAV file in it")
    if not args.output.parent.is_dir():
        raise UsageError(
            "there is no such folder",
            where=str(args.output.parent),
            hint=f"mkdir -p {shlex.quote(str(args.output.parent))}",
        )


def _write(path: Path, utterances: Sequence[Utterance], project: Project, *, allow_network: bool) -> None:
    store = Store(project.work / "store")
    if not utterances:
        return
    engine = open_engine(project, allow_network=allow_network)(utterances[0].voice.engine)
    try:
        clips = [speak(utterance, engine, store) for utterance in utterances]
    finally:
        engine.close()
    with open_atomic(path) as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(clips[0].sample_rate_hz)
        for clip in clips:
            sound.writeframes(clip.pcm)
            sound.writeframes(bytes(2 * (clip.sample_rate_hz * _PAUSE_MS // 1000)))
    sys.stdout.write(f"wrote {path}\n")
