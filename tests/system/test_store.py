"""The store gives back what was kept, whole, or nothing."""

import errno
import multiprocessing
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.base.errors import OutputError
from builder.model.recipe import Recipe
from builder.system.store import Store
from builder.system.store_object import Damaged, check_object, recipe_in, recipe_of, render_object

RECIPE = Recipe(step="speech", version=1, parts={"text": "Hello", "rate": 100})
PAYLOAD = b"sound\n" * 10
OBJECT = render_object(RECIPE, PAYLOAD)
DAY_S = 86_400


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    store = Store(tmp_path)

    store.put(RECIPE, b"sound\nwith lines")

    assert Store(tmp_path).get(RECIPE) == b"sound\nwith lines"


def test_another_recipe_finds_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, b"sound")

    found = store.get(Recipe(step="speech", version=2, parts=RECIPE.parts))

    assert found is None


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_object_is_never_served(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    store.put(RECIPE, b"sound" * 10)
    path = store.path(RECIPE)
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)

    found = store.get(RECIPE)

    assert found is None
    assert store.damaged == 1
    assert not path.exists()


@pytest.mark.parametrize("kept", range(len(OBJECT)))
def test_an_object_cut_at_any_byte_is_a_miss(tmp_path: Path, kept: int) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    store.path(RECIPE).write_bytes(OBJECT[:kept])

    assert store.get(RECIPE) is None
    assert store.damaged == 1
    assert not store.holds(RECIPE)


def test_an_object_with_something_behind_it_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    store.path(RECIPE).write_bytes(OBJECT + b"\n")

    assert store.get(RECIPE) is None


def test_an_object_under_a_name_not_its_own_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other = Recipe(step="speech", version=1, parts={"text": "Good bye"})
    store.put(RECIPE, b"sound")
    store.path(other).parent.mkdir(parents=True, exist_ok=True)
    store.path(other).write_bytes(store.path(RECIPE).read_bytes())

    assert store.get(other) is None


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "with a file in it"])
def test_a_folder_in_an_objects_place_gives_way(tmp_path: Path, filled: bool) -> None:
    store = Store(tmp_path)
    store.path(RECIPE).mkdir(parents=True)
    if filled:
        (store.path(RECIPE) / "file").write_text("something")

    held, found = store.holds(RECIPE), Store(tmp_path).get(RECIPE)
    store.put(RECIPE, PAYLOAD)

    assert (held, found) == (False, None)
    assert store.get(RECIPE) == PAYLOAD


def test_a_link_that_leads_nowhere_or_to_itself_gives_way(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.path(RECIPE)
    path.parent.mkdir(parents=True)
    path.symlink_to(path)

    held, found = store.holds(RECIPE), store.get(RECIPE)
    store.put(RECIPE, PAYLOAD)

    assert (held, found) == (False, None)
    assert store.get(RECIPE) == PAYLOAD


def test_an_object_that_may_not_be_read_is_a_miss_and_is_kept_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    refused = PermissionError(errno.EACCES, "Permission denied")
    with monkeypatch.context() as patch:  # root may read anything, so that a mode alone shows nothing
        patch.setattr(Path, "open", lambda *_args, **_named: (_ for _ in ()).throw(refused))
        patch.setattr(os, "access", lambda *_: False)
        held, found = store.holds(RECIPE), store.get(RECIPE)

    store.put(RECIPE, PAYLOAD)

    assert (held, found) == (False, None)
    assert store.get(RECIPE) == PAYLOAD


def test_an_object_that_cannot_be_read_for_a_moment_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    many = OSError(errno.EMFILE, "Too many open files")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda *_args, **_named: (_ for _ in ()).throw(many))
        found = store.get(RECIPE)

    assert found is None
    assert store.get(RECIPE) == PAYLOAD


def test_a_disk_that_lost_an_object_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    lost = OSError(errno.EIO, "Input/output error")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda *_args, **_named: (_ for _ in ()).throw(lost))
        found = store.get(RECIPE)

    assert found is None
    assert not store.holds(RECIPE)


