"""Units made in a process of their own: the same bytes, and an end to whatever hangs or crashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builder.audio.pack import pack_head, pack_packets
from builder.audio.unit import unit_parts
from builder.audio.unit_process import UnitProcess
from builder.model.script import Passage
from builder.model.sound import DEFAULT_SOUND, Clip, Mark
from builder.system.process import ChildFault, python_worker
from builder.testing.hearing import murmur
from builder.testing.spoken import spoken_passage
from builder.testing.units import made_unit

TWO = spoken_passage("s-1", pauses_ms=(250, 600))
CLIPS = (
    replace(
        murmur(1, 700),
        marks=(Mark(text_start=0, text_end=8, frame=0), Mark(text_start=9, text_end=10, frame=9_000)),
    ),
    murmur(2, 500),
)


@pytest.fixture
def process() -> Iterator[UnitProcess]:
    process = UnitProcess()
    yield process
    process.close()


def head(process: UnitProcess, passage: Passage, *clips: Clip) -> bytes:
    return process.make(unit_parts(passage, 3.0), clips, DEFAULT_SOUND)


def test_a_unit_has_the_bytes_of_one_made_here(process: UnitProcess) -> None:
    here = made_unit(TWO, CLIPS, gain_db=3.0)

    made = head(process, TWO, *CLIPS)

    assert made == pack_head(here.head)
    assert process.encode("mp3") == pack_packets(here.encoded)


def test_a_unit_that_was_given_up_leaves_nothing_to_the_next(process: UnitProcess) -> None:
    def stopping() -> Iterator[Clip]:
        yield CLIPS[1]
        raise LookupError

    with pytest.raises(LookupError):
        process.make(unit_parts(TWO, 3.0), stopping(), DEFAULT_SOUND)

    assert head(process, TWO, *CLIPS) == pack_head(made_unit(TWO, CLIPS, gain_db=3.0).head)


@pytest.mark.parametrize(("mode", "told"), [("crash", "signal 11"), ("hang", "no answer within")])
def test_a_worker_that_fails_is_begun_anew_for_the_next_unit(tmp_path: Path, mode: str, told: str) -> None:
    passed = tmp_path / "passed"
    command = python_worker("builder.testing.faulty_worker", mode, str(passed))
    process = UnitProcess(command, deadline_s=5)

    with pytest.raises(ChildFault, match=told):
        head(process, TWO, *CLIPS)

    process.restart()
    assert process.encode("mp3")
    process.close()


def test_what_was_closed_starts_no_worker_again(process: UnitProcess) -> None:
    head(process, TWO, *CLIPS)

    process.close()

    with pytest.raises(ChildFault, match="was closed"):
        head(process, TWO, *CLIPS)


def test_a_worker_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    process = UnitProcess([str(tmp_path / "nothing")])

    with pytest.raises(ChildFault, match="cannot be started"):
        head(process, TWO, *CLIPS)
