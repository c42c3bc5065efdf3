"""The feed: what Apple and the Podcast Namespace ask for, read back from its XML."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import msgspec
import pytest

from builder.base.errors import ContentError, UsageError
from builder.base.language import Language
from builder.catalogue.texts import Texts
from builder.formats import feed
from builder.formats.notes import disclosures
from builder.model.artefact import Artefact
from builder.model.document import Metadata
from builder.model.publication import Publication
from builder.model.show import Rights, Show
from builder.testing.samples import ARABIC, ENGLISH, SHOW, sample_edition, sample_publication, with_artefacts
from builder.testing.sites import FEED_GUID

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
BOTH = pytest.mark.parametrize("language", [ENGLISH, ARABIC])


def rendered(*publications: Publication, show: Show = SHOW) -> ET.Element:
    texts = Texts(publications[0].edition.language)
    episodes = [feed.episode_of(publication, texts) for publication in publications]
    channel = ET.fromstring(feed.render_feed(show, episodes, texts, guid=FEED_GUID)).find("channel")
    assert channel is not None
    return channel


def text(element: ET.Element, path: str) -> str:
    found = element.find(path, NAMES)
    assert found is not None, path
    return found.text or ""


def attributes(element: ET.Element, path: str) -> dict[str, str]:
    found = element.find(path, NAMES)
    assert found is not None, path
    return found.attrib


def dated(publication: Publication, published: date | None, slug: str = "tides") -> Publication:
    edition = publication.edition
    metadata = replace(edition.document.metadata, published=published, slug=slug)
    edition = replace(edition, document=replace(edition.document, metadata=metadata))
    return replace(publication, edition=edition, episode_guid=str(uuid.uuid5(uuid.NAMESPACE_URL, slug)))


@BOTH
def test_a_channel_has_what_apple_requires(language: Language) -> None:
    channel = rendered(sample_publication(language))

    assert text(channel, "language") == language
    assert text(channel, "link") == "https://example.org/salt/"
    assert text(channel, "description")
    assert attributes(channel, "itunes:image") == {"href": "https://example.org/salt/cover.jpg"}
    assert attributes(channel, "itunes:category") == {"text": "Science"}
    assert attributes(channel, "itunes:category/itunes:category") == {"text": "Earth Sciences"}
    assert text(channel, "itunes:explicit") == "false"
    assert text(channel, "itunes:author") == "The Tide Table Press"
    assert text(channel, "itunes:owner/itunes:name") == "The Tide Table Press"
    assert text(channel, "itunes:owner/itunes:email") == "desk@example.org"


@BOTH
def test_a_channel_names_itself(language: Language) -> None:
    channel = rendered(sample_publication(language))

    link = attributes(channel, "atom:link")
    assert link["rel"] == "self"
    assert link["href"] == f"https://example.org/salt/feeds/{language}.xml"
    assert text(channel, "podcast:guid") == FEED_GUID
    assert attributes(channel, "podcast:image")["alt"] == "A wave"


def test_a_feed_in_another_language_says_so_in_its_title() -> None:
    assert text(rendered(sample_publication()), "title") == "Salt & Water"
    assert text(rendered(sample_publication(ARABIC)), "title") == "Salt & Water (العربية)"


def test_without_an_address_of_its_own_no_owner_has_one() -> None:
    channel = rendered(sample_publication(), show=replace(SHOW, email=None))

    assert channel.find("itunes:owner/itunes:email", NAMES) is None
    assert text(channel, "itunes:owner/itunes:name") == "The Tide Table Press"


def test_an_episode_is_the_article() -> None:
    publication = sample_publication()

    channel = rendered(publication)

    item = channel.find("item")
    assert item is not None
    assert text(item, "title") == "Why the sea breathes"
    assert text(item, "link") == "https://example.org/salt/tides/en/"
    assert text(item, "guid") == publication.episode_guid
    assert attributes(item, "guid") == {"isPermaLink": "false"}
    assert parsedate_to_datetime(text(item, "pubDate")).isoformat() == "2026-03-14T06:00:00+00:00"
    assert text(item, "itunes:duration") == "93"
    assert text(item, "itunes:author") == "Ada Moor"


def test_the_enclosure_tells_length_type_and_version() -> None:
    publication = sample_publication()

    channel = rendered(publication)

    sound = publication.artefacts[0]
    assert attributes(channel, "item/enclosure") == {
        "url": f"https://example.org/salt/tides/en/tides.en.mp3?v={sound.sha256[:8]}",
        "length": str(sound.size_bytes),
        "type": "audio/mpeg",
    }


def test_the_same_sound_in_other_formats_is_offered_to_apps_that_take_it() -> None:
    sha256 = "00" * 31 + "ff"
    publication = with_artefacts(
        sample_publication(),
        Artefact(
            format="m4b", path="tides.en.m4b", media_type="audio/mp4", size_bytes=600_000, sha256=sha256
        ),
        Artefact(
            format="opus", path="tides.en.opus", media_type="audio/ogg", size_bytes=300_000, sha256=sha256
        ),
    )
    seconds = publication.timeline.frames / publication.timeline.sample_rate_hz

    others = rendered(publication).findall("item/podcast:alternateEnclosure", NAMES)

    assert [dict(each.attrib) for each in others] == [
        {
            "type": kind, "length": str(size), "bitrate": str(int(size * 8 / seconds)), "title": title,
            "lang": "en", "codecs": codec,
        }
        for kind, size, title, codec in (
            ("audio/mp4", 600_000, "Audiobook with chapters (M4B)", "mp4a.40.2"),
            ("audio/ogg", 300_000, "Small sound file (Opus)", "opus"),
        )
    ]  # fmt: skip
    assert [attributes(each, "podcast:source")["uri"] for each in others] == [
        f"https://example.org/salt/tides/en/tides.en.{suffix}?v=00000000" for suffix in ("m4b", "opus")
    ]
    assert attributes(others[0], "podcast:integrity") == {
        "type": "sri",
        "value": f"sha256-{'A' * 41}P8=",
    }


def test_an_episode_names_each_of_its_transcripts_with_what_it_is() -> None:
    made = (
        Artefact(format=name, path=path, media_type=kind, size_bytes=9, sha256="1" * 64)
        for name, path, kind in (
            ("srt", "tides.en.srt", "application/x-subrip"),
            ("transcript", "transcript.json", "application/json"),
            ("text", "tides.en.txt", "text/plain"),
            ("words", "words.json", "application/json"),
        )
    )

    channel = rendered(with_artefacts(sample_publication(), *made))

    found = [each.attrib for each in channel.findall("item/podcast:transcript", NAMES)]
    assert [(each["type"], each.get("rel")) for each in found] == [
        ("text/vtt", "captions"),
        ("application/x-subrip", "captions"),
        ("application/json", None),
        ("text/plain", None),
    ]
    assert {each["language"] for each in found} == {"en"}
    assert all("?v=" in each["url"] for each in found)
    assert not any("words.json" in each["url"] for each in found)


def test_an_episode_in_one_format_has_no_other() -> None:
    assert rendered(sample_publication()).find("item/podcast:alternateEnclosure", NAMES) is None


@BOTH
def test_an_episode_has_transcript_chapters_and_people(language: Language) -> None:
    publication = sample_publication(language)

    channel = rendered(publication)

    transcript = attributes(channel, "item/podcast:transcript")
    assert transcript["type"] == "text/vtt"
    assert transcript["language"] == language
    assert f"/tides/{language}/tides.{language}.vtt?v=" in transcript["url"]
    assert attributes(channel, "item/podcast:chapters")["type"] == "application/json+chapters"
    starts = [each.attrib["start"] for each in channel.findall("item/psc:chapters/psc:chapter", NAMES)]
    assert starts[0] == "00:00:00.000"
    assert starts == sorted(starts)
    assert len(starts) == len(publication.timeline.chapters)
    people = [(each.attrib["role"], each.text) for each in channel.findall("item/podcast:person", NAMES)]
    assert people == [("narrator", "Synthetic voice (tone, tone)"), ("author", "Ada Moor")]


def test_translators_are_people_of_an_episode() -> None:
    edition = replace(sample_edition(ARABIC), method="human", translators=("Ana Ruiz",))

    channel = rendered(sample_publication(ARABIC, edition=edition))

    roles = {each.attrib["role"]: each.text for each in channel.findall("item/podcast:person", NAMES)}
    assert roles["translator"] == "Ana Ruiz"


@BOTH
def test_a_synthetic_voice_is_disclosed_for_people_and_machines(language: Language) -> None:
    publication = sample_publication(language)

    channel = rendered(publication)

    for path in ("podcast:txt", "item/podcast:txt"):
        assert attributes(channel, path) == {"purpose": "ai-content"}
        assert text(channel, path) == "true"
    for sentence in disclosures(publication, Texts(language)):
        assert sentence in text(channel, "item/description")
        assert sentence in text(channel, "item/content:encoded")


def test_the_description_has_deck_disclosure_chapters_and_disclaimers_in_that_order() -> None:
    description = text(rendered(sample_publication(ARABIC)), "item/description")

    places = [
        description.index(part)
        for part in (
            "مرّتين في اليوم",
            "The voice in this edition is synthetic.",
            "00:00 الافتتاح\n00:05 المقدّمة\n",
            "تشرح هذه المقالة",
            "This article explains tides in general.",
        )
    ]
    assert places == sorted(places)
    assert len(description.encode()) <= 4000


@pytest.mark.parametrize(
    ("audio", "expected"),
    [
        (None, "All rights reserved"),
        ("CC BY-SA 4.0", "cc-by-sa-4.0"),
        ("CC BY-NC-ND 4.0", "cc-by-nc-nd-4.0"),
        ("CC0 1.0", "cc0-1.0"),
        ("CC-BY-4.0", "cc-by-4.0"),
        ("Apache-2.0", "apache-2.0"),
        ("Ask first", "Ask first"),
    ],
)
def test_a_licence_is_an_identifier_or_a_name_and_says_where_its_words_are(
    audio: str | None, expected: str
) -> None:
    show = replace(SHOW, rights=Rights(audio=audio))

    channel = rendered(sample_publication(show=show), show=show)

    assert text(channel, "item/podcast:license") == expected
    assert attributes(channel, "item/podcast:license")["url"].endswith("/tides/en/#licence")
    assert text(channel, "copyright") == (audio or "All rights reserved")


def test_the_newest_episode_comes_first_and_the_order_given_does_not_matter() -> None:
    days = [date(2026, 3, 14) + timedelta(days=number) for number in (0, 2, 1)]
    publications = [
        dated(sample_publication(), day, slug) for day, slug in zip(days, ("a", "b", "c"), strict=True)
    ]
    publications.append(dated(sample_publication(), days[0], "d"))

    channel = rendered(*publications)

    links = [item.findtext("link", "").split("/")[-3] for item in channel.findall("item")]
    assert links == ["b", "c", "a", "d"]
    texts = Texts(ENGLISH)
    episodes = [feed.episode_of(publication, texts) for publication in publications]
    assert feed.render_feed(SHOW, episodes, texts, guid=FEED_GUID) == feed.render_feed(
        SHOW, episodes[::-1], texts, guid=FEED_GUID
    )


def test_an_episode_outlives_a_record_and_a_new_address() -> None:
    texts = Texts(ENGLISH)
    episode = feed.episode_of(sample_publication(), texts)
    kept = msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(episode)), type=feed.Episode)
    moved = replace(SHOW, base_url="https://elsewhere.example/")

    data = feed.render_feed(moved, [kept], texts, guid=FEED_GUID)

    assert kept == episode
    assert b"example.org/salt" not in data
    assert b"https://elsewhere.example/tides/en/tides.en.mp3?v=" in data


def test_an_article_without_a_date_is_no_episode() -> None:
    publication = dated(sample_publication(), None)

    with pytest.raises(ContentError, match="no date") as caught:
        feed.episode_of(publication, Texts(ENGLISH))

    assert caught.value.where == "articles/tides.md:1"


def test_an_edition_without_sound_is_no_episode() -> None:
    with pytest.raises(UsageError, match="needs the sound of tides/en/"):
        feed.episode_of(sample_publication(artefacts=()), Texts(ENGLISH))


def test_a_draft_is_no_episode() -> None:
    draft = sample_publication(edition=replace(sample_edition(), draft=True))

    with pytest.raises(ValueError, match="draft"):
        feed.episode_of(draft, Texts(ENGLISH))


def test_a_feed_needs_an_address() -> None:
    with pytest.raises(UsageError, match="address"):
        feed.render_feed(replace(SHOW, base_url=None), [], Texts(ENGLISH), guid=FEED_GUID)


def test_a_feed_without_episodes_is_whole() -> None:
    data = feed.render_feed(SHOW, [], Texts(ENGLISH), guid=FEED_GUID)

    assert ET.fromstring(data).find("channel/item") is None


def test_what_xml_refuses_does_not_reach_it() -> None:
    edition = sample_edition()
    metadata: Metadata = replace(edition.document.metadata, author='A "<&>\x0b\ud800')
    edition = replace(edition, document=replace(edition.document, metadata=metadata))

    channel = rendered(sample_publication(edition=edition))

    assert text(channel, "item/itunes:author") == 'A "<&>\ufffd\ufffd'


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"category": "Sience"}, ["F001"]),
        ({"cover": None}, ["F002"]),
        ({"cover": "cover.webp"}, ["F003"]),
        ({"email": None}, []),
    ],
    ids=["nothing", "category", "no picture", "kind of picture", "no address"],
)
def test_what_directories_would_refuse_is_told_before(
    change: dict[str, str | None], codes: list[str]
) -> None:
    found = feed.check_show(replace(SHOW, **change))  # type: ignore[arg-type] # every value fits its own key

    assert [finding.code for finding in found] == codes
