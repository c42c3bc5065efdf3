"""A build that is ended halfway: no process is left, what was done is kept, the output is as it was."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.testing.workspaces import SETTINGS, make_workspace

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc"),
]

ROOT = Path(__file__).parents[2]
VOICES = SETTINGS.replace('[voices.en]\nengine = "tone"', '[voices.en]\nengine = "espeak-ng"')
SENTENCES = 120
LONG = "\n\n".join(
    f"Cup number {number} holds tea of kind {number * 7}. Let it stand for {number} minutes."
    for number in range(2, 2 + SENTENCES // 2)
)


class Build:
    """A build in a process of its own; all it starts is found by its home."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Build":
        command = [sys.executable, "-P", "-m", "builder", "build", "--workspace", str(self.folder)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(self.folder)}
        self._process = subprocess.Popen(
            [*command, "--plain", "--jobs", "2"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        return self

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """End all that is left, as after a test that failed."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        assert self._process is not None
        self._process.communicate()

    def ended(self) -> int:
        """Return the exit status once it has ended."""
        assert self._process is not None
        _, said = self._process.communicate(timeout=120)
        assert b"Traceback" not in said, said.decode()
        return self._process.returncode

    def processes(self) -> list[int]:
        """Return what is alive of the build."""
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if self._is_ours(path)]

    def _is_ours(self, environ: Path) -> bool:
        try:
            return f"HOME={self.folder}\0".encode() in environ.read_bytes()
        except OSError:
            return False

    def kept(self, step: str) -> dict[Path, int]:
        """Return the objects of a step in the store, and when each was written."""
        store = self.folder / ".builder" / "store" / step
        return {
            path: path.stat().st_mtime_ns
            for path in store.rglob("*")
            if path.is_file() and len(path.name) == 62
        }

    def output(self) -> dict[str, bytes]:
        output = self.folder / "output"
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in output.rglob("*")
            if path.is_file()
        }

    def wait_for(self, step: str, count: int) -> None:
        """Wait until the store holds that many objects of a step."""
        assert self._process is not None
        while len(self.kept(step)) < count:
            assert self._process.poll() is None, "it ended before it could be interrupted"
            time.sleep(0.005)

    def gone(self) -> bool:
        """Return True when nothing is left of it; what the system kills is given a moment."""
        for _ in range(200):
            if not self.processes():
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """A short article that was published, and is a long one now."""
    folder = make_workspace(tmp_path / "show", settings=VOICES)
    build = Build(folder)
    assert build.start().ended() == 0
    article = folder / "articles" / "tea.md"
    article.write_text(article.read_text(encoding="utf-8") + "\n" + LONG + "\n", encoding="utf-8")
    yield build
    build.kill()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Build], dict[str, bytes]]:
    """Return what gives the output of a build that nothing interrupted."""

    def output(other: Build) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("clean")
        for name in ("articles/tea.md", "edition.toml", "episodes.lock"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes((other.folder / name).read_bytes())
        build = Build(folder)
        assert build.start().ended() == 0
        return build.output()

    return output


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_what_was_done_is_kept_and_a_rerun_ends_in_the_bytes_of_a_clean_build(
    build: Build, clean: Callable[[Build], dict[str, bytes]], number: signal.Signals, status: int
) -> None:
    before = build.output()
    units = len(build.kept("unit"))
    build.start().wait_for("unit", units + 5)

    build.send(number)

    assert build.ended() == status
    assert build.gone()
    assert build.output() == before
    kept = build.kept("speech")
    assert build.start().ended() == 0
    assert kept.items() <= build.kept("speech").items()
    assert build.output() == clean(build)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_workers_that_hang_do_not_hold_up_the_end(build: Build, number: signal.Signals, status: int) -> None:
    clips = len(build.kept("speech"))
    build.start().wait_for("speech", clips + 5)
    for pid in build.processes():
        # A fork may have ended since.
        with contextlib.suppress(OSError):
            if b"espeak_worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGSTOP)

    build.send(number)

    assert build.ended() == status
    assert build.gone()
