"""`edition say`: hear how a text is spoken, before anything is built."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import shlex
import sys
import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from builder.article.foreign import foreign_words
from builder.article.inline import plain
from builder.article.segments import segments
from builder.article.sentences import sentences
from builder.base.errors import BuilderError, UsageError
from builder.base.language import parse_language
from builder.base.text import one_line, shorten
from builder.build.project import Project, loose_project
from builder.build.pronunciations import read_lexicons
from builder.build.recordings import voice_of
from builder.build.run import open_engine
from builder.build.sources import read_bytes, read_sources
from builder.build.voices import voices_of
from builder.catalogue import pronunciation_domain
from builder.catalogue.builder_domain import DOMAIN
from builder.catalogue.entries import entry_at
from builder.catalogue.po import parse_po
from builder.cli.options import add_workspace
from builder.model.catalogue import Catalogue, Message
from builder.model.script import Passage, PassageKind, Utterance, UtteranceId, VoiceRef
from builder.model.segment import Segment, SegmentId, SegmentKind
from builder.model.sound import Clip
from builder.narration.passages import Line
from builder.narration.passages import speak as speak_passage
from builder.narration.spoken import spoken_form
from builder.speech import recorded
from builder.speech.choose import choose_voice
from builder.speech.recordings import read_recordings
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
    parser.add_argument("text", nargs="?", help="what to say")
    parser.add_argument(
        "--from",
        dest="entry",
        metavar="FILE.po:LINE",
        help="say the translation of the entry at this line of a catalogue, confirmed or not",
    )
    parser.add_argument("--source", action="store_true", help="with --from: say the text it translates")
    parser.add_argument(
        "--script",
        metavar="ARTICLE",
        help="list all that is said in an edition of this article, sentence by sentence, and speak nothing",
    )
    parser.add_argument(
        "--changes",
        action="store_true",
        help="with --script: list what is said otherwise than written, with its count",
    )
    parser.add_argument("--language", default=None, metavar="L", help="default: the show's")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="WAV file; without it nothing is spoken"
    )
    add_workspace(parser)
    parser.add_argument("--allow-network", action="store_true", help="let a network voice send the text away")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the spoken form of each sentence, and write the sound where a file is named."""
    _check(args)
    project = loose_project(args.workspace)
    if args.script:
        _list(args, project)
        return 0
    utterances = _of_entry(args, project) if args.entry else _of_text(args, project)
    for utterance in utterances:
        sys.stdout.write(utterance.text + "\n")
    if not utterances or args.output is None:
        return 0
    if args.dry_run:
        sys.stdout.write(f"would write {args.output}\n")
    else:
        _write(args.output, utterances, project, allow_network=args.allow_network)
    return 0


def _list(args: argparse.Namespace, project: Project) -> None:
    from builder.cli.say_script import print_changes, print_script, script_of

    script = script_of(project, args.script, parse_language(args.language) if args.language else None)
    if args.changes:
        print_changes(script.utterances)
    else:
        print_script(script)


def _of_text(args: argparse.Namespace, project: Project) -> list[Utterance]:
    language = parse_language(args.language) if args.language else project.show.language
    voice = choose_voice(
        language,
        profile=project.settings.profile,
        configured=project.settings.voice(language),
        options=project.settings.engines,
    )
    said_as = read_lexicons(project).of(language)
    utterances = []
    for number, (start, end) in enumerate(sentences(args.text, language), start=1):
        form = spoken_form(args.text[start:end], language, said_as)
        utterances.append(
            Utterance(
                id=UtteranceId(f"say.{number}"),
                text=form.text,
                written=args.text[start:end],
                spans=form.spans,
                phonemes=form.phonemes,
                written_start=start,
                language=language,
                voice=voice,
                pause_after_ms=_PAUSE_MS,
            )
        )
    return utterances


def _of_entry(args: argparse.Namespace, project: Project) -> list[Utterance]:
    """Return what is said of a catalogue's entry, as a build says it.

    Raises:
        UsageError: There is no such file or entry, or nothing to be said in it.
        ContentError: The file is no catalogue.
    """
    path, line = _place(args.entry, project)
    name = project.relative(path)
    catalogue = parse_po(read_bytes(path, name), path=name, domain=path.stem)
    message = entry_at(catalogue, line)
    where = f"{name}:{line}"
    # A word's entry is said as a text that holds the word is: by the entry.
    is_word = catalogue.domain == pronunciation_domain.DOMAIN
    text = message.msgid if args.source or is_word else message.msgstr[0]
    if not text.strip():
        raise UsageError(
            f'"{shorten(message.msgid)}" is not translated yet', where=where, hint="hear its source: --source"
        )
    spoken = _line(catalogue, message, text, source=args.source)
    segment = _segment(message, catalogue.domain, project)
    if segment is not None:
        foreign = foreign_words(one_line(text), segment.languages, spoken.language)
        spoken = replace(spoken, foreign=foreign)
    said = speak_line(spoken, project, recording=_recording(spoken, segment, project))
    if said is None:
        raise UsageError(f'in "{shorten(text)}" there is no word to say', where=where)
    return list(said.utterances)


