#!/usr/bin/env python3
"""Compare what an edition costs with its engine and its encoder alone, and with scripts by hand.

usage: scripts/bench/audio.py [--runs N] [--case NAME]... [--times N] [--units N] [--json FILE]
                              [--markdown FILE]

The sound is espeak-ng's and becomes an MP3 of 64 kbit/s at 24 kHz. The engine and the encoder alone are one
process that lets the library say the same sentences, and lets LAME encode the same recording in one go, at
the same settings. How scripts by hand do it stands in peers.py. Each case runs in processes of its own; CPU
is user and system time, all children included. Cases run in turns, and of all turns the least counts. Then
every recording is listened to: where its chapters start, by correlation, and how loud it is.

The article is the repository's, in Spanish; `--times 10` measures a book that holds it as often, in English,
no paragraph like another; `--units 6000` one of as many units, about 32 hours.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path

from heard import RATE_HZ, SOUND_S, Heard, Start, listen
from processes import Cost, adopt_orphans, least, measure

from builder.audio.pack import unpack_packets
from builder.audio.timeline import lay_out
from builder.base.language import Language
from builder.build.outputs import read_heads
from builder.build.project import load_project
from builder.build.run import Job, Request, prepare
from builder.system.store import Store
from builder.testing.hearing import decode_packets

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).with_name("peers.py")
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
    def recording(self) -> Path:
        return self.workspace / "output" / SLUG / self.language / f"{SLUG}.{self.language}.mp3"

    @property
    def sentences(self) -> Path:
        """What is said, as the engine alone gets it: voice and text."""
        return self.folder / "sentences.json"

    @property
    def sound(self) -> Path:
        """The whole recording as 16-bit samples, as the encoder alone gets it."""
        return self.folder / "sound.pcm"

    @property
    def store(self) -> Store:
        return Store(self.workspace / ".builder" / "store")

    @property
    def encoded(self) -> int:
        """How many units are kept as MP3 packets."""
        return sum(path.is_file() for path in (self.store.root / "mp3").rglob("*"))

    def peer(self, way: str) -> Path:
        """Return the folder of a recording that a script makes."""
        return self.folder / way

    def forget(self) -> None:
        """Take away all that was built."""
        for name in (".builder", "output"):
            shutil.rmtree(self.workspace / name, ignore_errors=True)

    def fill(self) -> None:
        """Build it once where nothing is."""
        if not self.recording.exists():
            measure(build_command(self), environment=ENVIRONMENT)

    def edit(self) -> None:
        """Change one word of one paragraph, another one or back again at each call."""
        self._exchange(*(("tranquilizante", "sedante") if self.language == "es" else ("horse", "mule")))

    def rename(self) -> None:
        """Change a chapter's title, another one or back again at each call."""
        self._exchange(*_TITLES[self.language])

    def _exchange(self, here: str, there: str) -> None:
        catalogue = self.workspace / "locales" / self.language / "LC_MESSAGES" / f"{SLUG}.po"
        path = catalogue if catalogue.exists() else self.workspace / "articles" / f"{SLUG}.md"
        text = path.read_text(encoding="utf-8")
        if here not in text:
            here, there = there, here
        assert here in text
        path.write_text(text.replace(here, there, 1), encoding="utf-8")


