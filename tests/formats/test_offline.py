"""The page as one file: all that it loads is in it, and nothing leads to a file that is not there."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from builder.base.digest import digest_bytes
from builder.catalogue.texts import Texts
from builder.formats import offline, page
from builder.formats.figures import figure_path
from builder.formats.rendering import asset
from builder.model.artefact import Artefact
from builder.model.publication import Publication
from builder.testing.reading import Element, read_html
from builder.testing.samples import (
    ARABIC,
    ENGLISH,
    FIGURE_SOURCE,
    SHOW,
    sample_document,
    sample_publication,
)

PICTURE = figure_path(FIGURE_SOURCE)
FILES: Mapping[str, bytes] = {
    "tides.en.mp3": bytes(range(256)) * 4_000 + b"end",
    str(PICTURE): b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "tides.en.vtt": b"WEBVTT\n",
}
_KINDS = {".mp3": ("mp3", "audio/mpeg"), ".svg": ("figure", "image/svg+xml"), ".vtt": ("vtt", "text/vtt")}
BARE = replace(SHOW, base_url=None)


def artefacts() -> tuple[Artefact, ...]:
    return tuple(
        Artefact(
            format=_KINDS[Path(path).suffix][0], path=path, media_type=_KINDS[Path(path).suffix][1],
            size_bytes=len(data), sha256=digest_bytes(data),
        )
        for path, data in FILES.items()
    )  # fmt: skip


def open_file(path: str) -> IO[bytes]:
    return io.BytesIO(FILES[path])


def written(folder: Path, publication: Publication) -> Element:
    texts = Texts(publication.edition.language)
    offline.write(folder / "file.html", offline.compose(publication, texts), open_file)
    return read_html((folder / "file.html").read_text("utf-8"))


def publication(show: object = SHOW) -> Publication:
    assert show in (SHOW, BARE)
    return sample_publication(show=BARE if show == BARE else SHOW, artefacts=artefacts())


@pytest.mark.parametrize("show", [SHOW, BARE], ids=["with an address", "without"])
def test_all_that_is_loaded_is_in_the_file(tmp_path: Path, show: object) -> None:
    root = written(tmp_path, publication(show))

    loaded = {each.tag: each.attributes["src"] for each in root if "src" in each.attributes}
    assert set(loaded) == {"audio", "img"}
    sound, picture = (base64.b64decode(loaded[tag].partition(";base64,")[2]) for tag in ("audio", "img"))
    assert loaded["audio"].startswith("data:audio/mpeg;base64,")
    assert sound == FILES["tides.en.mp3"]
    assert picture == FILES[str(PICTURE)]
    assert not root.find("link", rel="stylesheet")


def test_its_policy_allows_its_own_style_and_scripts_by_their_digests_and_nothing_else(
    tmp_path: Path,
) -> None:
    root = written(tmp_path, publication())

    (meta,) = [each for each in root.find("meta") if "http-equiv" in each.attributes]
    directives = dict(part.split(maxsplit=1) for part in meta.attributes["content"].split("; "))
    texts = {"style-src": [each.text for each in root.find("style")]}
    texts["script-src"] = [each.text for each in root.find("script") if "type" not in each.attributes]
    for name, expected in texts.items():
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in expected]
        assert directives.pop(name).split() == [f"'sha256-{each}'" for each in digests]
    assert directives == {
        "default-src": "'none'", "img-src": "data:", "media-src": "data:", "base-uri": "'none'",
        "form-action": "'none'",
    }  # fmt: skip


def test_the_scripts_are_those_of_the_page_whole_and_at_its_end(tmp_path: Path) -> None:
    root = written(tmp_path, publication())

    scripts = [each for each in root.find("script") if "type" not in each.attributes]
    everything = list(root)
    names = [name for name in page.ASSETS if name.endswith(".js")]
    assert [each.text for each in scripts] == [asset(name).decode() for name in names]
    assert everything.index(scripts[0]) > everything.index(root.find("footer")[-1])


@pytest.mark.parametrize("name", page.ASSETS)
def test_no_style_or_script_of_ours_ends_the_element_it_is_put_into(name: str) -> None:
    text = asset(name).decode()

    assert "\r" not in text
    assert not re.search(r"</(script|style)|<!--", text, re.IGNORECASE)


def test_with_an_address_links_lead_to_the_published_files(tmp_path: Path) -> None:
    root = written(tmp_path, publication())

    links = {each.attributes["href"] for each in root.find("a") if "href" in each.attributes}
    assert {link for link in links if not link.startswith(("#", "https://"))} == set()
    assert "https://example.org/salt/index.html" in links
    assert "https://example.org/salt/tides/ar/index.html" in links
    assert "https://example.org/salt/feeds/en.xml" in links
    assert [link for link in links if link.startswith("https://example.org/salt/tides/en/tides.en.vtt?v=")]
    for link in root.find("link"):
        assert link.attributes["href"].startswith("https://example.org/salt/")


def test_a_link_that_is_left_out_leaves_no_words_in_another_language(tmp_path: Path) -> None:
    root = written(tmp_path, sample_publication(ARABIC, show=BARE, artefacts=()))

    assert "All articles" not in root.text
    assert [each for each in root.find("a") if not each.attributes] == []


def test_without_an_address_links_to_files_are_left_out(tmp_path: Path) -> None:
    root = written(tmp_path, publication(BARE))

    links = {each.attributes["href"] for each in root.find("a") if "href" in each.attributes}
    author_s_own = {
        "https://tides.example.org/tables?year=2026&place=mole",
        "https://pictures.example.org/moon.jpg",
    }
    assert {link for link in links if not link.startswith("#")} == author_s_own
    assert not root.find("nav", class_="languages")
    assert not root.find("section", class_="downloads")
    assert "All articles" not in root.text


def test_a_moment_of_the_sound_is_a_text_until_there_is_scripting(tmp_path: Path) -> None:
    root = written(tmp_path, publication())

    places = root.find("a", class_="from")
    assert [each.text for each in places] == ["0:00", "0:06", "0:25", "0:56", "1:18"]
    assert {frozenset(each.attributes) for each in places} == {frozenset({"class"})}


def test_every_word_of_the_page_is_in_it(tmp_path: Path) -> None:
    made = publication(BARE)

    root = written(tmp_path, made)

    shown = " ".join(root.find("main")[0].text.split())
    beside = read_html(page.render(made, Texts(ENGLISH), kind=page.PageKind(files=False)).decode())
    assert shown == " ".join(beside.find("main")[0].text.split())


def test_an_embedded_picture_in_the_text_of_an_author_is_never_taken_for_one(tmp_path: Path) -> None:
    markup = '&lt;img src="x.png"&gt; &lt;/body&gt;&lt;script src="page.js"&gt;&lt;/script&gt;'
    document = sample_document()
    made = publication()
    edition = replace(made.edition, document=replace(document, deck=replace(document.deck, markup=markup)))

    root = written(tmp_path, replace(made, edition=edition))

    (deck,) = root.find("p", class_="deck")
    assert deck.text == '<img src="x.png"> </body><script src="page.js"></script>'
    assert len([each for each in root if "src" in each.attributes]) == 2


def test_sound_is_read_in_pieces(tmp_path: Path) -> None:
    asked: list[int] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(-1 if size is None else size)
            return super().read(size)

    parts = offline.compose(publication(), Texts(ENGLISH))
    offline.write(tmp_path / "file.html", parts, lambda path: Watched(FILES[path]))

    assert len(asked) > len(FILES)
    assert all(0 < size <= 1 << 20 for size in asked)


def test_a_recording_that_is_too_large_is_named_and_not_put_in(tmp_path: Path) -> None:
    made = publication()
    large = replace(made.artefacts[0], size_bytes=offline.MOST_SOUND_BYTES + 1)
    made = replace(made, artefacts=(large, *made.artefacts[1:]))

    root = written(tmp_path, made)

    assert offline.too_large(made)
    assert not root.find("audio")
    (about,) = root.find("aside")
    address = f"https://example.org/salt/tides/en/tides.en.mp3?v={large.sha256[:8]}"
    assert f"The recording is too large for this file. It is here: {address}" in about.text
    assert root.find("a", href=address)


def test_the_largest_recording_fits_into_what_firefox_takes() -> None:
    made = publication()
    made = replace(made, artefacts=(replace(made.artefacts[0], size_bytes=offline.MOST_SOUND_BYTES),))

    assert not offline.too_large(made)
    assert len("data:audio/mpeg;base64,") + 4 * ((offline.MOST_SOUND_BYTES + 2) // 3) <= 32 << 20


def test_without_sound_it_is_a_text_to_read(tmp_path: Path) -> None:
    root = written(tmp_path, sample_publication(artefacts=artefacts()[1:]))

    assert not root.find("audio")
    assert len(root.find("img")) == 1
    assert "too large" not in root.text


def test_a_file_that_nobody_made_is_a_fault() -> None:
    made = sample_publication(artefacts=artefacts()[:1])
    markup = '<img src="gone.svg" alt="">'

    with pytest.raises(ValueError, match=r"gone\.svg"):
        list(offline._loaded(markup, {each.path: each for each in made.artefacts}))


def test_what_it_is_made_of_is_equal_exactly_where_its_bytes_are() -> None:
    english, arabic = (
        offline.compose(sample_publication(language, artefacts=()), Texts(language))
        for language in (ENGLISH, ARABIC)
    )
    other_sound = replace(artefacts()[0], sha256="0" * 64)

    digests = {
        offline.digest(english),
        offline.digest(arabic),
        offline.digest((*english, artefacts()[0])),
        offline.digest((*english, other_sound)),
    }

    assert len(digests) == 4
    assert offline.digest(english) == offline.digest(
        offline.compose(sample_publication(artefacts=()), Texts(ENGLISH))
    )
