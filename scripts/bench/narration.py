#!/usr/bin/env python3
"""Compare the CPU time of narrating a whole article with that of the engine's own work.

usage: scripts/bench/narration.py [ARTICLE] [--runs N]

Narration is all that stands between the sentences and their clips in a cold store: the worker's start with
the check of its models, the frames to it and back, the judge, the digests, the files. The engine's own work
is a bare loop in one process that loads the library and lets it speak the same sentences. Encoding is no part
of either. Each is measured in a process of its own, user and system time, children included.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from builder.base.language import Language
from builder.build.project import load_project
from builder.build.run import Request, prepare
from builder.build.settings import VoiceSetting
from builder.model.script import Utterance
from builder.speech import engines
from builder.speech.engine import SpeechEngine
from builder.speech.speak import speak
from builder.speech.trust import Trust
from builder.speech.worker_engine import WorkerEngine
from builder.system.store import Store

PAIRS = (("en", "hibari"), ("es", "espeak-ng"))


def cpu_s() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def sentences(article: Path, tag: str, engine: str) -> list[Utterance]:
    """Return what a build would let the engine speak of the article, each text once, as a store has it."""
    project = load_project(Path.cwd())
    voices = {Language(tag): VoiceSetting(engine=engine)}
    project = replace(project, settings=replace(project.settings, voices=voices))
    request = Request(
        articles=(article,), output=Path("output"), languages=(Language(tag),), formats=("mp3",), jobs=1
    )
    with tempfile.TemporaryDirectory() as folder:
        jobs, refusals = prepare(project, request, Store(Path(folder)))
    for refusal in refusals:
        raise SystemExit(str(refusal.error))
    found = {each.text: each for job in jobs for each in job.plan.script.utterances}
    return [each for each in found.values() if each.voice.engine == engine]


def narrate(utterances: Sequence[Utterance]) -> float:
    """Return the seconds of sound that a cold store got."""
    engine = engines.load(utterances[0].voice.engine)
    with tempfile.TemporaryDirectory() as folder:
        store, trust = Store(Path(folder)), Trust()
        clips = [speak(each, engine, store, trust=trust) for each in utterances]
        end(engine)
    return sum(clip.frames / clip.sample_rate_hz for clip in clips)


def end(engine: SpeechEngine) -> None:
    """Let a worker end by itself: the time of what is killed under it is never counted."""
    assert isinstance(engine, WorkerEngine)
    child = engine._child
    assert child is not None
    assert child._process.stdin is not None
    child._process.stdin.close()
    child._process.wait()


def bare_hibari(utterances: Sequence[Utterance]) -> float:
    from hibari import Hibari

    voice = Hibari(voice=utterances[0].voice.voice, threads=1)
    return sum(len(voice(each.text, speed=1.0, seed=0)) / voice.sample_rate for each in utterances)


def bare_espeak(utterances: Sequence[Utterance]) -> float:
    """Speak by the library alone: what it calls back with is counted and not even copied."""
    import ctypes

    spec = importlib.util.find_spec("espeakng_loader")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    library = ctypes.CDLL(str(next(folder.glob("libespeak-ng*"))))
    rate = library.espeak_Initialize(2, 0, str(folder / "espeak-ng-data").encode(), 0x8000)
    frames = 0

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    def take(_samples: int, count: int, _events: int) -> int:
        nonlocal frames
        frames += count
        return 0

    library.espeak_SetSynthCallback(take)
    for each in utterances:
        library.espeak_SetVoiceByName(each.voice.voice.encode())
        data = each.text.encode() + b"\0"
        library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, 1, None, None)
    return float(frames / rate)


def measured(work: Callable[[Sequence[Utterance]], float], utterances: Sequence[Utterance]) -> None:
    """Print the CPU seconds and the seconds of sound of `work`, as JSON."""
    before_s = cpu_s()
    sound_s = work(utterances)
    print(json.dumps({"cpu_s": cpu_s() - before_s, "sound_s": sound_s, "sentences": len(utterances)}))


def in_a_process(article: Path, tag: str, engine: str, part: str) -> dict[str, float]:
    command = [sys.executable, __file__, str(article), "--part", part, "--pair", tag, engine]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("article", type=Path, nargs="?", default=Path("articles/ketamine-and-depression.md"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--part", choices=("bare", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--pair", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.part:
        utterances = sentences(args.article, *args.pair)
        bare = {"hibari": bare_hibari, "espeak-ng": bare_espeak}[args.pair[1]]
        measured(narrate if args.part == "whole" else bare, utterances)
        return 0
    for tag, engine in PAIRS:
        for _ in range(args.runs):
            bare, whole = (in_a_process(args.article, tag, engine, part) for part in ("bare", "whole"))
            print(
                f"{engine} {tag}: {whole['sentences']:.0f} sentences, {whole['sound_s']:.0f} s of sound: "
                f"{bare['cpu_s']:.2f} CPU s bare, {whole['cpu_s']:.2f} narrated, "
                f"{whole['cpu_s'] / bare['cpu_s']:.2f} times",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
