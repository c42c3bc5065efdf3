"""Planted faults in a transcript are told, each by its name, and a transcript of ours has none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import vtt
from builder.testing.caption_faults import transcript_faults
from builder.testing.samples import ARABIC, ENGLISH, sample_publication

DOSE = "The dose that the study gave to each of its patients was 0.5 mg/kg of body weight."
JAPANESE = "患者に静脈から投与されたケタミンの量は0.5ミリグラム毎キログラムだった。"


def rendered(language: Language = ENGLISH) -> str:
    publication = sample_publication(language)
    first, *others = publication.timeline.cues
    cues = (replace(first, text=DOSE), *others)
    publication = replace(publication, timeline=replace(publication.timeline, cues=cues))
    return vtt.render(publication, Texts(language)).decode()


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_a_transcript_of_ours_has_no_fault(language: Language) -> None:
    assert transcript_faults(rendered(language).encode(), language) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("00:00:00.040 --> 00:00:01.140", "00:00:01.140 --> 00:00:00.040", "ends before it starts"),
        ("00:00:01.530 -->", "00:00:00.530 -->", "starts before the one above it ends"),
        (
            "00:00:01.530 --> 00:00:02.960",
            "00:10:01.530 --> 00:10:02.960",
            "starts before the one above it ends",
        ),
        ("<v Narrator (synthetic)>Read by", "Read <v Narrator (synthetic)>by", "a tag that is not closed"),
        (">Read by", "><lang ar>Read by", "a tag that is not closed"),
        ("0.5 mg/kg of", "0.5\nmg/kg of", "parts what belongs together"),
        ("lie on the mud, 4.2 m", "lie on the mud, 4.2\nm", "parts what belongs together"),
        (">Read by a synthetic voice.", ">約0.5\nミリグラム", "parts what belongs together"),
        ("WEBVTT", "WEBVT", "does not begin with WEBVTT"),
    ],
    ids=lambda value: value[:30],
)
def test_a_planted_fault_is_told(old: str, new: str, told: str) -> None:
    text = rendered()
    assert old in text

    faults = transcript_faults(text.replace(old, new, 1).encode(), ENGLISH)

    assert any(told in fault for fault in faults)
