"""Which objects may go, in which order, and how far."""

import os
from pathlib import Path

import pytest

from builder.build.store_room import Rule, hold_to_limit, may_go
from builder.model.recipe import Recipe
from builder.system.store import Store

NOW_S = 1_800_000_000.0
DAY_S = 86_400


def recipe(step: str, number: int) -> Recipe:
    return Recipe(step=step, version=1, parts={"engine": "tone", "number": number})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three sentences and three units; the higher the number, the longer it was not used."""
    store = Store(tmp_path / "store")
    for step in ("speech", "unit"):
        for number in range(3):
            store.put(recipe(step, number), b"x" * 1000)
            used = NOW_S - number * DAY_S
            os.utime(store.path(recipe(step, number)), (used, used))
    return store


def numbers(store: Store) -> list[tuple[str, int]]:
    return [
        (step, number)
        for step in ("speech", "unit")
        for number in range(3)
        if store.path(recipe(step, number)).exists()
    ]


def test_what_was_used_longest_ago_comes_first(store: Store) -> None:
    found = may_go(store.objects(), Rule(needed={recipe("unit", 2).key}), now_s=NOW_S)

    ages = [round((NOW_S - each.used_s) / DAY_S) for each in found]
    assert ages == sorted(ages, reverse=True)
    assert len(found) == 5


def test_a_store_past_its_limit_loses_what_it_must_and_no_more(store: Store) -> None:
    size = sum(each.size_bytes for each in store.objects())

    told = hold_to_limit(store, size - 1500, {recipe("speech", 2).key}, now_s=NOW_S)

    assert numbers(store) == [("speech", 0), ("speech", 2), ("unit", 0), ("unit", 1)]
    assert told is not None
    assert told.startswith("removed 2 objects (")


def test_a_store_within_its_limit_loses_nothing(store: Store) -> None:
    assert hold_to_limit(store, 1_000_000, set(), now_s=NOW_S) is None
    assert len(numbers(store)) == 6


def test_damaged_speech_may_go_and_what_cannot_be_read_stays(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path(recipe("speech", 1)).write_bytes(b"damaged")
    refused = store.path(recipe("speech", 2))
    opened = Path.open

    def open_unless_refused(path: Path, *rest: str) -> object:
        if path == refused:
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_unless_refused)
        found = may_go(store.objects(), Rule(needed=set()), now_s=NOW_S)

    keys = {each.key for each in found}
    assert recipe("speech", 1).key[2:] in {each.path.name for each in found}
    assert recipe("speech", 2).key not in keys
