"""The page's way to the feed: its address as a text, as a link and as a QR code."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from builder.catalogue.texts import Texts
from builder.formats import page
from builder.formats.qr_code import QrCode, qr_code
from builder.model.publication import Publication
from builder.testing.programs import not_installed
from builder.testing.reading import Element, read_html
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_edition, sample_publication

ADDRESS = "https://example.org/salt/feeds/en.xml"


def rendered(publication: Publication) -> Element:
    return read_html(page.render(publication, Texts(publication.edition.language)).decode())


def modules(code: QrCode) -> list[list[bool]]:
    """Draw the code's path, by its own grammar."""
    rows = [[False] * code.size for _ in range(code.size)]
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        for column in range(int(left), int(left) + int(width)):
            rows[int(top)][column] = True
    return rows


def test_the_address_stands_there_whole_and_reads_from_left_to_right() -> None:
    root = rendered(sample_publication(ARABIC))

    address = root.by_id("feed-address")
    assert address.text == "https://example.org/salt/feeds/ar.xml"
    assert address.attributes["dir"] == "ltr"
    assert [each.attributes["href"] for each in root.find("a", type="application/rss+xml")] == [
        "../../feeds/ar.xml"
    ]


def test_the_code_has_a_name_and_the_address_beside_it() -> None:
    root = rendered(sample_publication())

    (block,) = root.find("section", class_="subscribe")
    (picture,) = block.find("svg")
    assert picture.attributes["role"] == "img"
    assert picture.attributes["aria-label"] == "QR code with the address of the feed, which stands beside it"
    assert ADDRESS in block.text


def test_the_code_is_dark_on_white_with_a_quiet_zone_of_four_modules() -> None:
    root = rendered(sample_publication())

    (ground,), (dark,) = root.find("rect"), root.find("path", fill="#000000")
    code = qr_code(ADDRESS)
    assert code is not None
    assert ground.attributes == {"width": str(code.size), "height": str(code.size), "fill": "#ffffff"}
    assert dark.attributes["d"] == code.path
    rows = modules(code)
    edge = [*rows[:4], *rows[-4:], *([*row[:4], *row[-4:]] for row in rows)]
    assert not any(any(row) for row in edge)
    assert all(rows[4][4:11])


@pytest.mark.external
@pytest.mark.skipif(not_installed("zxingcpp"), reason="zxing-cpp is not installed")
@pytest.mark.parametrize("words", [ADDRESS, "https://example.org/" + "long/" * 60 + "feeds/zh-Hant.xml"])
def test_somebody_elses_reader_finds_the_address_in_the_code(words: str) -> None:
    import numpy as np
    import zxingcpp

    code = qr_code(words)
    assert code is not None
    picture = np.where(np.kron(np.array(modules(code)), np.ones((4, 4))) > 0, 0, 255).astype("uint8")

    found = zxingcpp.read_barcodes(picture)

    assert [each.text for each in found] == [words]


def test_the_same_address_gives_the_same_code() -> None:
    first, second = qr_code(ADDRESS), qr_code(ADDRESS)

    assert first == second
    assert first != qr_code(ADDRESS.replace("en", "es"))


def test_an_address_too_long_for_a_code_is_still_told() -> None:
    base_url = f"https://example.org/{'a' * 3000}/"

    root = rendered(sample_publication(show=replace(SHOW, base_url=base_url)))

    assert root.by_id("feed-address").text == f"{base_url}feeds/en.xml"
    assert not root.find("svg", role="img")


@pytest.mark.parametrize("lacks", ["address", "episode", "draft"])
def test_without_a_feed_there_is_nothing_to_subscribe_to(lacks: str) -> None:
    publication = sample_publication()
    if lacks == "address":
        publication = sample_publication(show=replace(SHOW, base_url=None))
    elif lacks == "episode":
        publication = replace(publication, episode_guid="")
    else:
        publication = sample_publication(ENGLISH, edition=replace(sample_edition(), draft=True))

    root = rendered(publication)

    assert not root.find("section", class_="subscribe")
    assert not root.find("a", type="application/rss+xml")


def test_without_scripting_no_button_promises_to_copy() -> None:
    root = rendered(sample_publication())

    buttons = [each for each in root.find("button") if "data-copies" in each.attributes]
    ids = {each.attributes.get("id") for each in root}
    assert len(buttons) == 2
    assert all("hidden" in each.attributes for each in buttons)
    assert {each.attributes[name] for each in buttons for name in ("data-copies", "data-tells")} <= ids