def test_a_store_that_cannot_be_written_says_how_much_it_needs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = Store(tmp_path / "file")

    with pytest.raises(OutputError) as caught:
        store.put(RECIPE, b"sound")

    assert "more bytes" in str(caught.value)


@pytest.mark.parametrize("call", ["fdopen", "replace"])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    store = Store(tmp_path)
    full = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, lambda *_args, **_named: (_ for _ in ()).throw(full))
        with pytest.raises(OutputError) as caught:
            store.put(RECIPE, PAYLOAD)

    assert caught.value.exit_status == 6
    assert "No space left" in str(caught.value)
    assert f"the store needs {len(OBJECT)} more bytes" in str(caught.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not store.holds(RECIPE)


def write_often(root: Path, letter: bytes) -> None:
    store = Store(root)
    for _ in range(60):
        store.put(RECIPE, letter * 50_000)


def test_two_builds_that_write_one_object_leave_a_whole_one(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_often, args=(tmp_path, letter)) for letter in (b"a", b"b")]
    store, found = Store(tmp_path), set()
    store.put(RECIPE, b"a" * 50_000)

    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        found.add(store.get(RECIPE))
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert found | {store.get(RECIPE)} <= {b"a" * 50_000, b"b" * 50_000}
    assert store.damaged == 0
    assert store.half_written() == ()


def test_objects_are_listed_and_what_is_none_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    (tmp_path / "engines.json").write_text("{}")
    (tmp_path / "speech" / "notes").mkdir()
    (store.path(RECIPE).parent / "README").write_text("mine")

    (kept,) = store.objects()

    assert (kept.step, kept.key, kept.path) == ("speech", RECIPE.key, store.path(RECIPE))
    assert kept.size_bytes == len(OBJECT)


def test_what_a_kill_left_half_written_is_told_apart(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)
    part = store.path(RECIPE).with_name(f".{store.path(RECIPE).name[:40]}.abc123.part")
    part.write_bytes(OBJECT[:50])

    assert store.half_written() == (part,)
    assert len(list(store.objects())) == 1


@pytest.mark.parametrize("use", ["holds", "get"])
def test_a_use_is_noted_once_a_day(tmp_path: Path, use: str) -> None:
    Store(tmp_path).put(RECIPE, PAYLOAD)
    path, now = Store(tmp_path).path(RECIPE), time.time()
    times = {}
    for days in (0.5, 3.0):
        os.utime(path, (now - days * DAY_S, now - days * DAY_S))
        getattr(Store(tmp_path), use)(RECIPE)
        times[days] = path.stat().st_mtime

    assert times[0.5] == pytest.approx(now - 0.5 * DAY_S, abs=1)
    assert times[3.0] == pytest.approx(now, abs=60)


def test_an_object_tells_its_recipe(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, PAYLOAD)

    assert recipe_in(store.path(RECIPE)) == RECIPE
    assert check_object(OBJECT, step="speech", key=RECIPE.key) == RECIPE


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{}", b"[1]", b"null", b"{" * 100_000, b'{"parts":{},"step":"a","version":NaN}',
        b'{"parts":{},"step":"../a","version":1}', b'{"parts":{},"step":"a","version":true}',
        b'{"parts":[],"step":"a","version":1}', b'{"parts":{"x":[]},"step":"a","version":1}',
        b'{"parts": {}, "step": "a", "version": 1}', b'{"parts":{"x":"\\ud800"},"step":"a","version":1}',
        b'{"parts":{"x":' + b"9" * 5000 + b'},"step":"a","version":1}',
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_recipe_is_told(line: bytes) -> None:
    with pytest.raises(Damaged):
        recipe_of(b"0" * 64 + b"\n" + line + b"\nsound")


@pytest.mark.parametrize(
    ("data", "key"),
    [(OBJECT[:-1], RECIPE.key), (OBJECT, "0" * 64), (b"", RECIPE.key), (OBJECT[1:], RECIPE.key)],
    ids=["cut", "another name", "empty", "begun late"],
)
def test_an_object_that_is_not_what_its_name_says_is_told(data: bytes, key: str) -> None:
    with pytest.raises(Damaged):
        check_object(data, step="speech", key=key)
