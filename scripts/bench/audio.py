#!/usr/bin/env python3
"""Compare what making an edition costs with what its engine and its encoder alone cost.

usage: scripts/bench/audio.py [--runs N] [--case NAME]... [--times N]... [--json FILE] [--markdown FILE]

The sound is espeak-ng's and becomes an MP3 of 64 kbit/s at 24 kHz. The engine and the encoder alone are one
process that lets the library say the same sentences, and lets LAME encode the same recording in one go, at
the same settings. Each case runs in processes of its own; CPU is user and system time, all children included.
Cases run in turns, and of all turns the least counts.

The article is the repository's, in Spanish; `--times 10` measures a book that holds it as often, in English,
no paragraph like another.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from processes import Cost, adopt_orphans, least, measure

from builder.base.language import Language
from builder.build.project import load_project
from builder.build.run import Request, prepare
from builder.system.store import Store

ROOT = Path(__file__).resolve().parents[2]
SLUG = "ketamine-and-depression"
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", "OMP_NUM_THREADS": "1"}
"""Modules are compiled once, as they are where the program is installed."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """A workspace that is built, and what lies beside it."""

    folder: Path
    language: str
    title: str

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def sentences(self) -> Path:
        """What is said, as the engine alone gets it: voice and text."""
        return self.folder / "sentences.json"

    @property
    def sound(self) -> Path:
        """The whole recording as 16-bit samples, as the encoder alone gets it."""
        return self.folder / "sound.pcm"

    def forget(self) -> None:
        """Take away all that was built."""
        for name in (".builder", "output"):
            shutil.rmtree(self.workspace / name, ignore_errors=True)

    def fill(self) -> None:
        """Build it once where nothing is."""
        if not (self.workspace / "output").exists():
            measure(build_command(self))

    def edit(self) -> None:
        """Change one word of one paragraph, another one at each call."""
        catalogue = self.workspace / "locales" / self.language / "LC_MESSAGES" / f"{SLUG}.po"
        path = catalogue if catalogue.exists() else self.workspace / "articles" / f"{SLUG}.md"
        text = path.read_text(encoding="utf-8")
        here, there = ("tranquilizante", "sedante") if path == catalogue else ("horse", "mule")
        if here not in text:
            here, there = there, here
        assert here in text
        path.write_text(text.replace(here, there, 1), encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Case:
    """Something that is measured: `prepare` is not, `command` is."""

    name: str
    command: Callable[[Work], Sequence[str]]
    prepare: Callable[[Work], None] = Work.fill
    of: str = "engine and encoder"
    """The case its time is told as a share of."""


def build_command(work: Work, jobs: int = 1) -> list[str]:
    return [
        sys.executable, "-m", "builder", "build", "--workspace", str(work.workspace),
        "--language", work.language, "--plain", "--jobs", str(jobs),
    ]  # fmt: skip


def bare(part: str) -> Callable[[Work], Sequence[str]]:
    """Return what gives the command that runs `part` of this file alone."""
    return lambda work: [sys.executable, __file__, "--bare", part, str(work.sentences), str(work.sound)]


def warm_and_edited(work: Work) -> None:
    work.fill()
    measure(build_command(work), environment=ENVIRONMENT)
    work.edit()


CASES = (
    Case(name="engine alone", command=bare("engine")),
    Case(name="encoder alone", command=bare("encoder")),
    Case(name="engine and encoder", command=bare("both")),
    Case(name="cold", command=build_command, prepare=Work.forget),
    Case(name="cold, 2 jobs", command=lambda work: build_command(work, 2), prepare=Work.forget),
    Case(name="unchanged", command=build_command, of="cold"),
    Case(name="one paragraph edited", command=build_command, prepare=warm_and_edited, of="cold"),
)


def article(folder: Path) -> Work:
    """Return the repository's article in Spanish, as a workspace of its own."""
    work = Work(folder=folder, language="es", title="the article, es")
    make_workspace(work)
    return work


def book(folder: Path, times: int) -> Work:
    """Return a book that holds the article `times` times, no paragraph twice."""
    work = Work(folder=folder, language="en", title=f"{times} times the article, en")
    make_workspace(work)
    shutil.rmtree(work.workspace / "locales")
    path = work.workspace / "articles" / f"{SLUG}.md"
    head, body = re.fullmatch(r"(---\n.*?\n---\n)(.*)", path.read_text(encoding="utf-8"), re.DOTALL).groups()  # type: ignore[union-attr]
    blocks = [block for block in body.strip().split("\n\n") if not block.startswith("[")]
    copies = [numbered(block, number) for number in range(1, times + 1) for block in blocks]
    path.write_text(head + "\n" + "\n\n".join(copies) + "\n", encoding="utf-8")
    return work


def numbered(block: str, number: int) -> str:
    """Return a paragraph or heading that says which copy it is, in each of its sentences."""
    if block.startswith("#"):
        return f"{block} ({number})"
    return re.sub(r"(?<=[a-z”])([.?!])(?=\s|\Z)", rf" in part {number}\1", block)


