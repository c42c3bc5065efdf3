"""How to cite an edition: for people in its language, and for programs in schema.org's words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import page
from builder.formats.citation import citation
from builder.model.publication import Publication, VoiceCredit
from builder.model.show import Rights
from builder.testing.reading import Element, read_html
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_edition, sample_publication

HOSTILE = "</script><script>x(1)</script><!--<script>\u2028\x00{{ 7 * 7 }}"


def rendered(publication: Publication) -> Element:
    return read_html(page.render(publication, Texts(publication.edition.language)).decode())


def linked_data(publication: Publication) -> dict[str, Any]:
    (script,) = rendered(publication).find("script", type="application/ld+json")
    found: dict[str, Any] = json.loads(script.text)
    return found


def cited(publication: Publication, language: Language | None = None) -> str:
    parts = citation(publication, Texts(language or publication.edition.language))
    return "".join(part.text + part.after for part in parts)


def with_author(author: str | None) -> Publication:
    edition = sample_edition()
    document = edition.document
    document = replace(document, metadata=replace(document.metadata, author=author))
    return sample_publication(edition=replace(edition, document=document))


def test_an_original_is_cited_by_all_that_is_known_of_it() -> None:
    assert cited(sample_publication()) == (
        "Ada Moor: “Why the sea breathes”. Salt & Water, The Tide Table Press. March 14, 2026. "
        "Updated April 2, 2026. Language: English. Synthetic voice: tone, from tone. "
        "https://example.org/salt/tides/en/"
    )


def test_a_translation_names_its_language_and_who_translated() -> None:
    edition = replace(sample_edition(ARABIC), translators=("Nour", "Sami"))

    shown = cited(sample_publication(ARABIC, edition=edition))

    assert "14 مارس 2026" in shown
    assert "Language: العربية. Translated by a machine. Translated by Nour وSami. " in shown


def test_the_page_shows_the_same_in_one_paragraph() -> None:
    publication = sample_publication()

    paragraph = rendered(publication).by_id("citation")

    assert paragraph.tag == "p"
    assert paragraph.text == cited(publication)


def test_what_is_not_known_is_left_out() -> None:
    publication = with_author(None)
    bare = replace(publication, show=replace(SHOW, base_url=None), voices=())

    assert cited(bare).startswith("“Why the sea breathes”. Salt & Water, The Tide Table Press. ")
    assert cited(bare).endswith("Language: English. ")


def test_an_author_who_owns_the_show_is_named_once() -> None:
    assert cited(with_author(SHOW.owner)).count(SHOW.owner) == 1


def test_a_person_who_read_is_no_synthetic_voice() -> None:
    reader = VoiceCredit(engine="recordings", voice="Lee", band="not measured", licence="CC0-1.0", human=True)
    publication = replace(sample_publication(), voices=(reader,))

    assert "Some parts were read by Lee" in cited(publication)
    assert "Synthetic" not in cited(publication)


@pytest.mark.parametrize(("owner", "after"), [("Why?", " "), ("Press", "。")])
def test_full_stops_are_those_of_the_language_and_never_double(owner: str, after: str) -> None:
    publication = replace(sample_publication(), show=replace(SHOW, owner=owner))

    parts = citation(publication, Texts(Language("ja" if after == "。" else "en")))

    assert parts[1].after == after


def test_programs_are_told_what_the_edition_is() -> None:
    told = linked_data(sample_publication())

    assert (told["@type"], told["inLanguage"], told["headline"]) == ("Article", "en", "Why the sea breathes")
    assert told["url"] == "https://example.org/salt/tides/en/"
    assert told["isPartOf"]["webFeed"] == "https://example.org/salt/feeds/en.xml"
    assert {"synchronizedAudioText", "transcript", "tableOfContents"} <= set(told["accessibilityFeature"])
    assert told["accessMode"] == ["textual", "auditory", "visual"]
    assert told["audio"]["contentUrl"].startswith("https://example.org/salt/tides/en/tides.en.mp3?v=")
    assert told["audio"]["duration"] == "PT92S"
    assert "translationOfWork" not in told


def test_programs_are_told_how_the_voice_and_the_text_came_about() -> None:
    neural = VoiceCredit(
        engine="x", voice="y", band="good", licence="MIT",
        digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    )  # fmt: skip
    publication = replace(sample_publication(ARABIC), voices=(neural, neural))

    told = linked_data(publication)

    assert told["audio"]["digitalSourceType"] == ["https://schema.org/TrainedAlgorithmicMediaDigitalSource"]
    assert told["translationOfWork"]["@id"] == "https://example.org/salt/tides/en/"
    assert told["translationOfWork"]["inLanguage"] == "en"


@pytest.mark.parametrize("language", [ENGLISH, ARABIC])
def test_a_licence_is_told_for_the_part_it_was_given_for_and_no_other(language: Language) -> None:
    told = linked_data(sample_publication(language))

    article = {"@type": "CreativeWork", "name": "CC BY 4.0"} if language == ENGLISH else None
    assert told.get("license") == article
    assert "license" not in told["audio"]


def test_a_licence_that_is_an_address_stays_one() -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    publication = sample_publication(show=replace(SHOW, rights=Rights(article=address, audio=address)))

    told = linked_data(publication)

    assert told["license"] == told["audio"]["license"] == address


def test_without_sound_none_is_told() -> None:
    told = linked_data(sample_publication(artefacts=()))

    assert "audio" not in told
    assert "auditory" not in told["accessMode"]
    assert "synchronizedAudioText" not in told["accessibilityFeature"]


def test_no_text_ends_the_element_it_stands_in() -> None:
    scripts = len(rendered(sample_publication()).find("script"))
    publication = with_author(HOSTILE)
    publication = replace(publication, show=replace(SHOW, owner=HOSTILE, title=HOSTILE))

    root = rendered(publication)

    (data,) = root.find("script", type="application/ld+json")
    assert len(root.find("script")) == scripts
    assert not [sign for sign in "<>&\u2028\x00" if sign in data.text]
    assert json.loads(data.text)["author"]["name"].startswith("</script><script>x(1)</script><!--<script>")
    assert not root.by_id("citation").find("script")
