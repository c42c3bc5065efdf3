"""Looks at files: the same bytes are the same, whatever else was done to them, and nothing else is."""

import os
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.system import seen
from builder.system.seen import Watch, are_still, digest_of_times, is_settled

LATER_NS = 10**12
"""So long after a look that every time of a file has settled."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "inner").mkdir(parents=True)
    (folder / "one").write_text("one")
    (folder / "inner" / "two").write_text("two")
    return folder


def looked(folder: Path) -> Watch:
    watch = Watch()
    watch.add([folder])
    return watch


def _same_size_and_times(path: Path) -> None:
    facts = path.stat()
    path.write_text("eno")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a byte": lambda folder: (folder / "one").write_text("onE"),
    "a byte, with the size and time of before": lambda folder: _same_size_and_times(folder / "one"),
    "a byte deep inside": lambda folder: (folder / "inner" / "two").write_text("twO"),
    "one file less": lambda folder: (folder / "one").unlink(),
    "one file more": lambda folder: (folder / "inner" / "new").write_text(""),
    "another name": lambda folder: (folder / "one").rename(folder / "other"),
    "a folder in place of a file": lambda folder: ((folder / "one").unlink(), (folder / "one").mkdir()),
    "a file in place of a folder": lambda folder: (
        (folder / "inner" / "two").unlink(),
        (folder / "inner").rmdir(),
        (folder / "inner").write_text("two"),
    ),
    "a queue in place of a file": lambda folder: ((folder / "one").unlink(), os.mkfifo(folder / "one")),
    "nothing left": lambda folder: folder.rename(folder.with_name("elsewhere")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(folder: Path, change: Callable[[Path], object]) -> None:
    watch = looked(folder)

    change(folder)

    assert not are_still(watch.seen, looked_ns=watch.looked_ns)
    assert not watch.holds()


def test_a_file_that_was_copied_back_is_the_same(folder: Path) -> None:
    watch = looked(folder)
    data = (folder / "one").read_bytes()
    (folder / "one").unlink()

    (folder / "one").write_bytes(data)

    assert are_still(watch.seen, looked_ns=watch.looked_ns)


def test_a_file_that_was_touched_while_a_run_read_it_counts_as_another(folder: Path) -> None:
    watch = looked(folder)

    os.utime(folder / "one")

    assert not watch.holds()


def test_what_appears_where_nothing_was_is_seen(folder: Path) -> None:
    watch = looked(folder / "missing")
    before = are_still(watch.seen, looked_ns=watch.looked_ns)

    (folder / "missing").write_text("")

    assert before
    assert not are_still(watch.seen, looked_ns=watch.looked_ns)


def test_a_large_file_whose_times_stand_still_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "one").write_bytes(bytes(1 << 19))
    watch = looked(folder / "one")
    monkeypatch.setattr(seen, "digest_file", lambda path: pytest.fail(f"{path} was read"))

    same = are_still(watch.seen, looked_ns=time.time_ns() + LATER_NS)

    assert same


def test_a_file_that_is_looked_at_is_never_held_as_a_whole(folder: Path) -> None:
    (folder / "one").write_bytes(bytes(1 << 22))
    tracemalloc.start()

    looked(folder / "one")

    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 1 << 21


def test_a_large_file_that_had_only_just_changed_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "one").write_bytes(bytes(1 << 19))
    watch = looked(folder / "one")
    monkeypatch.setattr(seen, "digest_file", lambda _path: "changed within one tick of the clock")

    same = are_still(watch.seen, looked_ns=watch.looked_ns)

    assert not same


def test_a_huge_file_that_had_only_just_changed_is_not_taken_for_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_MOST_DIGESTED", 2)
    watch = looked(folder / "one")

    same = are_still(watch.seen, looked_ns=watch.looked_ns)

    assert not same


def test_a_folder_that_holds_itself_is_looked_at_once(folder: Path) -> None:
    (folder / "inner" / "again").symlink_to(folder)
    watch = looked(folder)

    same = are_still(watch.seen, looked_ns=watch.looked_ns)

    assert same


def test_a_link_is_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "far").write_text("far")
    (folder / "link").symlink_to(tmp_path / "far")
    watch = looked(folder)

    (tmp_path / "far").write_text("faR")

    assert not are_still(watch.seen, looked_ns=watch.looked_ns)


def test_the_digest_of_times_passes_over_bytecode_alone(folder: Path) -> None:
    before, _ = digest_of_times([folder])
    (folder / "inner" / "__pycache__").mkdir()
    (folder / "inner" / "__pycache__" / "two.pyc").write_text("")
    with_bytecode, newest_ns = digest_of_times([folder])
    os.utime(folder / "inner" / "two", ns=(0, newest_ns + 1))

    after, newer_ns = digest_of_times([folder])

    assert with_bytecode == before
    assert after != before
    assert newer_ns > newest_ns


def test_what_changed_a_moment_before_a_look_has_not_settled() -> None:
    second_ns = 1_000_000_000

    assert not is_settled(9 * second_ns, looked_ns=10 * second_ns)
    assert is_settled(7 * second_ns, looked_ns=10 * second_ns)