def make_workspace(work: Work) -> None:
    work.workspace.mkdir(parents=True)
    for name in ("articles", "locales"):
        shutil.copytree(ROOT / name, work.workspace / name)
    settings = (ROOT / "edition.toml").read_text(encoding="utf-8")
    settings += '\n[formats]\nbuild = ["mp3"]\n'
    settings += f'\n[voices.{work.language}]\nengine = "espeak-ng"\n'
    (work.workspace / "edition.toml").write_text(settings, encoding="utf-8")


def write_what_is_said(work: Work) -> float:
    """Write what the engine alone says and the encoder alone encodes; return the seconds of sound."""
    from builder.audio.pcm import to_pcm16
    from builder.audio.unit import make_unit
    from builder.speech.speak import speech_recipe, unpack_clip

    store = Store(work.workspace / ".builder" / "store")
    project = load_project(work.workspace)
    request = Request(
        articles=(work.workspace / "articles" / f"{SLUG}.md",), output=work.workspace / "output",
        languages=(Language(work.language),), formats=("mp3",), jobs=1,
    )  # fmt: skip
    jobs, refusals = prepare(project, request, store)
    for refusal in refusals:
        raise SystemExit(str(refusal.error))
    said = {(each.voice.voice, each.text) for job in jobs for each in job.plan.script.utterances}
    work.sentences.write_text(json.dumps(sorted(said)), encoding="utf-8")
    frames = 0
    with work.sound.open("wb") as sound:
        for job in jobs:
            for unit in job.units:
                infos = job.plan.voices.infos
                recipes = [speech_recipe(each, infos[each.voice.engine]) for each in unit.passage.utterances]
                clips = [unpack_clip(store.get(recipe) or b"") for recipe in recipes]
                head, samples = make_unit(unit.passage, clips, gain_db=unit.gains_db, spec=unit.spec)
                frames += head.frames
                sound.write(to_pcm16(samples))
    return frames / 24_000


def say(path: Path) -> None:
    """Let the library alone say what stands in `path`; what it gives is counted and not even copied."""
    import ctypes
    import importlib.util

    spec = importlib.util.find_spec("espeakng_loader")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    library = ctypes.CDLL(str(next(folder.glob("libespeak-ng*"))))
    library.espeak_Initialize(2, 0, str(folder / "espeak-ng-data").encode(), 0x8000)

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    def take(_samples: int, _count: int, _events: int) -> int:
        return 0

    library.espeak_SetSynthCallback(take)
    for voice, text in json.loads(path.read_text(encoding="utf-8")):
        library.espeak_SetVoiceByName(voice.encode())
        data = text.encode() + b"\0"
        library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, 1, None, None)


def encode(path: Path) -> None:
    """Let LAME alone encode the samples of `path`, a second at a time."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(24_000)
    encoder.set_channels(1)
    encoder.set_quality(3)
    with path.open("rb") as sound:
        while second := sound.read(48_000):
            encoder.encode(second)
    encoder.flush()


def run_bare(part: str, sentences: Path, sound: Path) -> None:
    if part in {"engine", "both"}:
        say(sentences)
    if part in {"encoder", "both"}:
        encode(sound)


def measured(work: Work, cases: Sequence[Case], runs: int) -> dict[str, Cost]:
    """Return the least cost of each case, all run in turns."""
    found: dict[str, list[Cost]] = {}
    for run in range(runs):
        for case in cases:
            case.prepare(work)
            cost, _ = measure(case.command(work), environment=ENVIRONMENT)
            found.setdefault(case.name, []).append(cost)
            print(f"{work.title}: {case.name}, run {run + 1}: {cost.cpu_s:.2f} CPU s", file=sys.stderr)
    return {name: least(costs) for name, costs in found.items()}


def table(work: Work, sound_s: float, costs: dict[str, Cost], cases: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"{work.title}: {sound_s:,.0f} s of sound"
    yield ""
    yield "| case | CPU s | times | of | wall s | parent MB | largest child MB |"
    yield "|---|---|---|---|---|---|---|"
    for case in cases:
        cost, base = costs[case.name], costs.get(case.of)
        times = f"{cost.cpu_s / base.cpu_s:.3f}" if base else ""
        yield (
            f"| {case.name} | {cost.cpu_s:.2f} | {times} | {case.of} | {cost.wall_s:.1f} | "
            f"{cost.parent_mb:.0f} | {cost.children_mb:.0f} |"
        )
    yield ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--times", action="append", type=int, help="1 is the article; by default 1 and 10")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--bare", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.bare:
        run_bare(args.bare[0], Path(args.bare[1]), Path(args.bare[2]))
        return 0
    adopt_orphans()
    cases = [case for case in CASES if args.case is None or case.name in args.case]
    lines: list[str] = []
    rows = []
    for times in args.times or [1, 10]:
        with tempfile.TemporaryDirectory(prefix="edition-bench-") as folder:
            work = article(Path(folder)) if times == 1 else book(Path(folder), times)
            work.fill()
            sound_s = write_what_is_said(work)
            costs = measured(work, cases, args.runs)
        lines += table(work, sound_s, costs, cases)
        rows += [
            {"work": work.title, "sound_s": sound_s, "case": name, **asdict(cost)}
            for name, cost in costs.items()
        ]
    print("\n".join(lines))
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.json:
        args.json.write_text(
            json.dumps({"schema": "edition-bench-audio/1", "runs": args.runs, "rows": rows}, indent=1) + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
