from pathlib import Path

import pytest

from builder.base.errors import OutputError
from builder.build.record import Record, differences, read_record, render_record
from builder.catalogue.texts import Texts
from builder.formats import feed, index
from builder.model.artefact import Artefact
from builder.model.recipe import Recipe
from builder.testing.samples import ENGLISH, sample_publication

SOUND = Artefact(format="mp3", path="tea.en.mp3", media_type="audio/mpeg", size_bytes=3, sha256="00")
RECIPE = Recipe(step="mp3", version=1, parts={"tags": "a", "order": "b"})
RECORD = Record(
    builder="0.1.0",
    slug="tea",
    language="en",
    draft=False,
    duration_ms=1000,
    loudness_lufs=-16.0,
    true_peak_dbtp=-2.0,
    artefacts=(SOUND,),
    recipes={"tea.en.mp3": RECIPE},
    index_entry=index.entry_of(sample_publication()),
    episode=feed.episode_of(sample_publication(), Texts(ENGLISH)),
)


def test_a_record_reads_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "build.json").write_bytes(render_record(RECORD))

    assert read_record(tmp_path / "build.json") == RECORD


def test_a_record_with_what_others_put_in_it_is_as_if_there_were_none(tmp_path: Path) -> None:
    data = render_record(RECORD)

    for old, new in ((b"tea.en.mp3", b"../../evil"), (b'"in_feed"', b'"in_fed"')):
        (tmp_path / "build.json").write_bytes(data.replace(old, new))
        assert read_record(tmp_path / "build.json") is None


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"schema": "edition-build/9"}', b"\xff"])
def test_what_is_no_record_of_ours_is_as_if_there_were_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "build.json").write_bytes(data)

    assert read_record(tmp_path / "build.json") is None
    assert read_record(tmp_path / "nowhere" / "build.json") is None


def test_a_record_the_disk_does_not_give_is_never_taken_for_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "build.json").mkdir()

    with pytest.raises(OutputError):
        read_record(tmp_path / "build.json")


def test_differences_name_the_parts() -> None:
    new = Recipe(step="mp3", version=1, parts={"tags": "c", "cover": "d"})

    assert differences(RECIPE, new) == ("cover: new", "order: gone", "tags: changed")
    assert differences(RECIPE, RECIPE) == ()
