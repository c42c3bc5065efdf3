from datetime import date

import pytest

from builder.base.errors import ContentError
from builder.base.language import Language
from builder.build.episodes import Episodes, parse_episodes, render_episodes, with_episode, with_feed
from builder.model.segment import SegmentId

EN = Language("en")
IDS = tuple(SegmentId(f"s-{number:08x}") for number in range(40))
DAY = date(2026, 11, 23)


def made(slug: str = "tea", ids: tuple[SegmentId, ...] = IDS, known: Episodes | None = None) -> Episodes:
    return with_episode(known or Episodes(), slug, EN, segment_ids=ids, published=DAY, others=[slug])


def test_an_episode_keeps_its_guid_when_its_text_changes() -> None:
    first = made()

    second = made(ids=(*IDS[10:], SegmentId("s-ffffffff")), known=first)

    assert second.episodes["tea"].guids == first.episodes["tea"].guids


def test_an_episode_keeps_its_guid_when_its_file_is_renamed() -> None:
    first = made()

    second = made(slug="coffee", ids=IDS[1:], known=first)

    assert second.episodes["coffee"].guids == first.episodes["tea"].guids
    assert "tea" not in second.episodes


def test_a_new_article_beside_an_old_one_gets_a_guid_of_its_own() -> None:
    first = made()

    second = with_episode(first, "tea-again", EN, segment_ids=IDS, published=DAY, others=["tea", "tea-again"])

    assert second.episodes["tea-again"].guids != second.episodes["tea"].guids


def test_another_language_gets_a_guid_beside_the_first() -> None:
    first = made()

    second = with_episode(first, "tea", Language("es"), segment_ids=IDS, published=DAY, others=["tea"])

    assert second.episodes["tea"].guids[EN] == first.episodes["tea"].guids[EN]
    assert len(set(second.episodes["tea"].guids.values())) == 2


def test_a_feed_keeps_its_guid_when_the_address_changes() -> None:
    first = with_feed(Episodes(), EN, feed_url="https://example.org/feeds/en.xml")

    second = with_feed(first, EN, feed_url="https://elsewhere.example/en.xml")

    assert second.feeds == first.feeds


def test_a_feeds_guid_follows_the_podcast_namespace() -> None:
    # The example of the specification: the feed https://podnews.net/rss.
    episodes = with_feed(Episodes(), EN, feed_url="https://podnews.net/rss/")

    assert episodes.feeds[EN] == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_the_file_reads_back_as_it_was_written() -> None:
    episodes = with_feed(made(), EN, feed_url="https://example.org/feeds/en.xml")

    data = render_episodes(episodes)

    assert parse_episodes(data, path="episodes.lock") == episodes


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"schema": "other"}', b'{"schema": "edition-episodes/1"}']
)
def test_a_broken_file_is_refused_rather_than_made_anew(data: bytes) -> None:
    with pytest.raises(ContentError) as caught:
        parse_episodes(data, path="episodes.lock")

    assert "version control" in str(caught.value)


def test_of_two_vanished_articles_the_nearer_one_is_the_same() -> None:
    first = made(slug="a", ids=IDS[:20])
    both = with_episode(first, "b", EN, segment_ids=IDS[4:24], published=DAY, others=["a", "b"])

    third = with_episode(both, "c", EN, segment_ids=IDS[4:24], published=DAY, others=["c"])

    assert third.episodes["c"].guids == both.episodes["b"].guids
    assert "a" in third.episodes
