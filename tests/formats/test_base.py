"""Where files lie, and the addresses they have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.audio import libav
from builder.base.errors import UsageError
from builder.formats import base
from builder.formats.names import DEFAULT, NAMES
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_edition, sample_publication


@pytest.mark.parametrize("name", NAMES)
def test_every_format_is_a_module_that_knows_its_name(name: str) -> None:
    module = base.load(name)

    assert name == module.NAME
    assert module.VERSION >= 1
    assert "/" in module.MEDIA_TYPE


def test_a_format_that_does_not_exist_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match=r'there is no format "mp4"; did you mean "mp3"\?'):
        base.load("mp4")


def test_formats_that_are_made_unasked_need_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libav, "is_installed", lambda: False)

    base.check_installed((*DEFAULT, "zip"))

    for name in ("m4b", "opus"):
        with pytest.raises(UsageError, match=f'the format "{name}" needs PyAV') as refused:
            base.check_installed([*DEFAULT, name])
        assert refused.value.hint == "pip install 'edition-builder[sound]'"


def test_file_names_tell_article_and_language() -> None:
    publication = sample_publication(ARABIC)

    assert base.folder_of(publication) == "tides/ar/"
    assert base.file_name(publication, "mp3") == "tides.ar.mp3"
    assert base.feed_path(ARABIC) == "feeds/ar.xml"


def test_the_enclosure_has_the_version_of_its_bytes_in_its_address() -> None:
    publication = sample_publication()
    sound = base.artefact(publication, "mp3")
    assert sound is not None

    address = base.artefact_url(publication, "mp3")

    assert address == f"https://example.org/salt/tides/en/tides.en.mp3?v={sound.sha256[:8]}"


def test_without_a_base_url_nothing_has_an_address() -> None:
    publication = sample_publication(show=replace(SHOW, base_url=None))

    assert base.page_url(publication) is None
    assert base.artefact_url(publication, "mp3") is None
    assert base.feed_url(publication.show, ENGLISH) is None
    assert not base.has_feed(publication)


def test_a_file_that_was_not_made_has_no_address() -> None:
    assert base.artefact_url(sample_publication(artefacts=()), "mp3") is None


def test_a_draft_has_no_feed() -> None:
    draft = sample_publication(edition=replace(sample_edition(), draft=True))

    assert base.has_feed(sample_publication())
    assert not base.has_feed(draft)
    assert not base.has_feed(replace(sample_publication(), episode_guid=""))


def test_ways_between_files_are_relative() -> None:
    assert base.relative("feeds/ar.xml", start="tides/en/") == "../../feeds/ar.xml"
    assert base.relative("tides/ar/index.html", start="tides/en/") == "../ar/index.html"
    assert base.relative("tides/ar/index.html", start="") == "tides/ar/index.html"


@pytest.mark.parametrize(("cover", "expected"), [("art/Cover.JPG", "cover.jpg"), (None, None)])
def test_the_shows_picture_lies_beside_the_index(cover: str | None, expected: str | None) -> None:
    assert base.show_cover_path(replace(SHOW, cover=cover)) == expected
