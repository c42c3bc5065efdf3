"""Campaigns: builds killed at any moment, at every system call, by full disks; failing engines; a long book.

After each round every file of the output has to be whole, old or new, and a build after it has to end in the
bytes of one that was never disturbed. `kill` and `disk-full` need Debian's strace. `faults` is about single
sentences, see `faults.py`. `book` measures a book of 32 hours, see `bench/audio.py`, and `reading` its page
and its EPUB, see `bench/reading.py`.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import faults

from builder.testing.workspaces import ARTICLE, make_workspace

CALLS = ("rename", "fsync", "mkdir", "unlink", "openat", "write")
CAMPAIGNS = ("random", "kill", "disk-full", "faults", "book", "reading")
Round = Callable[[Path], int]


def build(folder: Path, *before: str) -> subprocess.Popen[bytes]:
    command = [*before, sys.executable, "-m", "builder", "build", "--jobs", "2", "--workspace", str(folder)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".staging" not in path.parts
    }


def measure_book(units: int, name: str) -> int:
    """Measure a book of so many units by a bench, such as `audio.py`; return the exit status."""
    bench = Path(__file__).parent / "bench" / name
    command = [sys.executable, str(bench), "--runs", "1", "--units", str(units)]
    return subprocess.run(command, check=False).returncode


class Campaign:
    """A workspace that was published and then edited, and what a build makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = make_workspace(folder / "before", languages=["es"])
        assert build(self.before).wait() == 0
        edited = ARTICLE.replace("Use a pot.", "Use a big pot.").replace(
            "date: 2026-03-14", "date: 2026-03-15"
        )
        (self.before / "articles" / "tea.md").write_text(edited)
        self.old = files(self.before / "output")
        after = folder / "after"
        shutil.copytree(self.before, after)
        build(after).wait()
        self.new = files(after / "output")
        self.rounds = self.torn = self.different = 0

    def round(self, disturb: Round) -> int:
        """Disturb one build; return its exit status (negative: the signal that ended it)."""
        workspace = self.folder / "round"
        shutil.rmtree(workspace, ignore_errors=True)
        shutil.copytree(self.before, workspace)
        status = disturb(workspace)
        self.rounds += 1
        for name, data in files(workspace / "output").items():
            if data not in (self.old.get(name), self.new.get(name)):
                self.torn += 1
                print(f"neither old nor new: {name}")
        build(workspace).wait()
        if files(workspace / "output") != self.new:
            self.different += 1
            print("a build afterwards ended in other bytes")
        return status


def killed_at_random(campaign: Campaign, rounds: int) -> None:
    started = time.monotonic()
    campaign.round(lambda folder: build(folder).wait())
    longest_s = time.monotonic() - started

    def disturb(folder: Path) -> int:
        process = build(folder)
        time.sleep(random.uniform(0, longest_s))
        process.kill()
        return process.wait()

    for _ in range(rounds):
        campaign.round(disturb)


def calls_of_a_thread(campaign: Campaign, call: str) -> int:
    """Return how often the busiest thread of an undisturbed build makes `call`; strace counts by thread."""
    trace = campaign.folder / "trace"
    campaign.round(
        lambda folder: build(folder, "strace", "-f", "-qq", "-o", str(trace), f"--trace={call}").wait()
    )
    threads = Counter(line.split()[0] for line in trace.read_text(errors="replace").splitlines())
    return max(threads.values(), default=0)


def disturbed_at_calls(campaign: Campaign, what: str, call: str, step: int) -> int:
    """Disturb every `step`-th `call` of a build, one a round; return the number of rounds."""
    numbers = range(1, calls_of_a_thread(campaign, call) + 1, step)
    for number in numbers:
        place = f"--inject={call}:{what}:when={number}"
        tracer = ("strace", "-f", "-qq", "-o", "/dev/null", f"--trace={call}", place)
        campaign.round(lambda folder, tracer=tracer: build(folder, *tracer).wait())
    return len(numbers)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("campaign", choices=CAMPAIGNS, nargs="+")
    parser.add_argument("--rounds", type=int, default=200, help="of the random campaign, and faults")
    parser.add_argument("--units", type=int, default=6_000, help="paragraphs and headings of the book")
    parser.add_argument("--step", type=int, default=1, help="disturb every STEP-th call")
    args = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="edition-campaign-") as folder:
        for name in args.campaign:
            if name == "faults":
                bad += faults.campaign(args.rounds)
                continue
            if name in {"book", "reading"}:
                bad += measure_book(args.units, "audio.py" if name == "book" else "reading.py")
                continue
            campaign = Campaign(Path(folder) / name)
            if name == "random":
                killed_at_random(campaign, args.rounds)
            else:
                what = "signal=KILL" if name == "kill" else "error=ENOSPC"
                for call in CALLS:
                    places = disturbed_at_calls(campaign, what, call, args.step)
                    print(f"{name}: {call}: {places} places", flush=True)
            ends = f"{campaign.torn} torn or mixed files, {campaign.different} other ends"
            print(f"{name}: {campaign.rounds} rounds, {ends}")
            bad += campaign.torn + campaign.different
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