def _line(catalogue: Catalogue, message: Message, text: str, *, source: bool) -> Line:
    own = catalogue.domain == DOMAIN
    kind = "announcement" if own else cast("PassageKind", message.msgctxt or "paragraph")
    if source:
        language = parse_language(catalogue.source_language)
    elif catalogue.language is None:
        raise UsageError(
            "the header names no language", where=f"{catalogue.path}:1",
            hint='write for example "Language: es\\n" into it',
        )  # fmt: skip
    else:
        language = catalogue.language
    return Line(
        id="say",
        kind=kind if kind in get_args(SegmentKind) or own else "paragraph",
        written=one_line(text) if own else plain(one_line(text)),
        language=language,
        role="announcer" if own else "narrator",
    )


def speak_line(line: Line, project: Project, *, recording: VoiceRef | None = None) -> Passage | None:
    """Return what the voice of a build says of `line`, or `recording`; None where there is no word in it."""
    others = [words.language for words in line.foreign]
    voices = voices_of([line.language], project.settings, others=others)
    plan = read_lexicons(project).spoken_by(voices).plan
    if recording is not None:
        plan = replace(plan, recordings={(line.language, SegmentId(line.id)): recording})
    return speak_passage(line, plan)


def _segment(message: Message, domain: str, project: Project) -> Segment | None:
    """Return the text of an article that `message` translates, or None where it has no such text any more."""
    if domain == DOMAIN:
        return None
    try:
        (source,) = read_sources(project, [project.article_path(domain)])
    except BuilderError:
        return None
    key = (message.msgctxt, message.msgid)
    return next((each for each in segments(source.document) if (each.context, each.markup) == key), None)


def _recording(line: Line, segment: Segment | None, project: Project) -> VoiceRef | None:
    """Return the voice of the person who read just this text, or None."""
    options = project.settings.engines.get(recorded.NAME, {})
    if segment is None or "folder" not in options:
        return None
    found = read_recordings(Path(options["folder"]), line.language)
    texts = {each.text: each for each in found if each.segment_id == segment.id}
    recording = texts.get(one_line(line.written))
    return None if recording is None else voice_of(recording)


def _place(entry: str, project: Project) -> tuple[Path, int]:
    """Return the file and the line of `FILE.po:LINE`; a file is looked for here, then in the workspace."""
    name, _, number = entry.rpartition(":")
    if not name or not number.isdecimal():
        raise UsageError(
            f'--from takes a file and a line, such as locales/es/LC_MESSAGES/tea.po:12, found "{entry}"',
            hint="edition say --help",
        )
    path = next((each for each in (Path(name), project.root / name) if each.is_file()), None)
    if path is None:
        raise UsageError("there is no such file", where=name, hint="name a catalogue, from this folder")
    return path, int(number)


def _check(args: argparse.Namespace) -> None:
    if args.entry and (args.text is not None or args.language):
        raise UsageError(
            "--from names the text and its language already", hint="leave out the text and --language"
        )
    if args.source and not args.entry:
        raise UsageError("--source goes with --from", hint="edition say --help")
    if args.script and (args.text is not None or args.entry or args.output):
        raise UsageError("--script lists an article alone", hint="leave out the text, --from and --output")
    if args.changes and not args.script:
        raise UsageError("--changes goes with --script", hint="edition say --help")
    if not args.entry and not args.script and not (args.text or "").strip():
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
    store = Store(project.store)
    load = open_engine(project, allow_network=allow_network)
    clips = []
    for name, said in itertools.groupby(utterances, lambda each: each.voice.engine):
        with store.in_use(), contextlib.closing(load(name)) as engine:
            clips += [speak(utterance, engine, store) for utterance in said]
    rate_hz = clips[0].sample_rate_hz
    with open_atomic(path) as file, wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        for utterance, clip in zip(utterances, clips, strict=True):
            sound.writeframes(_pcm(clip, rate_hz))
            sound.writeframes(bytes(2 * (rate_hz * min(_PAUSE_MS, utterance.pause_after_ms) // 1000)))
    sys.stdout.write(f"wrote {path}\n")


def _pcm(clip: Clip, rate_hz: int) -> bytes:
    """Return the samples of `clip` at the rate of the file."""
    if clip.sample_rate_hz == rate_hz:
        return clip.pcm
    from builder.audio.pcm import SAMPLE_RATE_HZ, clip_samples, resample, to_pcm16

    return to_pcm16(resample(clip_samples(clip), SAMPLE_RATE_HZ, rate_hz))
