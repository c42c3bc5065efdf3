#!/usr/bin/env python3
"""Measure how far voices are from the loudness they should have, on texts their gain was not found on.

usage: scripts/bench/loudness.py [--language L …] [--engine E …] [--profile P] [FOLDER …]

Each voice that is installed and has a committed gain speaks the passage of its language (`passages.toml`), a
sentence a unit, at that gain; a line for each tells how far its loudness, as two ears hear it, is from the
profile's. A FOLDER of built editions adds a line for each
`build.json` in it. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from builder.audio.calibrate import shifted_gain_db
from builder.audio.measure import measure
from builder.audio.unit import make_unit
from builder.base.language import Language
from builder.build.record import read_record
from builder.model.levels import Levels
from builder.model.sound import SOUND_PROFILES, Clip, SoundProfile, SoundSpec
from builder.model.timeline import Chapter, Timeline
from builder.speech import engines
from builder.speech.engine import Voice
from builder.testing.engines import make_utterance
from builder.testing.spoken import spoken_passage

sys.path.insert(0, str(Path(__file__).parent))
from voices import PASSAGES, speaks, split

ENGINES = ("espeak-ng", "hibari", "openjtalk")
PAUSE_MS = 400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--language", action="append", metavar="L")
    parser.add_argument("--engine", action="append", metavar="E")
    parser.add_argument("--profile", choices=get_args(SoundProfile), default="podcast")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    spec = SOUND_PROFILES[args.profile]
    print("language", "engine", "voice", "text", "gain dB", "LUFS", "off LU", "range LU", "dBTP", sep="\t")
    for folder in args.folders:
        for row in built(folder, spec):
            print(*row, sep="\t")
    for row in spoken(args.language, args.engine or ENGINES, spec):
        print(*row, sep="\t", flush=True)
    return 0


def built(folder: Path, spec: SoundSpec) -> Iterator[Sequence[str]]:
    """Yield a row for each edition in an output folder."""
    for path in sorted(folder.rglob("build.json")):
        record = read_record(path)
        if record is None or record.loudness_lufs is None:
            continue
        loudness, peak = record.loudness_lufs, record.true_peak_dbtp
        off = f"{loudness - spec.target_lufs:+.2f}"
        voice, engine = record.voices[0].removesuffix(")").split(" (")
        yield record.language, engine, voice, record.slug, "", f"{loudness:.2f}", off, "", f"{peak:.1f}"


def spoken(languages: Sequence[str] | None, names: Sequence[str], spec: SoundSpec) -> Iterator[Sequence[str]]:
    """Yield a row for each voice with a committed gain that speaks one of the passages."""
    for tag, passage in tomllib.loads(PASSAGES.read_text(encoding="utf-8")).items():
        if languages and tag not in languages:
            continue
        for name in names:
            for voice in engines.info(name).voices:
                gain_db = None if voice.gain_db is None else shifted_gain_db(voice.gain_db, spec)
                if gain_db is None or not speaks(voice, Language(tag)):
                    continue
                levels = levels_of(clips_of(split(passage), name, voice, tag), gain_db, spec)
                assert levels.loudness_lufs is not None
                off = f"{levels.loudness_lufs - spec.target_lufs:+.2f}"
                figures = (f"{gain_db:.1f}", f"{levels.loudness_lufs:.2f}", off, f"{levels.range_lu}")
                yield tag, name, voice.name, "passage", *figures, f"{levels.true_peak_dbtp:.1f}"


def clips_of(sentences: Sequence[str], engine: str, voice: Voice, language: str) -> list[Clip]:
    speaker = engines.load(engine)
    try:
        return [
            speaker.synthesise(make_utterance(sentence, engine=engine, voice=voice.name, language=language))
            for sentence in sentences
        ]
    finally:
        speaker.close()


def levels_of(clips: Sequence[Clip], gain_db: float, spec: SoundSpec) -> Levels:
    passage = spoken_passage("s-1", pauses_ms=(PAUSE_MS,))
    heads = [make_unit(passage, [clip], gain_db=gain_db, spec=spec)[0] for clip in clips]
    frames = sum(head.frames for head in heads)
    timeline = Timeline(
        sample_rate_hz=spec.sample_rate_hz,
        frames=frames,
        cues=(),
        chapters=(Chapter(id="c", title="", start=0, end=frames, anchor="c"),),
        unit_starts=(),
    )
    return measure(timeline, heads).whole


if __name__ == "__main__":
    sys.exit(main())
