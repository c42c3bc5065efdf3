"""The page: what it says, in which structure, without scripting."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from builder.article.inline import plain
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import page
from builder.formats.figures import figure_path
from builder.formats.notes import disclosures
from builder.formats.transcript import sentence_id
from builder.model.artefact import Artefact
from builder.model.document import Paragraph, Text
from builder.model.publication import Publication
from builder.model.script import NarratorPlan, VoiceRef
from builder.narration.script import narrate
from builder.testing.reading import Element, read_html
from builder.testing.samples import (
    ARABIC,
    ENGLISH,
    FIGURE_SOURCE,
    SHOW,
    sample_document,
    sample_edition,
    sample_publication,
    segment_id,
    timeline_of,
    with_artefacts,
)

BOTH = pytest.mark.parametrize("language", [ENGLISH, ARABIC])


def rendered(publication: Publication) -> Element:
    return read_html(page.render(publication, Texts(publication.edition.language)).decode())


def with_first_paragraph(markup: str, links: tuple[str, ...] = ()) -> Publication:
    document = sample_document()
    first, *others = document.introduction
    assert isinstance(first, Paragraph)
    changed = Paragraph(text=replace(first.text, markup=markup, links=links))
    document = replace(document, introduction=(changed, *others))
    return sample_publication(edition=replace(sample_edition(), document=document, source=document))


def picture() -> Artefact:
    path = figure_path(FIGURE_SOURCE)
    assert path
    return Artefact(format="figure", path=path, media_type="image/svg+xml", size_bytes=9, sha256="0" * 64)


@BOTH
def test_language_and_direction_are_those_of_the_edition(language: Language) -> None:
    root = rendered(sample_publication(language))

    assert root.attributes == {"lang": language, "dir": "rtl" if language == ARABIC else "ltr"}


@BOTH
def test_every_id_stands_once_and_every_link_into_the_page_finds_one(language: Language) -> None:
    root = rendered(sample_publication(language))

    ids = [each.attributes["id"] for each in root if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    links = [each.attributes["href"] for each in root.find("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    labels = {name for each in root for name in each.attributes.get("aria-labelledby", "").split()}
    assert labels <= set(ids)


def test_every_chapter_starts_at_an_element_of_the_page() -> None:
    publication = sample_publication()

    root = rendered(publication)

    ids = {each.attributes.get("id") for each in root}
    assert {chapter.anchor for chapter in publication.timeline.chapters} <= ids


def test_nothing_is_loaded_from_elsewhere_and_no_code_stands_in_the_page() -> None:
    root = rendered(with_artefacts(sample_publication(), picture()))

    loaded = [each.attributes["src"] for each in root if "src" in each.attributes]
    loaded += [each.attributes["href"] for each in root.find("link", rel="stylesheet")]
    assert len(loaded) == 6
    assert not [address for address in loaded if re.match(r"[a-z]+:|//|/", address)]
    names = {name for each in root for name in each.attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    assert {each.text for each in root.find("script") if "src" in each.attributes} == {""}
    assert {each.attributes.get("type") for each in root.find("script") if each.text} == {
        "application/ld+json"
    }
    assert not root.find("style")


def test_the_policy_allows_own_files_alone() -> None:
    root = rendered(sample_publication())

    (meta,) = [each for each in root.find("meta") if "http-equiv" in each.attributes]
    directives = dict(part.split(maxsplit=1) for part in meta.attributes["content"].split("; "))
    assert directives.pop("default-src") == "'none'"
    assert set(directives.values()) == {"'self'", "'none'"}
    assert "unsafe" not in meta.attributes["content"]


@BOTH
def test_every_word_of_the_document_is_on_the_page(language: Language) -> None:
    publication = sample_publication(language)

    root = rendered(publication)

    shown = " ".join(root.text.split())
    alternatives = {each.attributes.get("alt") for each in root.find("img")}
    for cue in publication.timeline.cues:
        assert " ".join(cue.text.split()) in shown or cue.text in alternatives
    notice = publication.edition.document.notice
    assert notice is not None
    assert plain(notice.markup) in shown


@BOTH
def test_whatever_the_narrator_says_is_found_on_the_page(language: Language) -> None:
    voice = VoiceRef(engine="tone", voice="tone")
    plan = NarratorPlan(voices={(language, "narrator"): voice})
    edition = sample_edition(language)
    script = narrate(edition, plan, Texts(language), voice_title="tone", engine_title="Tone")
    publication = replace(sample_publication(language), script=script, timeline=timeline_of(script))

    root = rendered(with_artefacts(publication, picture()))

    ids = {each.attributes.get("id") for each in root}
    assert {chapter.anchor for chapter in script.chapters} <= ids
    missing = [cue for cue in publication.timeline.cues if sentence_id(cue.utterance_id) not in ids]
    assert {cue.segment_id for cue in missing} == {segment_id("alt")}


@BOTH
def test_each_sentence_that_is_heard_has_its_times(language: Language) -> None:
    publication = with_artefacts(sample_publication(language), picture())

    root = rendered(publication)

    spans = {each.attributes["id"]: each for each in root.find("span") if "data-start" in each.attributes}
    for cue in publication.timeline.cues:
        if cue.kind == "alt" and cue.segment_id == segment_id("alt"):
            continue
        span = spans.pop(sentence_id(cue.utterance_id))
        assert span.text == cue.text
        assert float(span.attributes["data-start"]) == pytest.approx(cue.start / 24_000, abs=0.0006)
        assert float(span.attributes["data-end"]) == pytest.approx(cue.end / 24_000, abs=0.0006)
    assert not spans


def test_sentences_and_text_are_no_tab_stops() -> None:
    root = rendered(sample_publication())

    stops = [each for each in root if "tabindex" in each.attributes]
    assert {each.attributes["class"] for each in stops} == {"wide"}


def test_texts_keep_their_structure_and_their_ids() -> None:
    root = rendered(with_artefacts(sample_publication(), picture()))

    tags = {
        name: root.by_id(segment_id(name)).tag
        for name in (
            "title", "deck", "first", "pull", "sun", "alt", "caption", "quote", "item_day", "table", "t_1",
        )
    }  # fmt: skip
    assert tags == {
        "title": "h1", "deck": "p", "first": "p", "pull": "h2", "sun": "h3", "alt": "img",
        "caption": "figcaption", "quote": "p", "item_day": "p", "table": "caption", "t_1": "td",
    }  # fmt: skip
    (quote,) = root.find("blockquote")
    assert quote.find(id=segment_id("quote"))
    (ordered,) = [each for each in root.find("ol") if "start" in each.attributes]
    assert ordered.attributes["start"] == "3"
    assert ordered.find("ul")[0].text.strip() == "Add one hour in summer."
    assert [cell.attributes["scope"] for cell in root.find("th")] == ["col", "col"]
    (listing,) = root.find("pre")
    assert listing.text.startswith("def height(low, high, hours):\n    return low")


def test_headings_go_down_one_step_at_a_time() -> None:
    root = rendered(sample_publication(ARABIC))

    levels = [int(each.tag[1]) for each in root if re.fullmatch("h[1-6]", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_an_announcement_stands_where_it_is_spoken() -> None:
    root = rendered(sample_publication())

    order = [each.attributes.get("id") or each.tag for each in root.by_id("text") if each.tag in ("p", "pre")]
    assert order.index("a-code-1") == order.index("pre") - 1


def test_a_picture_elsewhere_is_described_and_linked_and_not_loaded() -> None:
    root = rendered(sample_publication())

    assert not root.find("img")
    (link,) = [each for each in root.find("a") if "pictures.example.org" in each.text]
    assert link.attributes["href"] == "https://pictures.example.org/moon.jpg"
    assert root.by_id(segment_id("alt_moon")).text == "The moon over a harbour."


@BOTH
def test_notices_stand_before_the_text(language: Language) -> None:
    publication = sample_publication(language)

    root = rendered(publication)

    (notices,) = root.find("aside")
    for sentence in disclosures(publication, Texts(language)):
        assert sentence in notices.text
    everything = list(root)
    assert everything.index(notices) < everything.index(root.by_id("text"))
    assert [each.attributes["href"] for each in notices.find("a")] == ["#disclaimer"]


def test_an_unreviewed_translation_has_the_original_disclaimer_under_its_own() -> None:
    root = rendered(sample_publication(ARABIC))

    (section,) = root.find("section", id="disclaimer")
    (original,) = section.find("p", lang="en")
    assert original.text.startswith("This article explains tides in general.")
    assert original.attributes["dir"] == "ltr"
    paragraphs = section.find("p")
    assert paragraphs.index(original) > paragraphs.index(root.by_id(segment_id("disclaimer")))


def test_a_reviewed_translation_has_its_own_disclaimer_alone() -> None:
    edition = replace(sample_edition(ARABIC), reviewed=True)

    root = rendered(sample_publication(ARABIC, edition=edition))

    assert not root.by_id("disclaimer").find("p", lang="en")


def test_a_weak_voice_is_told() -> None:
    publication = sample_publication()
    publication = replace(publication, voices=(replace(publication.voices[0], band="weak"),))

    root = rendered(publication)

    assert "pip install 'edition-builder[en]'" in root.find("aside")[0].text


def test_a_text_left_in_another_language_says_so() -> None:
    edition = sample_edition(ARABIC)
    title = Text(
        markup="Why the sea breathes",
        locator=edition.document.title.locator,
        id=segment_id("title"),
        language=ENGLISH,
    )
    edition = replace(edition, document=replace(edition.document, title=title), draft=True)

    root = rendered(sample_publication(ARABIC, edition=edition))

    (heading,) = root.find("h1")
    assert (heading.attributes["lang"], heading.attributes["dir"]) == ("en", "ltr")


def test_languages_link_to_each_other_in_their_own_names() -> None:
    root = rendered(sample_publication(ARABIC))

    (nav,) = root.find("nav", class_="languages")
    links = [
        (each.text, each.attributes["href"], each.attributes["lang"], each.attributes.get("aria-current"))
        for each in nav.find("a")
    ]
    assert links == [
        ("العربية", "index.html", "ar", "page"),
        ("English", "../en/index.html", "en", None),
    ]


def test_one_language_needs_no_links() -> None:
    publication = sample_publication()
    publication = replace(publication, siblings=publication.siblings[1:])

    root = rendered(publication)

    assert not root.find("nav", class_="languages")
    assert not [each for each in root.find("link") if "hreflang" in each.attributes]


def test_with_an_address_the_head_names_itself_its_languages_and_the_feed() -> None:
    root = rendered(sample_publication())

    assert [each.attributes["href"] for each in root.find("link", rel="canonical")] == [
        "https://example.org/salt/tides/en/"
    ]
    alternates = {
        each.attributes.get("hreflang") or each.attributes["type"]: each.attributes["href"]
        for each in root.find("link", rel="alternate")
    }
    assert alternates == {
        "ar": "https://example.org/salt/tides/ar/",
        "en": "https://example.org/salt/tides/en/",
        "application/rss+xml": "../../feeds/en.xml",
    }


def test_without_an_address_all_links_of_our_own_are_relative() -> None:
    root = rendered(sample_publication(show=replace(SHOW, base_url=None)))

    assert not root.find("link", rel="canonical")
    assert "example.org/salt" not in str([each.attributes for each in root])
    assert not root.find("a", type="application/rss+xml")


def test_without_scripting_there_is_the_browsers_own_player_and_the_chapters_are_links() -> None:
    publication = sample_publication()

    root = rendered(publication)

    (audio,) = root.find("audio")
    assert "controls" in audio.attributes
    assert re.fullmatch(r"tides\.en\.mp3\?v=[0-9a-f]{8}", audio.attributes["src"])
    (nav,) = root.find("nav", class_="chapters")
    assert [each.attributes["href"] for each in nav.find("a", class_="chapter")] == [
        f"#{chapter.anchor}" for chapter in publication.timeline.chapters
    ]
    assert nav.find("a", class_="from")[1].attributes["href"].endswith("#t=6.780")
    assert all("hidden" in button.attributes for button in nav.find("button"))
    assert "hidden" in root.by_id("player-controls").attributes


def test_controls_have_names() -> None:
    root = rendered(sample_publication())

    player = root.by_id("player")
    assert [" ".join(button.text.split()) for button in player.find("button")] == [
        "Resume at 0:00",
        "PlayPause",
        "Stop",
        "10Back 10 seconds",
        "10Forward 10 seconds",
    ]
    assert root.by_id("player-position").attributes["aria-label"] == "Position"


def test_the_picture_of_the_lock_screen_is_the_articles_own_or_the_shows() -> None:
    own = Artefact(format="cover", path="cover.png", media_type="image/png", size_bytes=9, sha256="c" * 64)
    publications = (
        sample_publication(),
        with_artefacts(sample_publication(), own),
        sample_publication(show=replace(SHOW, cover=None)),
    )

    covers = [rendered(each).by_id("player-sound").attributes.get("data-cover") for each in publications]

    assert covers == ["../../cover.jpg", "cover.png?v=cccccccc", None]


def test_what_nobody_translated_is_marked_as_english() -> None:
    root = rendered(sample_publication(ARABIC))

    buttons = {each.attributes["id"]: each for each in root.by_id("player").find("button")}
    assert buttons["player-stop"].attributes["lang"] == "en"
    (sentence,) = [
        each for each in root.find("bdi") if each.text == "This translation was made by a machine."
    ]
    assert (sentence.attributes["lang"], sentence.attributes["dir"]) == ("en", "ltr")


def test_without_sound_there_is_no_player() -> None:
    root = rendered(sample_publication(artefacts=()))

    assert not root.find("audio")
    assert not root.find("section", id="player")
    assert not [each for each in root.find("button") if "data-copies" not in each.attributes]
    assert len(root.find("a", class_="chapter")) == 5


def test_files_are_offered_with_their_size() -> None:
    root = rendered(sample_publication())

    (footer,) = root.find("footer")
    lines = [" ".join(each.text.split()) for each in footer.find("li")]
    assert "Sound (MP3), 481.2 kB" in lines
    assert "Audiobook" not in footer.text
    assert "Transcript with times (WebVTT), 5.1 kB" in lines
    assert "Article: CC BY 4.0 · Sound: All rights reserved" in lines


def test_the_same_sound_in_other_formats_is_offered_too() -> None:
    publication = sample_publication()
    others = (
        Artefact(
            format="m4b", path="tides.en.m4b", media_type="audio/mp4", size_bytes=523_000, sha256="a" * 64
        ),
        Artefact(
            format="opus", path="tides.en.opus", media_type="audio/ogg", size_bytes=321_000, sha256="b" * 64
        ),
    )

    root = rendered(with_artefacts(publication, *others))

    (footer,) = root.find("footer")
    lines = [" ".join(each.text.split()) for each in footer.find("li")]
    assert "Audiobook with chapters (M4B), 523 kB" in lines
    assert "Small sound file (Opus), 321 kB" in lines


def test_the_files_of_chapters_are_offered_where_they_were_made() -> None:
    made = Artefact(
        format="zip",
        path="tides.en.chapters.zip",
        media_type="application/zip",
        size_bytes=500_000,
        sha256="ab",
    )

    pages = [rendered(each) for each in (sample_publication(), with_artefacts(sample_publication(), made))]

    links = [
        [link.attributes["href"] for link in page.find("a") if ".zip" in (link.attributes.get("href") or "")]
        for page in pages
    ]
    assert links == [[], ["tides.en.chapters.zip?v=ab"]]


def test_dates_and_author_stand_under_the_title() -> None:
    root = rendered(sample_publication())

    (byline,) = root.find("p", class_="byline")
    shown = " ".join(byline.text.split())
    assert shown == "By Ada Moor March 14, 2026 Updated April 2, 2026 Listening time: 2 minutes"
    assert byline.find("time")[0].attributes["datetime"] == "2026-03-14"


@pytest.mark.parametrize(
    "markup",
    ['&lt;script&gt;x("1")&lt;/script&gt;', "</p><script>x(1)</script>", "{{ 7 * 7 }}{% raw %}", "\x00\x1b"],
    ids=["escaped", "bare", "template", "control"],
)  # fmt: skip
def test_a_text_is_never_more_than_text(markup: str) -> None:
    root = rendered(with_first_paragraph(markup))

    assert len(root.find("script")) == len(rendered(sample_publication()).find("script"))
    shown = root.by_id(segment_id("first")).text
    assert shown == plain(markup).replace("\x00", "\ufffd").replace("\x1b", "\ufffd")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "java\tscript:x"]
)
def test_a_link_that_would_run_something_is_its_text_alone(address: str) -> None:
    root = rendered(with_first_paragraph("<a1>here</a1>", links=(address,)))

    paragraph = root.by_id(segment_id("first"))
    assert paragraph.text == "here"
    assert not paragraph.find("a")


def test_show_and_author_are_never_more_than_text() -> None:
    edition = sample_edition()
    document = edition.document
    document = replace(document, metadata=replace(document.metadata, author='"><script>x</script>'))
    publication = sample_publication(
        edition=replace(edition, document=document), show=replace(SHOW, title="<b>&</b>\x07")
    )

    root = rendered(publication)

    assert len(root.find("script")) == len(rendered(sample_publication()).find("script"))
    assert root.find("title")[0].text == "Why the sea breathes · <b>&</b>\ufffd"


@BOTH
def test_the_same_publication_gives_the_same_bytes(language: Language) -> None:
    first, second = (page.render(sample_publication(language), Texts(language)) for _ in range(2))

    assert first == second


def test_style_and_script_have_their_version_in_the_address() -> None:
    root = rendered(sample_publication())

    addresses = [each.attributes["src"] for each in root.find("script") if "src" in each.attributes]
    names = [address.partition("?v=") for address in addresses]
    assert [name for name, _, _ in names] == ["page.js", "page_controls.js", "page_copy.js"]
    assert all(re.fullmatch("[0-9a-f]{8}", version) for _, _, version in names)
    assert [name for name, _ in page.assets()] == ["page.css", "page.js", "page_controls.js", "page_copy.js"]


def test_a_sentence_whose_words_are_not_those_of_the_text_marks_all_of_it() -> None:
    publication = with_first_paragraph("Other words. Than those that were spoken.")

    root = rendered(publication)

    paragraph = root.by_id(segment_id("first"))
    (span,) = paragraph.find("span")
    assert span.text == "Other words. Than those that were spoken."
    cues = [cue for cue in publication.timeline.cues if cue.segment_id == segment_id("first")]
    assert float(span.attributes["data-end"]) == pytest.approx(cues[-1].end / 24_000, abs=0.0006)
