from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.base.errors import OutputError
from builder.model.recipe import Recipe
from builder.system.store import Store

RECIPE = Recipe(step="speech", version=1, parts={"text": "Hello", "rate": 100})


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


@pytest.mark.parametrize("kept", [0, 1, 64, 100])
def test_a_cut_object_is_a_miss(tmp_path: Path, kept: int) -> None:
    store = Store(tmp_path)
    store.put(RECIPE, b"sound" * 10)
    path = store.path(RECIPE)
    path.write_bytes(path.read_bytes()[:kept])

    assert store.get(RECIPE) is None


def test_an_object_under_a_name_not_its_own_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    other = Recipe(step="speech", version=1, parts={"text": "Good bye"})
    store.put(RECIPE, b"sound")
    store.path(other).parent.mkdir(parents=True, exist_ok=True)
    store.path(other).write_bytes(store.path(RECIPE).read_bytes())

    assert store.get(other) is None


def test_a_store_that_cannot_be_written_says_how_much_it_needs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = Store(tmp_path / "file")

    with pytest.raises(OutputError) as caught:
        store.put(RECIPE, b"sound")

    assert "more bytes" in str(caught.value)
