"""Figures: which pictures are part of an edition, and under which names."""

from __future__ import annotations

import pytest

from builder.formats.figures import figure_path, figures
from builder.testing.samples import FIGURE_SOURCE, sample_document


def test_pictures_of_the_article_are_listed_with_the_place_of_their_copy() -> None:
    assert figures(sample_document()) == ((FIGURE_SOURCE, figure_path(FIGURE_SOURCE)),)


@pytest.mark.parametrize(
    "source",
    ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AA==", "javascript:x", ""],
)
def test_what_is_elsewhere_is_no_part_of_the_edition(source: str) -> None:
    assert figure_path(source) is None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a b/ç d.png", "d.png"),
        ("../../etc/passwd", "passwd"),
        ("x%20y.jpg?size=2#top", "x-y.jpg"),
        ("…", "picture"),
        ("a/..", "picture"),
    ],
)
def test_a_copys_name_is_safe_in_every_folder_and_address(source: str, name: str) -> None:
    path = figure_path(source)

    assert path is not None
    folder, file = path.split("/")
    assert folder == "figures"
    assert file.partition("-")[2] == name


def test_pictures_of_one_name_in_two_folders_do_not_meet() -> None:
    assert figure_path("a/x.png") != figure_path("b/x.png")
