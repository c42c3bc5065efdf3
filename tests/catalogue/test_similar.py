"""The text a new one was made of is found, and no other."""

import random

from builder.catalogue.similar import likenesses, most_alike, pair_edited

LONG = "The village library of Lower Thistleby lent nothing but books until a neighbour asked for a ladder."


def prose(count: int) -> list[str]:
    chance = random.Random(3)
    words = [f"word{number}" for number in range(900)]
    return [" ".join(chance.choices(words, k=chance.randrange(10, 60))) for _ in range(count)]


def test_an_edited_text_is_paired_with_the_one_it_was() -> None:
    assert pair_edited(
        ["Other words altogether stand in this text here.", LONG], [LONG.replace("books", "maps")]
    ) == {0: 1}


def test_of_equal_likeness_the_one_in_the_like_place_is_taken() -> None:
    assert pair_edited(["Lend it to Ann", "Lend it to Ann"], ["Lend it to Bob", "Lend it to Bob"]) == {
        0: 0,
        1: 1,
    }


def test_a_known_text_may_serve_often() -> None:
    assert most_alike([LONG], [f"{LONG} More.", LONG.replace("a ", "one ")], 0.8) == {0: 0, 1: 0}


def test_nothing_is_like_nothing() -> None:
    assert list(likenesses([], [LONG])) == []
    assert pair_edited([LONG], ["漢字を読む"]) == {}


def test_texts_with_few_words_are_compared_by_characters() -> None:
    assert pair_edited(["漢字を読む", "別のもの"], ["漢字を書く"]) == {}
    assert pair_edited(["The red ladder"], ["The red ladders"]) == {0: 0}


def test_with_very_many_texts_the_edited_ones_are_found_too(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("builder.catalogue.similar.MANY_LONG_PAIRS", 10)
    monkeypatch.setattr("builder.catalogue.similar.MANY_PAIRS", 10)
    old = [*prose(40), "Lend it now"]

    pairs = pair_edited(old, [f"{text} more" for text in old])

    assert pairs == {place: place for place in range(41)}
