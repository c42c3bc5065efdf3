"""The index: every article in every language, and where to subscribe."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from builder.catalogue.texts import Texts
from builder.formats import index
from builder.model.show import Show
from builder.testing.reading import Element, read_html
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_publication

ENTRIES = tuple(index.entry_of(sample_publication(language)) for language in (ENGLISH, ARABIC))


def rendered(*entries: index.IndexEntry, show: Show = SHOW) -> Element:
    return read_html(index.render_index(show, entries, Texts(ENGLISH)).decode())


def words(element: Element) -> str:
    return " ".join(element.text.split())


def test_an_article_is_listed_once_with_all_its_languages() -> None:
    root = rendered(*ENTRIES)

    (article,) = root.find("article")
    assert article.find("h3")[0].text == "Why the sea breathes"
    links = [(each.attributes["href"], each.attributes["lang"], each.text) for each in article.find("a")]
    assert links == [
        ("tides/ar/index.html", "ar", "لماذا يتنفّس البحر"),
        ("tides/en/index.html", "en", "Why the sea breathes"),
    ]


def test_what_must_be_known_stands_beside_the_link() -> None:
    draft = replace(ENTRIES[0], language=ARABIC, reviewed=False, draft=True)

    remarks = [words(each) for each in rendered(*ENTRIES).find("span", class_="facts")]
    of_draft = [words(each) for each in rendered(draft).find("span", class_="facts")]

    assert remarks == ["1 minute · machine translation, not reviewed", "2 minutes"]
    assert of_draft == ["2 minutes · draft · translation not reviewed"]


def test_an_article_in_another_language_than_the_list_says_so() -> None:
    root = rendered(ENTRIES[1])

    (heading,) = root.find("h3")
    assert (heading.attributes["lang"], heading.attributes["dir"]) == ("ar", "rtl")


def test_the_newest_article_comes_first() -> None:
    older, newer, undated = (
        replace(ENTRIES[0], slug=slug, published=published)
        for slug, published in (("a", "2025-12-31"), ("b", "2026-01-01"), ("c", None))
    )

    root = rendered(undated, older, newer)

    assert [each.attributes["id"] for each in root.find("h3")] == ["b", "a", "c"]


def test_feeds_are_offered_with_their_whole_address() -> None:
    root = rendered(*ENTRIES)

    feeds = root.find("a", type="application/rss+xml")
    assert [each.text for each in feeds] == [
        "https://example.org/salt/feeds/ar.xml",
        "https://example.org/salt/feeds/en.xml",
    ]
    assert [each.attributes["href"] for each in feeds] == ["feeds/ar.xml", "feeds/en.xml"]


def test_without_an_address_no_feed_is_offered() -> None:
    show = replace(SHOW, base_url=None)
    entry = index.entry_of(sample_publication(show=show))

    root = rendered(entry, show=show)

    assert not entry.in_feed
    assert not root.find("a", type="application/rss+xml")


def test_an_entry_outlives_a_record() -> None:
    kept = msgspec.json.encode(msgspec.to_builtins(ENTRIES[1]))

    assert msgspec.json.decode(kept, type=index.IndexEntry) == ENTRIES[1]


def test_the_order_of_entries_does_not_matter() -> None:
    assert index.render_index(SHOW, ENTRIES, Texts(ENGLISH)) == index.render_index(
        SHOW, ENTRIES[::-1], Texts(ENGLISH)
    )