_TITLES = {
    "es": ("Lo que conviene recordar", "Lo que queda por recordar"),
    "en": ("## What to Take Away", "## What to Remember"),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """Something that is measured: `prepare` is not, `command` is."""

    name: str
    command: Callable[[Work], Sequence[str]]
    prepare: Callable[[Work], None] = Work.fill
    of: str = "engine and encoder"
    """The case its time is told as a share of."""
    way: str | None = None
    """Of peers.py, which makes it; None for what is ours."""


def build_command(work: Work, jobs: int = 1) -> list[str]:
    return [
        sys.executable, "-m", "builder", "build", "--workspace", str(work.workspace),
        "--language", work.language, "--plain", "--jobs", str(jobs),
    ]  # fmt: skip


def bare(part: str) -> Callable[[Work], Sequence[str]]:
    """Return what gives the command that runs `part` of this file alone."""
    return lambda work: [sys.executable, __file__, "--bare", part, str(work.sentences), str(work.sound)]


def warm_and(change: Callable[[Work], None]) -> Callable[[Work], None]:
    """Return what builds twice, so that nothing is left to do, and then makes a change."""

    def prepared(work: Work) -> None:
        work.fill()
        measure(build_command(work), environment=ENVIRONMENT)
        change(work)

    return prepared


def peer(way: str, name: str) -> Case:
    """Return the case of a script by hand."""
    return Case(
        name=name,
        command=lambda work: [sys.executable, str(PEERS), way, str(work.peer(way))],
        prepare=lambda work: write_sections(work, work.peer(way)),
        of="cold",
        way=way,
    )


CASES = (
    Case(name="engine alone", command=bare("engine")),
    Case(name="encoder alone", command=bare("encoder")),
    Case(name="engine and encoder", command=bare("both")),
    Case(name="cold", command=build_command, prepare=Work.forget),
    Case(name="cold, 2 jobs", command=lambda work: build_command(work, 2), prepare=Work.forget),
    Case(name="unchanged", command=build_command, of="cold"),
    Case(name="one paragraph edited", command=build_command, prepare=warm_and(Work.edit), of="cold"),
    Case(name="one chapter title changed", command=build_command, prepare=warm_and(Work.rename), of="cold"),
    peer("concat", "FFmpeg: a file a section, concat, loudnorm"),
    peer("pydub", "pydub: sections added up, loudnorm"),
)
PYDUB_MOST_S = 6 * 3_600
"""pydub holds all of the sound, twice where it adds; and what it exports cannot be past 4 GiB."""


def article(folder: Path) -> Work:
    """Return the repository's article in Spanish, as a workspace of its own."""
    work = Work(folder=folder, language="es", title="the article, es")
    make_workspace(work)
    return work


def book(folder: Path, *, times: int = 0, units: int = 0) -> Work:
    """Return a book that holds the article `times` times, or has so many units; no paragraph twice."""
    title = f"{times} times the article, en" if times else f"a book of {units} units, en"
    work = Work(folder=folder, language="en", title=title)
    make_workspace(work)
    shutil.rmtree(work.workspace / "locales")
    path = work.workspace / "articles" / f"{SLUG}.md"
    head, body = re.fullmatch(r"(---\n.*?\n---\n)(.*)", path.read_text(encoding="utf-8"), re.DOTALL).groups()  # type: ignore[union-attr]
    blocks = [block for block in body.strip().split("\n\n") if not block.startswith("[")]
    copies = [
        numbered(block, number)
        for number in range(1, 1 + (times or -(-units // len(blocks))))
        for block in blocks
    ]
    # A heading without a text under it is no section.
    kept = copies if times else [*copies[: units - 1], numbered(blocks[0], len(copies))]
    path.write_text(head + "\n" + "\n\n".join(kept) + "\n", encoding="utf-8")
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
    settings = re.sub(r"^\[formats\]\nbuild = .*$", "", settings, flags=re.MULTILINE)
    settings += '\n[formats]\nbuild = ["mp3"]\n'
    settings += f'\n[voices.{work.language}]\nengine = "espeak-ng"\n'
    (work.workspace / "edition.toml").write_text(settings, encoding="utf-8")


def job_of(work: Work) -> Job:
    """Return the edition with its units."""
    project = load_project(work.workspace)
    request = Request(
        articles=(work.workspace / "articles" / f"{SLUG}.md",), output=work.workspace / "output",
        languages=(Language(work.language),), formats=("mp3",), jobs=1,
    )  # fmt: skip
    jobs, refusals = prepare(project, request, work.store)
    for refusal in refusals:
        raise SystemExit(str(refusal.error))
    return jobs[0]


def write_what_is_said(work: Work) -> float:
    """Write what the engine alone says and the encoder alone encodes; return the seconds of sound."""
    from builder.audio.pcm import to_pcm16
    from builder.audio.unit import make_unit
    from builder.speech.speak import speech_recipe, unpack_clip

    job = job_of(work)
    said = {(each.voice.voice, each.text) for each in job.plan.script.utterances}
    work.sentences.write_text(json.dumps(sorted(said)), encoding="utf-8")
    frames, infos = 0, job.plan.voices.infos
    with work.sound.open("wb") as sound:
        for unit in job.units:
            recipes = [speech_recipe(each, infos[each.voice.engine]) for each in unit.passage.utterances]
            clips = [unpack_clip(work.store.get(recipe) or b"") for recipe in recipes]
            head, samples = make_unit(unit.passage, clips, gain_db=unit.gains_db, spec=unit.spec)
            frames += head.frames
            sound.write(to_pcm16(samples))
    return frames / RATE_HZ


def write_sections(work: Work, folder: Path) -> None:
    """Write what a script says, a section each, into a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    sections = [
        {
            "voice": chapter.passages[0].utterances[0].voice.voice,
            "text": "\n\n".join(
                " ".join(utterance.text for utterance in passage.utterances) for passage in chapter.passages
            ),
        }
        for chapter in job_of(work).plan.script.chapters
    ]
    (folder / "sections.json").write_text(json.dumps(sections), encoding="utf-8")


def listen_to_ours(work: Work) -> tuple[Heard, Heard]:
    """Return what is heard against the marks of the file, and against the packets chapters were put at."""
    from builder.audio.lame import Mp3Encoder

    job, store = job_of(work), work.store
    timeline = lay_out(job.plan.script, read_heads(job.units, store))
    codec = Mp3Encoder().codec
    firsts = accumulate((len(each.passages) for each in job.plan.script.chapters[:-1]), initial=0)
    marks, packets = [], []
    for chapter, first in zip(timeline.chapters, firsts, strict=True):
        kept = store.get(job.units[first].encodings["mp3"])
        assert kept is not None
        sound = decode_packets(unpack_packets(kept).packets)[codec.delay :][: round(SOUND_S * RATE_HZ)]
        marks.append(Start(mark=chapter.start, sound=sound))
        place = codec.snap(chapter.start, RATE_HZ) * codec.frame_size
        packets.append(Start(mark=place, sound=sound))
    return listen(work.recording, marks), listen(work.recording, packets)


def listen_to_peer(folder: Path) -> Heard:
    """Return what is heard in a script's recording against the marks it tells."""
    import wave

    import numpy as np

    from builder.audio.pcm import resample

    starts = []
    for mark in json.loads((folder / "marks.json").read_text()):
        with wave.open(str(folder / mark["sound"])) as file:
            rate_hz = file.getframerate()
            data = file.readframes(round(SOUND_S * rate_hz))
        samples = np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(32768)
        starts.append(Start(mark=round(mark["start_s"] * RATE_HZ), sound=resample(samples, rate_hz, RATE_HZ)))
    return listen(folder / "result.mp3", starts)


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


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a case cost, and how many units it encoded."""

    cost: Cost
    encoded: int | None


def measured(work: Work, cases: Sequence[Case], runs: int) -> dict[str, Row]:
    """Return the least cost of each case, all run in turns."""
    found: dict[str, list[Cost]] = {}
    encoded: dict[str, int | None] = {}
    for run in range(runs):
        for case in cases:
            case.prepare(work)
            before = work.encoded
            cost, _ = measure(case.command(work), environment=ENVIRONMENT)
            found.setdefault(case.name, []).append(cost)
            encoded[case.name] = work.encoded - before if case.way is None else None
            print(f"{work.title}: {case.name}, run {run + 1}: {cost.cpu_s:.2f} CPU s", file=sys.stderr)
    return {name: Row(cost=least(costs), encoded=encoded[name]) for name, costs in found.items()}


def listened(work: Work, cases: Sequence[Case]) -> dict[str, Heard]:
    """Return what is heard in each recording that was made, by what its chapters are held against."""
    work.fill()
    marks, packets = listen_to_ours(work)
    peers = {each.name: listen_to_peer(work.peer(each.way)) for each in cases if each.way}
    return {"ours, marks in the file": marks, "ours, packets chapters start with": packets, **peers}


def table(work: Work, sound_s: float, rows: Mapping[str, Row], cases: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"{work.title}: {sound_s:,.0f} s of sound"
    yield ""
    yield "| case | CPU s | times | of | wall s | parent MB | largest child MB | units encoded |"
    yield "|---|---|---|---|---|---|---|---|"
    for case in cases:
        row, base = rows[case.name], rows.get(case.of)
        times = f"{row.cost.cpu_s / base.cost.cpu_s:.3f}" if base else ""
        yield (
            f"| {case.name} | {row.cost.cpu_s:.2f} | {times} | {case.of} | {row.cost.wall_s:.1f} | "
            f"{row.cost.parent_mb:.0f} | {row.cost.children_mb:.0f} | "
            f"{'' if row.encoded is None else row.encoded} |"
        )
    yield ""


def table_of_heard(heard: Mapping[str, Heard]) -> Iterator[str]:
    """Yield the lines of a table of where chapters start and how loud recordings are."""
    yield "| recording | seconds | chapters | largest error ms | last chapter late by ms | LUFS |"
    yield "|---|---|---|---|---|---|"
    for name, found in heard.items():
        loudness = "–" if found.loudness_lufs is None else f"{found.loudness_lufs:.1f}"
        yield (
            f"| {name} | {found.sound_s:,.1f} | {found.chapters} | {found.largest_ms:,.1f} | "
            f"{found.last_ms:,.1f} | {loudness} |"
        )
    yield ""


def possible(cases: Sequence[Case], sound_s: float) -> list[Case]:
    """Return the cases that can be run here; of the others, say why they are left out."""
    found = []
    for case in cases:
        if case.way and shutil.which("ffmpeg") is None:
            print(f"left out: {case.name}: ffmpeg is not on the PATH", file=sys.stderr)
        elif case.way == "pydub" and sound_s > PYDUB_MOST_S:
            print(f"left out: {case.name}: {sound_s / 3600:.0f} hours at once in memory", file=sys.stderr)
        else:
            found.append(case)
    return found


def bench(work: Work, cases: Sequence[Case], runs: int) -> tuple[list[str], list[dict[str, object]]]:
    """Return the tables of one work, and the same as rows."""
    work.fill()
    sound_s = write_what_is_said(work)
    cases = possible(cases, sound_s)
    rows, heard = measured(work, cases, runs), listened(work, cases)
    values: list[dict[str, object]] = [
        {"work": work.title, "sound_s": sound_s, "case": name, "encoded": row.encoded, **asdict(row.cost)}
        for name, row in rows.items()
    ]
    values += [{"work": work.title, "recording": name, **asdict(found)} for name, found in heard.items()]
    return [*table(work, sound_s, rows, cases), *table_of_heard(heard)], values


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--times", action="append", type=int, help="1 is the article; by default 1 and 10")
    parser.add_argument("--units", action="append", type=int, default=[], help="a book of so many units")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--bare", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.bare:
        run_bare(args.bare[0], Path(args.bare[1]), Path(args.bare[2]))
        return 0
    adopt_orphans()
    cases = [case for case in CASES if args.case is None or case.name in args.case]
    makers: list[Callable[[Path], Work]] = [
        article if times == 1 else partial(book, times=times)
        for times in args.times or ([] if args.units else [1, 10])
    ]
    makers += [partial(book, units=units) for units in args.units]
    lines: list[str] = []
    rows: list[dict[str, object]] = []
    for make in makers:
        with tempfile.TemporaryDirectory(prefix="edition-bench-") as folder:
            more_lines, more_rows = bench(make(Path(folder)), cases, args.runs)
        lines += more_lines
        rows += more_rows
    print("\n".join(lines))
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.json:
        args.json.write_text(
            json.dumps({"schema": "edition-bench-audio/2", "runs": args.runs, "rows": rows}, indent=1) + "\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
