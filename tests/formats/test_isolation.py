"""Isolation: figures with units in text from right to left."""

from __future__ import annotations

import re

import pytest

from builder.formats.isolation import isolate_amounts
from builder.testing.samples import ARABIC, ENGLISH, sample_publication, segment_id


@pytest.mark.parametrize(
    ("markup", "isolated"),
    [
        ("بعد 6 h 12 min.", ["6 h 12 min"]),
        ("جرعة <strong>0.5 mg/kg</strong>، ثم 5–10 mg", ["0.5 mg/kg", "5–10 mg"]),
        ("نحو 0.0001 mm/s².", ["0.0001 mm/s²"]),
        ("<code>3 m</code> &amp; &#39;4 m", ["3 m", "4 m"]),
        ("في 2026 و50 %", []),
        ('<a href="https://example.org/5mg">رابط</a>', []),
    ],
    ids=["two figures", "a dose and a range", "a power", "beside entities", "no Latin unit", "inside a tag"],
)
def test_amounts_are_isolated(markup: str, isolated: list[str]) -> None:
    found = isolate_amounts(markup)

    assert re.findall(r'<bdi dir="ltr">(.*?)</bdi>', found) == isolated
    assert re.sub(r"</?bdi[^>]*>", "", found) == markup


def test_a_page_isolates_amounts_from_right_to_left_alone() -> None:
    from builder.formats.transcript import Transcript

    lines = {}
    for language in (ARABIC, ENGLISH):
        publication = sample_publication(language)
        lines[language] = Transcript(publication).line(publication.edition.document.introduction[0].text)  # type: ignore[union-attr]

    assert '<bdi dir="ltr">4.2 m</bdi>' in lines[ARABIC].html
    assert "bdi" not in lines[ENGLISH].html
    assert lines[ARABIC].id == segment_id("first")
