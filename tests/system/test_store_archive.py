"""An archive of a store holds objects and says nothing else; what could hurt is refused."""

import zipfile
from pathlib import Path

import pytest

from builder.base.digest import canonical
from builder.base.errors import ContentError
from builder.model.recipe import Recipe
from builder.system.store import Store
from builder.system.store_archive import SCHEMA, read_archive, write_archive
from builder.system.store_object import render_object

RECIPES = tuple(Recipe(step="speech", version=1, parts={"text": text}) for text in ("One.", "Two.", "Three."))
MANIFEST = canonical({"schema": SCHEMA, "objects": 1}) + b"\n"
OBJECT = render_object(RECIPES[0], b"sound")
NAME = f"objects/speech/{RECIPES[0].key[:2]}/{RECIPES[0].key[2:]}"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "store")
    for number, recipe in enumerate(RECIPES):
        store.put(recipe, b"sound" * number)
    return store


def archive_of(path: Path, files: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def read(path: Path) -> list[tuple[Recipe, bytes]]:
    with read_archive(path) as archive:
        return list(archive.objects())


def test_what_was_written_is_read_again(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "speech.zip"

    count = write_archive(path, store, RECIPES, {"engines.json": b"{}"})

    with read_archive(path) as archive:
        found = {recipe.key: data for recipe, data in archive.objects()}
        document, nothing = archive.document("engines.json"), archive.document("other.json")
    assert count == len(RECIPES)
    assert found == {recipe.key: store.get_object(recipe) for recipe in RECIPES}
    assert (document, nothing) == (b"{}", None)


def test_the_same_objects_give_the_same_bytes(tmp_path: Path, store: Store) -> None:
    for name, recipes in (("a", RECIPES), ("b", reversed(RECIPES))):
        write_archive(tmp_path / name, store, recipes, {"engines.json": b"{}"})

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_damaged_object_is_left_out(tmp_path: Path, store: Store) -> None:
    store.path(RECIPES[1]).write_bytes(b"no object")

    count = write_archive(tmp_path / "speech.zip", store, RECIPES, {})

    assert count == 2
    assert [recipe for recipe, _ in read(tmp_path / "speech.zip")].count(RECIPES[1]) == 0


@pytest.mark.parametrize(
    "name",
    [
        "../store.json", "/etc/passwd", "objects/../../x", f"objects/speech/../{'0' * 62}", "objects\\speech",
        f"objects/Speech/00/{'0' * 62}", f"objects/speech/00/{'0' * 61}", "objects/speech/", "C:x.json",
        f"objects/speech/00/{'0' * 62}\n", "notes.txt",
    ],
)  # fmt: skip
def test_a_name_that_no_store_has_is_refused(tmp_path: Path, name: str) -> None:
    path = archive_of(tmp_path / "bad.zip", {"manifest.json": MANIFEST, NAME: OBJECT, name: OBJECT})

    with pytest.raises(ContentError) as caught:
        read(path)

    assert "not part of a store" in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        OBJECT[:-1],
        OBJECT + b"!",
        b"",
        render_object(RECIPES[1], b"sound"),
        OBJECT.replace(b"sound", b"noise"),
    ],
    ids=["cut", "longer", "empty", "of another recipe", "other bytes"],
)
def test_a_damaged_object_is_refused(tmp_path: Path, data: bytes) -> None:
    path = archive_of(tmp_path / "bad.zip", {"manifest.json": MANIFEST, NAME: data})

    with pytest.raises(ContentError):
        read(path)


def test_what_is_packed_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = archive_of(
        tmp_path / "bomb.zip",
        {"manifest.json": MANIFEST, NAME: render_object(RECIPES[0], bytes(50_000_000))},
        compression=zipfile.ZIP_DEFLATED,
    )

    with pytest.raises(ContentError) as caught:
        read(path)

    assert path.stat().st_size < 100_000
    assert "packed" in str(caught.value)


def test_a_declared_size_that_lies_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "lie.zip", {"manifest.json": MANIFEST, NAME: OBJECT})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    for place in (entry + 20, entry + 24):  # packed and real size in the table of contents
        data[place : place + 4] = (2_000_000).to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(ContentError) as caught:
        read(path)

    assert "more bytes than it has" in str(caught.value)


def test_many_names_for_the_same_bytes_are_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "overlap.zip", {"manifest.json": MANIFEST, NAME: OBJECT + bytes(100_000)})
    data = path.read_bytes()
    entry, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    twice = bytearray(data[:end] + data[entry:end] + data[end:])
    place = end + (end - entry) + 8
    count, size = 3, int.from_bytes(data[end + 12 : end + 16], "little") + end - entry
    twice[place : place + 8] = count.to_bytes(2, "little") * 2 + size.to_bytes(4, "little")
    path.write_bytes(twice)

    with pytest.raises(ContentError):
        read(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "twice.zip", {"manifest.json": MANIFEST, NAME: OBJECT})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(NAME, OBJECT)

    with pytest.raises(ContentError) as caught:
        read(path)

    assert "twice" in str(caught.value)


@pytest.mark.parametrize("kept", [0, 1, 30, 200, -1, -22])
def test_a_cut_archive_is_refused(tmp_path: Path, store: Store, kept: int) -> None:
    path = tmp_path / "speech.zip"
    write_archive(path, store, RECIPES, {})
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(ContentError) as caught:
        read(path)

    assert "edition store export" in str(caught.value)


def test_every_flipped_byte_is_refused_or_harmless(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "speech.zip"
    write_archive(path, store, RECIPES[:1], {})
    whole = path.read_bytes()
    outcomes = set()

    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        try:
            outcomes.add(tuple(data for _, data in read(path)))
        except ContentError:
            outcomes.add("refused")

    assert outcomes == {"refused", (store.get_object(RECIPES[0]),)}


def test_an_archive_that_lost_an_object_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "short.zip", {"manifest.json": MANIFEST})

    with pytest.raises(ContentError):
        read(path)


def test_another_zip_is_refused(tmp_path: Path) -> None:
    path = archive_of(tmp_path / "other.zip", {"mimetype.json": b"application/epub+zip"})

    with pytest.raises(ContentError) as caught:
        read(path)

    assert SCHEMA in str(caught.value)
