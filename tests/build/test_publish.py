import json
import os
from pathlib import Path

import pytest

from builder.base.errors import OutputError
from builder.build.names import STAGING_NAME
from builder.build.publish import Staging, roll_forward


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_staged_files_appear_and_old_ones_go(tmp_path: Path) -> None:
    (tmp_path / "a" / "old").mkdir(parents=True)
    (tmp_path / "a" / "old" / "x.mp3").write_bytes(b"old")
    staging = Staging(output=tmp_path)
    staging.write("feeds/en.xml", b"feed")
    staging.write("a/en/index.html", b"page")

    changed = staging.publish(last=["feeds/en.xml"], remove=["a/old/x.mp3"])

    assert changed == ("a/en/index.html", "feeds/en.xml")
    assert files(tmp_path) == {"feeds/en.xml": b"feed", "a/en/index.html": b"page"}
    assert not (tmp_path / "a" / "old").exists()


def test_a_file_with_the_same_bytes_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"page")
    before = (tmp_path / "page.html").stat().st_mtime_ns
    staging = Staging(output=tmp_path)
    staging.write("page.html", b"page")

    changed = staging.publish()

    assert changed == ()
    assert (tmp_path / "page.html").stat().st_mtime_ns == before


def test_staged_files_of_a_killed_build_are_dropped(tmp_path: Path) -> None:
    Staging(output=tmp_path).write("page.html", b"half a build")

    roll_forward(tmp_path)

    assert files(tmp_path) == {}
    assert not (tmp_path / STAGING_NAME).exists()


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_publication_killed_between_moves_is_finished(tmp_path: Path, moved: int) -> None:
    names = ["a.html", "b.html"]
    (tmp_path / "gone.html").write_bytes(b"old")
    staging = Staging(output=tmp_path)
    for name in names:
        staging.write(name, name.encode())
    journal = {"schema": "edition-journal/1", "moves": names, "removals": ["gone.html"]}
    (tmp_path / STAGING_NAME / "journal.json").write_text(json.dumps(journal))
    for name in names[:moved]:
        os.replace(staging.folder / name, tmp_path / name)

    roll_forward(tmp_path)

    assert files(tmp_path) == {"a.html": b"a.html", "b.html": b"b.html"}


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", ""])
def test_a_name_that_leads_out_of_the_output_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        Staging(output=tmp_path).path(name)
