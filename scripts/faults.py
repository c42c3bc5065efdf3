"""Injected engine faults: each mode of the faulty worker, over and over, through the path every clip takes.

Half of the sentences get an engine that fails at every try, half one that is well from the second. Of the
first nothing may be kept, of the second only the right clip; a hang has to end within its deadline and two
seconds, and no process may be left.
"""

import contextlib
import ctypes
import itertools
import os
import random
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from builder.base.errors import EngineFault
from builder.model.script import Utterance
from builder.model.sound import Clip
from builder.speech.speak import pack_clip, speak, speech_recipe
from builder.speech.worker_engine import WorkerEngine
from builder.system.store import Store
from builder.testing.engines import faulty_engine, make_utterance
from builder.testing.faulty_worker import HANGING, HARMLESS, MODES, SAMPLE_RATE_HZ, speech

MOST_LATE_S = 2.0
DEADLINE_S = 0.25
PATIENT_S = 30.0
WORDS = ("fog", "light", "water", "morning", "slow", "bright", "and", "the", "of", "river", "stone", "quiet")
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Tally:
    """What came of a share of the faults."""

    faults: Counter[str] = field(default_factory=Counter)
    """By mode: tries that gave no speech."""
    sentences: int = 0
    spoken: int = 0
    kept: int = 0
    """Clips in the store at the end."""
    bad: list[str] = field(default_factory=list)
    latest_s: float = 0.0
    """How long after its deadline the slowest hang was ended."""
    late: int = 0
    orphans: int = 0

    def add(self, other: "Tally") -> None:
        self.faults += other.faults
        self.sentences += other.sentences
        self.spoken += other.spoken
        self.kept += other.kept
        self.bad += other.bad
        self.latest_s = max(self.latest_s, other.latest_s)
        self.late += other.late
        self.orphans += other.orphans


class Watched:
    """A faulty engine whose every try is counted and timed."""

    def __init__(self, engine: WorkerEngine) -> None:
        self.engine = engine
        self.info = engine.info
        self.times_s: list[float] = []

    def synthesise(self, utterance: Utterance) -> Clip:
        started_s = time.monotonic()
        try:
            return self.engine.synthesise(utterance)
        finally:
            self.times_s.append(time.monotonic() - started_s)

    def restart(self) -> None:
        self.engine.restart()

    def close(self) -> None:
        self.engine.close()


def one(mode: str, *, recovers: bool, text: str, folder: Path, tally: Tally) -> None:
    """Let one sentence be spoken by an engine in `mode`, and note what came of it."""
    store, utterance = Store(folder / "store"), make_utterance(text)
    well = Clip(pcm=speech(text), sample_rate_hz=SAMPLE_RATE_HZ)
    began = folder / "began"
    began.unlink(missing_ok=True)
    hangs = mode in HANGING
    # A worker that recovers needs the time to do so; what is timed is the one that never does.
    deadline_s = DEADLINE_S if hangs and not recovers else 1.0 if hangs else PATIENT_S
    start_s = (0.5 if not recovers else 1.0) if mode == "hang at start" else PATIENT_S
    engine = Watched(
        faulty_engine(mode, well_from=began if recovers else None, deadline_s=deadline_s, start_s=start_s)
    )
    clip = None
    with contextlib.suppress(EngineFault):
        clip = speak(utterance, engine, store)
    engine.close()
    tally.sentences += 1
    tally.spoken += clip is not None
    failed = len(engine.times_s) - (clip is not None)
    tally.faults[mode] += failed
    expected = recovers or mode in HARMLESS
    if (clip != well) if expected else (clip is not None):
        tally.bad.append(f"{mode}: {'another clip' if clip else 'no clip'} of {text!r}")
    if not expected and store.holds(speech_recipe(utterance, engine.info)):
        tally.bad.append(f"{mode}: kept what was refused")
    if hangs:
        allowed_s = start_s if mode == "hang at start" else deadline_s
        for taken_s in engine.times_s[:failed]:
            tally.latest_s = max(tally.latest_s, taken_s - allowed_s)
            tally.late += taken_s > allowed_s + MOST_LATE_S


def share(count: int, seed: int) -> Tally:
    """Inject `count` faults or a few more, in every mode by turns, and look what is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory(prefix="edition-faults-") as name:
        folder = Path(name)
        texts = set()
        for mode, recovers in itertools.cycle(itertools.product(MODES, (False, True))):
            if tally.faults.total() >= count:
                break
            text = f"{' '.join(chance.choices(WORDS, k=chance.randint(6, 14)))} {len(texts)}."
            texts.add(pack_clip(Clip(pcm=speech(text), sample_rate_hz=SAMPLE_RATE_HZ)))
            one(mode, recovers=recovers, text=text, folder=folder, tally=tally)
        for path in (folder / "store").rglob("*"):
            if path.is_file():
                tally.kept += 1
                _, _, payload = path.read_bytes().split(b"\n", 2)
                if payload not in texts:
                    tally.bad.append(f"a bad clip in the store: {path.name}")
    tally.orphans = left()
    return tally


def left() -> int:
    """Return how many processes below this one still live; what ended is taken away.

    Processes that lost their parent are given to this one, which asked for them.
    """
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    me = str(os.getpid())
    alive = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            alive += parent == me and state != "Z"
    return alive


def campaign(rounds: int, *, jobs: int = 2) -> int:
    """Inject `rounds` faults and print what came of them; return how many things went wrong."""
    started_s, tally = time.monotonic(), Tally()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for part in pool.map(share, [-(-rounds // jobs)] * jobs, range(jobs)):
            tally.add(part)
    for mode in MODES:
        print(f"faults: {mode}: {tally.faults[mode]}")
    for line in tally.bad:
        print(f"faults: {line}")
    print(
        f"faults: {tally.faults.total()} faults in {tally.sentences} sentences, {tally.spoken} spoken, "
        f"{tally.kept} clips kept, {len(tally.bad)} bad; hangs ended {tally.latest_s:.2f} s past their "
        f"deadline at most, {tally.late} past {MOST_LATE_S:.0f} s; {tally.orphans} processes left; "
        f"{time.monotonic() - started_s:.0f} s"
    )
    return len(tally.bad) + tally.late + tally.orphans
